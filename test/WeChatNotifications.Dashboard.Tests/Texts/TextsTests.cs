using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using WeChatNotifications.Dashboard.Texts;

namespace WeChatNotifications.Dashboard.Tests.Texts;

/// <summary>Nothing is left untranslated, and no page asks for a text that is not there.</summary>
public sealed partial class TextsTests
{
    private static readonly IReadOnlyDictionary<string, string> English = DashboardTexts.All("en");
    private static readonly IReadOnlyDictionary<string, string> Chinese = DashboardTexts.All("zh-Hans");

    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_placeholders()
    {
        Chinese.Keys.Except(English.Keys).ShouldBeEmpty();
        English.Keys.Except(Chinese.Keys).ShouldBeEmpty();
        English.Where(t => !PlaceholdersOf(t.Value).SetEquals(PlaceholdersOf(Chinese[t.Key]))).Select(t => t.Key).ShouldBeEmpty();
        English.Concat(Chinese).Where(t => string.IsNullOrWhiteSpace(t.Value)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_text_that_a_page_asks_for_is_there()
        => Sources().SelectMany(f => Asked().Matches(f.Content).Select(m => (f.Name, Key: m.Groups["key"].Value)))
            .Where(a => !English.ContainsKey(a.Key)).Select(a => $"{a.Name}: {a.Key}").ShouldBeEmpty();

    [Fact]
    public void Every_text_that_is_there_is_asked_for()
    {
        // A key may be made of a fixed beginning and a name: T["Status.Title" + code].
        var all = string.Join('\n', Sources().Select(f => f.Content));
        var beginnings = Beginning().Matches(all).Select(m => m.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
        English.Keys.Where(k => !all.Contains($"\"{k}\"", StringComparison.Ordinal) && !beginnings.Any(b => k.StartsWith(b, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void No_page_has_words_of_its_own()
        => Sources().Where(f => f.Name.EndsWith(".cshtml", StringComparison.Ordinal))
            .SelectMany(f => ChineseWords().Matches(f.Content).Select(m => $"{f.Name}: {m.Value}")).Where(m => !m.Contains("中文", StringComparison.Ordinal)).ShouldBeEmpty();

    private static HashSet<string> PlaceholdersOf(string text) => [.. Placeholder().Matches(text).Select(m => m.Value)];

    internal static IEnumerable<(string Name, string Content)> Sources([CallerFilePath] string here = "")
    {
        var module = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../modules/WeChatNotifications.Dashboard"));
        return Directory.EnumerateFiles(module, "*.cs*", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(module, f).StartsWith("obj", StringComparison.Ordinal) && !Path.GetRelativePath(module, f).StartsWith("bin", StringComparison.Ordinal))
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".cshtml", StringComparison.Ordinal))
            .Select(f => (Path.GetRelativePath(module, f), File.ReadAllText(f)));
    }

    [GeneratedRegex(@"\{[A-Za-z]+\}", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("(\\bT\\[|\\bTexts\\[|_texts\\[|\\btexts\\[|\\b(label|help)=)\"(?<key>[A-Za-z0-9.]+)\"(?!\\s*\\+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Asked();

    [GeneratedRegex("\"(?<key>[A-Z][A-Za-z0-9]*\\.[A-Za-z0-9.]*)\"\\s*\\+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"[\u4e00-\u9fff]+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex ChineseWords();
}
