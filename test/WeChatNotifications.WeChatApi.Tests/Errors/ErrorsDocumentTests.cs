using System.Globalization;
using System.Text;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi.Tests.Errors;

/// <summary>Keeps <c>docs/errors.md</c> equal to the catalogue. To write it anew, run this test with <c>UPDATE_DOCS=1</c>.</summary>
public sealed class ErrorsDocumentTests
{
    [Fact]
    public void The_document_says_what_the_catalogue_says()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "errors.md");
        var expected = Document();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        File.Exists(path).ShouldBeTrue("docs/errors.md is missing: run this test with UPDATE_DOCS=1.");
        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(expected, "docs/errors.md is out of date: run this test with UPDATE_DOCS=1.");
    }

    private static string Document()
    {
        var text = new StringBuilder(
            """
            # WeChat's error codes

            What each code of WeChat's means, what the software does about it, and what an operator should do. Written from
            `WeChatErrorCatalogue` by a test; change the catalogue, then run the tests with `UPDATE_DOCS=1`.

            - **Call**: the call that was answered; *any* stands for each call without a row of its own.
            - **Action** and **Pause**: see `WeChatErrorAction` and `PausePeriod`.
            - A code that is not listed is retried later, a limited number of times, and kept as it is.

            | Code | Call | Name | Action | Pause | Meaning | 含义 | Advice | 处理建议 |
            |---:|---|---|---|---|---|---|---|---|

            """);
        foreach (var entry in WeChatErrorCatalogue.All)
        {
            var pause = entry.Pause == PausePeriod.None ? "" : entry.Pause.ToString();
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {entry.Code} | {entry.Call?.ToString() ?? "any"} | `{entry.Name}` | {entry.Action} | {pause} | {Cell(entry.MeaningEn)} | {Cell(entry.MeaningZh)} | {Cell(entry.AdviceEn)} | {Cell(entry.AdviceZh)} |\n");
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Cell(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WeChatNotifications.sln")))
        {
            folder = folder.Parent.ShouldNotBeNull("The tests must run inside the repository.");
        }

        return folder.FullName;
    }
}
