namespace WeChatNotifications.Simulator.Pages;

/// <summary>Short messages: what was done, what went wrong, what is not there.</summary>
internal static class Notices
{
    /// <summary>The parameter that says on the page after a form which form it was.</summary>
    public const string DoneName = "done";

    /// <summary>A whole page of a few words.</summary>
    public static PageParts Of(PageContext page, string title, string words) => new()
    {
        Title = title,
        Main = Html.Of($"""
            <h1>{title}</h1>
            <p data-testid="notice">{words}</p>
            <p><a href="/phone">{page[PageTexts.BackToPhones]}</a></p>
            """),
    };

    /// <summary>Tells that a form has taken effect. Only names the page itself knows are shown: the address is anybody's to write.</summary>
    public static Html Done(PageContext page, IReadOnlyDictionary<string, Text> known) => known.TryGetValue(page.Query(DoneName), out var text)
        ? Html.Of($"""<p class="done" role="status" data-testid="done">{page[text]}</p>""")
        : Html.None;

    /// <summary>What the simulator refused, above the form it concerns.</summary>
    public static Html Fault(PageContext page, string? words) => words is null
        ? Html.None
        : Html.Of($"""<p class="fault" role="alert" data-testid="fault"><strong>{page[PageTexts.Refused]}</strong> {words}</p>""");
}
