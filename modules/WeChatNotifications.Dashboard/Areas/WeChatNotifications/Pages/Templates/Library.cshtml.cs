using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Templates;

/// <summary>WeChat's public library: a category, a template of it, and which of its keywords in which order.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Templates.Default)]
public sealed class LibraryModel(ITemplateLibraryAppService library, IAppCredentialAppService apps) : DashboardPage
{
    private IReadOnlyList<AppCredentialDto> _apps = [];

    [BindProperty(SupportsGet = true)]
    public Guid? AppCredentialId { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? CategoryId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Tid { get; set; }

    /// <summary>How many titles to pass over.</summary>
    [BindProperty(SupportsGet = true)]
    public int Start { get; set; }

    [BindProperty]
    public LibraryForm Input { get; set; } = new();

    public IReadOnlyList<TemplateCategoryDto> Categories { get; private set; } = [];

    public LibraryTitlePageDto? Titles { get; private set; }

    public IReadOnlyList<LibraryKeywordDto> Keywords { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Apps => [.. _apps.Select(a => new SelectListItem(a.Name, a.Id.ToString(), a.Id == AppCredentialId))];

    /// <summary>The title of the chosen template, where the list shows it.</summary>
    public string? ChosenTitle => Titles?.Titles.FirstOrDefault(t => t.Tid == Tid)?.Title;

    public int? NextStart => Titles is { } page && Start + page.Titles.Count < page.Count && page.Titles.Count > 0 ? Start + page.Titles.Count : null;

    /// <summary>What was refused about the choice of keywords.</summary>
    public IEnumerable<string> KeywordErrors
        => ModelState.TryGetValue("Input.kidList", out var entry) ? entry.Errors.Select(e => e.ErrorMessage) : [];

    public Task OnGetAsync() => LoadAsync();

    [DashboardPermission(WeChatNotificationsPermissions.Templates.Manage)]
    public async Task<IActionResult> OnPostAddAsync()
    {
        ModelState.Clear();
        AddedLibraryTemplateDto? added = null;
        if (!await TryAsync(async () => added = await library.AddAsync(
            new() { AppCredentialId = AppCredentialId ?? Guid.Empty, Tid = Tid, KidList = Input.InOrder(), SceneDesc = Input.SceneDesc, Name = Input.Name }, Aborted).ConfigureAwait(false)).ConfigureAwait(false))
        {
            await LoadAsync().ConfigureAwait(false);
            return Page();
        }

        var said = added!.Notice ?? Texts["Templates.LibraryAdded"];
        return added.Template is { } made
            ? Done(said, "/Templates/Edit", new { id = made.Id })
            : Done(said, "/Templates/Remote", new { appCredentialId = AppCredentialId });
    }

    /// <summary>The place that was chosen for a keyword.</summary>
    public string? PlaceOf(int kid) => Input.Keywords.FirstOrDefault(k => k.Kid == kid)?.Place;

    private async Task LoadAsync()
    {
        _apps = await apps.ListAsync(Aborted).ConfigureAwait(false);
        AppCredentialId ??= _apps.FirstOrDefault(a => a.Kind == AppKind.MiniProgram)?.Id ?? (_apps.Count > 0 ? _apps[0].Id : null);
        if (AppCredentialId is not { } app || _apps.All(a => a.Id != app))
        {
            return;
        }

        // Each asks WeChat, and WeChat may refuse each: the page then says why.
        await TryAsync(async () => Categories = await library.GetCategoriesAsync(app, Aborted).ConfigureAwait(false), prefix: "").ConfigureAwait(false);
        if (CategoryId is { } category)
        {
            await TryAsync(
                async () => Titles = await library.GetTitlesAsync(new() { AppCredentialId = app, CategoryIds = [category], Start = Math.Max(0, Start) }, Aborted).ConfigureAwait(false),
                prefix: "").ConfigureAwait(false);
        }

        if (!string.IsNullOrWhiteSpace(Tid))
        {
            await TryAsync(async () => Keywords = await library.GetKeywordsAsync(app, Tid, Aborted).ConfigureAwait(false), prefix: "").ConfigureAwait(false);
        }
    }
}

/// <summary>Which keywords of a public template are wanted, and what for.</summary>
public sealed class LibraryForm
{
    public IList<KeywordForm> Keywords { get; set; } = [];

    public string? SceneDesc { get; set; }

    public string? Name { get; set; }

    /// <summary>The numbers of the chosen keywords in the order of their places; those with the same place in the order of the list.</summary>
    internal IReadOnlyList<int> InOrder()
        => [.. Keywords
            .Select(k => (k.Kid, Place: int.TryParse(k.Place, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : 0))
            .Where(k => k.Place > 0).OrderBy(k => k.Place).Select(k => k.Kid)];
}

/// <summary>One keyword of the form.</summary>
public sealed class KeywordForm
{
    public int Kid { get; set; }

    /// <summary>Its place, 1 to 5; empty when it is not wanted.</summary>
    public string? Place { get; set; }
}
