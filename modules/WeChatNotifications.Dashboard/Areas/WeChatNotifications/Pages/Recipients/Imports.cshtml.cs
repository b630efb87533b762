using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.Dashboard.Pages.Recipients;

/// <summary>Imports of official accounts' followers.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Recipients.Default)]
public sealed class ImportsModel(IFollowerImportAppService imports, IAppCredentialAppService credentials) : DashboardPage
{
    private const int PageSize = 20;

    [BindProperty]
    public StartForm Input { get; set; } = new();

    /// <summary>Where the page before ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public CursorPage<FollowerImportDto> Rows { get; private set; } = new([], Next: null);

    public AppChoices Apps { get; private set; } = null!;

    public bool HasAccounts => Apps.Apps.Any(a => a.Kind == AppKind.OfficialAccount);

    /// <summary>Whether one of those shown still goes on.</summary>
    public bool IsMoving => Rows.Items.Any(i => i.Status is FollowerImportStatus.Running or FollowerImportStatus.WaitingForQuota);

    public static bool IsCancellable(FollowerImportDto import) => import.Status is FollowerImportStatus.Running or FollowerImportStatus.WaitingForQuota;

    public static bool IsResumable(FollowerImportDto import) => import.Status is FollowerImportStatus.WaitingForQuota or FollowerImportStatus.Failed or FollowerImportStatus.Cancelled;

    public static string ColourOf(FollowerImportStatus status) => status switch
    {
        FollowerImportStatus.Running => "going",
        FollowerImportStatus.WaitingForQuota => "attention",
        FollowerImportStatus.Completed => "good",
        FollowerImportStatus.Failed => "bad",
        _ => "neutral",
    };

    public async Task<IActionResult> OnGetAsync()
    {
        await LoadAsync().ConfigureAwait(false);
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Recipients.Import)]
    public Task<IActionResult> OnPostStartAsync() => ActAsync(
        "Recipients.ImportStarted",
        () => imports.StartAsync(new() { AppCredentialId = Input.AppCredentialId ?? Guid.Empty, WithUnionIds = Input.WithUnionIds }, Aborted));

    [DashboardPermission(WeChatNotificationsPermissions.Recipients.Import)]
    public Task<IActionResult> OnPostCancelAsync(Guid id) => ActAsync("Recipients.ImportCancelled", () => imports.CancelAsync(id, Aborted));

    [DashboardPermission(WeChatNotificationsPermissions.Recipients.Import)]
    public Task<IActionResult> OnPostResumeAsync(Guid id) => ActAsync("Recipients.ImportResumed", () => imports.ResumeAsync(id, Aborted));

    private async Task<IActionResult> ActAsync(string done, Func<Task> act)
    {
        if (ModelState.IsValid && await TryAsync(act).ConfigureAwait(false))
        {
            return Done(Texts[done], "/Recipients/Imports");
        }

        await LoadAsync().ConfigureAwait(false);
        return Page();
    }

    private async Task LoadAsync()
    {
        Apps = await AppChoices.LoadAsync(credentials, Aborted).ConfigureAwait(false);
        await TryAsync(async () => Rows = await imports.ListAsync(new() { PageSize = PageSize, Cursor = After }, Aborted).ConfigureAwait(false), prefix: "").ConfigureAwait(false);
    }

    /// <summary>What to import.</summary>
    public sealed class StartForm
    {
        public Guid? AppCredentialId { get; set; }

        public bool WithUnionIds { get; set; }
    }
}
