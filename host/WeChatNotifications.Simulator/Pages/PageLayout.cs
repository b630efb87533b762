namespace WeChatNotifications.Simulator.Pages;

/// <summary>What all pages have around them.</summary>
internal static class PageLayout
{
    public const string MainId = "main";

    public static Html Whole(PageContext page, PageParts parts) => Html.Of($"""
        <!doctype html>
        <html lang="{page.Language.Tag()}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{parts.Title} · {page[PageTexts.Product]}</title>
        <link rel="icon" href="{PageAssets.Address("icon.svg")}">
        {Sheet("pages.css")}{Sheet(parts.Style)}{Script(parts.Script)}
        </head>
        <body>
        <a class="skip" href="#{MainId}">{page[PageTexts.SkipToContent]}</a>
        <header class="site">
        <a class="brand" href="/phone" data-testid="home">{page[PageTexts.Product]}</a>
        <nav aria-label="{page[PageTexts.Sections]}">
        {Section(page, PageSection.Phones, parts.Section, "/phone", PageTexts.Phones)}
        {Section(page, PageSection.Control, parts.Section, "/control", PageTexts.Control)}
        </nav>
        <nav class="languages" aria-label="{page[PageTexts.Language]}">
        {Choice(page, PageLanguage.English, "English")}
        {Choice(page, PageLanguage.Chinese, "中文")}
        </nav>
        </header>
        <main id="{MainId}" tabindex="-1">
        {parts.Main}
        </main>
        </body>
        </html>
        """);

    private static Html Sheet(string? name) => name is null ? Html.None : Html.Of($"""<link rel="stylesheet" href="{PageAssets.Address(name)}">""");

    private static Html Script(string? name) => name is null ? Html.None : Html.Of($"""<script src="{PageAssets.Address(name)}" defer></script>""");

    private static Html Section(PageContext page, PageSection section, PageSection current, string address, Text name) =>
        Html.Of($"""<a href="{address}"{Html.Attribute("aria-current", section == current ? "true" : null)} data-testid="nav-{section.ToString().ToLowerInvariant()}">{page[name]}</a>""");

    /// <summary>The same page in the other language.</summary>
    private static Html Choice(PageContext page, PageLanguage language, string name) => Html.Of(
        $"""<a href="{Here(page, language)}" lang="{language.Tag()}" hreflang="{language.Tag()}"{Html.Attribute("aria-current", page.Language == language ? "true" : null)} data-testid="language-{language.Tag()}">{name}</a>""");

    private static string Here(PageContext page, PageLanguage language)
    {
        var request = page.Http.Request;
        // "done" tells of a form sent just now; what was shown by a POST has an address of its own only up to the form.
        var kept = request.Query.Where(pair => pair.Key is not (PageLanguages.QueryName or Notices.DoneName));
        return request.PathBase + request.Path.ToUriComponent() + QueryString.Create(kept).Add(PageLanguages.QueryName, language.Tag()).ToUriComponent();
    }
}
