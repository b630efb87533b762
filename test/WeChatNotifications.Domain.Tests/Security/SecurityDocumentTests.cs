using System.Text.RegularExpressions;

namespace WeChatNotifications.Domain.Tests.Security;

/// <summary>The page on security promises only what a test holds.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string Root = FindRoot();

    [Theory]
    [InlineData("security.md")]
    [InlineData("security.zh-Hans.md")]
    public void Every_row_of_the_threat_table_names_tests_that_exist(string page)
    {
        var sources = Directory.GetFiles(Path.Combine(Root, "test"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "obj" or "bin")).ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText);
        var rows = File.ReadLines(Path.Combine(Root, "docs", page)).Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToArray();
        rows.Length.ShouldBeGreaterThan(15);

        foreach (var row in rows)
        {
            var named = TestName().Matches(row);
            named.Count.ShouldBeGreaterThan(0, row);
            foreach (Match test in named)
            {
                sources[test.Groups["class"].Value].ShouldContain(s => s.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal), $"{test.Value} is not there");
            }
        }
    }

    [Fact]
    public void Both_languages_name_the_same_tests()
    {
        var (english, chinese) = (NamesIn("security.md"), NamesIn("security.zh-Hans.md"));
        chinese.ShouldBe(english);
    }

    /// <summary>No stored and no requested value becomes the name of a host: only the API client calls out, to the address of the settings.</summary>
    [Fact]
    public void Only_the_API_client_calls_out_and_only_to_the_configured_address()
    {
        var callers = Directory.GetFiles(Path.Combine(Root, "modules"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "obj" or "bin" or "node_modules"))
            .Where(f => CallsOut().IsMatch(File.ReadAllText(f)))
            .Select(f => Path.GetRelativePath(Path.Combine(Root, "modules"), f).Replace('\\', '/')).Order(StringComparer.Ordinal).ToArray();
        callers.ShouldContain("WeChatNotifications.WeChatApi/Http/ApiExchange.cs", "the scan sees what it looks for");

        // The broker's address stands in the settings alone.
        const string Broker = "WeChatNotifications.RabbitMq/Connections/RabbitMqLink.cs";
        AbsoluteAddress().Matches(File.ReadAllText(Path.Combine(Root, "modules", Broker))).Select(m => m.Value).ShouldBe(["new Uri(u)"]);
        callers = [.. callers.Except([Broker], StringComparer.Ordinal)];
        callers.ShouldAllBe(c => c.StartsWith("WeChatNotifications.WeChatApi/", StringComparison.Ordinal));
        var client = string.Concat(callers.Select(c => File.ReadAllText(Path.Combine(Root, "modules", c))));
        BaseOfAddresses().IsMatch(client).ShouldBeTrue();
        AbsoluteAddress().Matches(client).Where(m => !m.Value.Contains("baseAddress", StringComparison.OrdinalIgnoreCase)).Select(m => m.Value).ShouldBeEmpty();
    }

    private static string[] NamesIn(string page) => [.. TestName().Matches(File.ReadAllText(Path.Combine(Root, "docs", page))).Select(m => m.Value)];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "WeChatNotifications.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"`(?<class>[A-Z]\w+Tests)\.(?<method>\w+)`", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex TestName();

    [GeneratedRegex(@"\bHttpClient\b|\bHttpRequestMessage\b|\bSocketsHttpHandler\b|\bnew Uri\(|\bTcpClient\b|\bWebRequest\b", RegexOptions.None, 1_000)]
    private static partial Regex CallsOut();

    [GeneratedRegex(@"\bBaseAddress\b", RegexOptions.None, 1_000)]
    private static partial Regex BaseOfAddresses();

    [GeneratedRegex(@"new Uri\([^)]*\)", RegexOptions.None, 1_000)]
    private static partial Regex AbsoluteAddress();
}
