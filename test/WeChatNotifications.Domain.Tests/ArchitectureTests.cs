using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace WeChatNotifications.Domain.Tests;

/// <summary>Dependencies point one way, and module code keeps to the house rules that no analyzer knows.</summary>
public sealed partial class ArchitectureTests
{
    private const string Prefix = "WeChatNotifications.";
    private const int LongestFile = 350;

    private static readonly string Root = FindRoot();

    /// <summary>Which modules each module may reference. A module that is not here has to be thought about first.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["WeChatApi"] = [],
        ["Domain.Shared"] = [],
        ["Domain"] = ["Domain.Shared"],
        ["Application.Contracts"] = ["Domain.Shared"],
        ["Application"] = ["Application.Contracts", "Domain", "WeChatApi"],
        ["EntityFrameworkCore"] = ["Domain", "Application.Contracts"],
        ["EntityFrameworkCore.PostgreSql"] = ["EntityFrameworkCore"],
        ["EntityFrameworkCore.SqlServer"] = ["EntityFrameworkCore"],
        ["HttpApi"] = ["Application", "Application.Contracts"],
        ["Dashboard"] = ["Application", "Application.Contracts", "HttpApi"],
        ["RabbitMq"] = ["Application", "Application.Contracts"],
        ["Abp.Contracts"] = ["Application.Contracts", "Domain.Shared"],
        ["Abp.EntityFrameworkCore"] = ["EntityFrameworkCore"],
        ["Abp.EntityFrameworkCore.PostgreSql"] = ["Abp.EntityFrameworkCore", "EntityFrameworkCore.PostgreSql"],
        ["Abp.EntityFrameworkCore.SqlServer"] = ["Abp.EntityFrameworkCore", "EntityFrameworkCore.SqlServer"],
        ["Abp"] = ["Abp.Contracts", "Abp.EntityFrameworkCore", "Application", "HttpApi"],
        ["Abp.Dashboard"] = ["Abp", "Dashboard"],
        ["Abp.RabbitMq"] = ["Abp", "RabbitMq"],
    };

    private static readonly (string Rule, Regex Pattern)[] Forbidden =
    [
        ("take the time from TimeProvider", SystemClock()),
        ("never block a thread", Blocking()),
        ("an async void cannot be awaited, and its exception ends the process", AsyncVoid()),
        ("a library logs, it does not print", Printing()),
    ];

    public static TheoryData<string> Modules => [.. Directory.GetFiles(Path.Combine(Root, "modules"), "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(Root, p)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_scan_sees_the_modules() => Modules.Count.ShouldBeGreaterThanOrEqualTo(Allowed.Count);

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_module_references_only_what_its_layer_may(string module)
    {
        var name = ShortName(module);
        Allowed.ShouldContainKey(name, $"{name} is a new module: say in this test, and in the design, what it may reference.");

        foreach (var reference in References(module, "ProjectReference"))
        {
            var target = Path.GetFullPath(Path.Combine(Root, Path.GetDirectoryName(module)!, reference.Replace('\\', '/')));
            Path.GetRelativePath(Root, target).ShouldStartWith("modules" + Path.DirectorySeparatorChar, customMessage: $"{name} → {reference}: a module depends on modules only.");
            Allowed[name].ShouldContain(ShortName(target), $"{name} must not reference {ShortName(target)}.");
        }
    }

    [Fact]
    public void The_API_client_can_be_taken_away_alone()
        => References(Path.Combine("modules", "WeChatNotifications.WeChatApi", "WeChatNotifications.WeChatApi.csproj"), "PackageReference").ShouldBeEmpty();

    [Fact]
    public void The_main_solution_restores_where_ABP_does_not()
    {
        var projects = SolutionProject().Matches(File.ReadAllText(Path.Combine(Root, "WeChatNotifications.sln"))).Select(m => m.Groups["path"].Value.Replace('\\', '/')).ToArray();
        projects.Length.ShouldBeGreaterThan(Allowed.Count);
        foreach (var project in projects)
        {
            References(project, "PackageReference").ShouldNotContain(p => p.StartsWith("Volo.Abp", StringComparison.OrdinalIgnoreCase), project);
        }
    }

    [Fact]
    public void Module_code_keeps_to_the_house_rules()
    {
        var found = Sources("modules").SelectMany(file => Offences(File.ReadAllText(file)).Select(o => $"{Path.GetRelativePath(Root, file)}:{o}"));
        found.ShouldBeEmpty();
    }

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold()
    {
        var files = new[] { "modules", "host", "test" }.SelectMany(Sources).ToArray();
        files.Length.ShouldBeGreaterThan(50);
        files.Select(f => (File: Path.GetRelativePath(Root, f), Lines: File.ReadLines(f).Count())).Where(f => f.Lines > LongestFile).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("var now = DateTime.Now;", 1)]
    [InlineData("var now = DateTimeOffset.UtcNow;", 1)]
    [InlineData("var day = DateTime.Today;", 1)]
    [InlineData("Thread.Sleep(10);", 1)]
    [InlineData("var x = task.Result;", 1)]
    [InlineData("task.Wait();", 1)]
    [InlineData("task.GetAwaiter().GetResult();", 1)]
    [InlineData("private async void OnClick()", 1)]
    [InlineData("Console.WriteLine(x);", 1)]
    [InlineData("Console.Error.WriteLine(x);", 1)]
    [InlineData("var now = timeProvider.GetUtcNow(); // not DateTime.UtcNow", 0)]
    [InlineData("/// <summary>Like DateTime.Now</summary>", 0)]
    [InlineData("var text = \"DateTime.UtcNow\";", 0)]
    [InlineData("var x = outcome.Results; x.WaitAsync(token);", 0)]
    public void The_scan_finds_what_it_looks_for(string code, int offences) => Offences(code).Count().ShouldBe(offences);

    private static IEnumerable<string> Offences(string source)
        => source.Split('\n')
            .Select((line, i) => (Code: CommentOrText().Replace(line, ""), Number: i + 1))
            .SelectMany(line => Forbidden.Where(f => f.Pattern.IsMatch(line.Code)).Select(f => $"{line.Number}: {line.Code.Trim()} ({f.Rule})"));

    private static IEnumerable<string> Sources(string folder)
        => Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(Root, f).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "Migrations" or "node_modules"));

    private static string[] References(string project, string kind)
        => [.. XDocument.Load(Path.Combine(Root, project)).Descendants(kind).Select(r => (string)r.Attribute("Include")!)];

    private static string ShortName(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WeChatNotifications.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no WeChatNotifications.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|//.*", RegexOptions.None, 1_000)]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex SystemClock();

    [GeneratedRegex(@"\bThread\.Sleep\b|\.Result\b(?!\s*=[^=])|\.Wait\(|\.GetAwaiter\(\)\.GetResult\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\basync\s+void\b", RegexOptions.None, 1_000)]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"\bConsole\.(Error\.|Out\.)?Write", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Printing();

    [GeneratedRegex("= \"[^\"]+\", \"(?<path>[^\"]+\\.csproj)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex SolutionProject();
}
