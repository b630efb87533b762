using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Dashboard.Pages.Limits;

/// <summary>What the tenant may use and has used today; for the host's own people, any tenant's limits too.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Deliveries.Default, WeChatNotificationsPermissions.Tenants.Default)]
public sealed class IndexModel(ITenantLimitsAppService limits) : DashboardPage
{
    /// <summary>The tenant that the host's own people look at, by its id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Tenant { get; set; }

    [BindProperty]
    public LimitsForm Input { get; set; } = new();

    /// <summary>The caller's own; null for somebody who only looks after tenants.</summary>
    public TenantLimitsDto? Own { get; private set; }

    /// <summary>Of <see cref="Tenant"/>; null while none is chosen.</summary>
    public TenantLimitsDto? Theirs { get; private set; }

    public async Task OnGetAsync()
    {
        await LoadAsync().ConfigureAwait(false);
        if (Theirs is not null)
        {
            Input = LimitsForm.Of(Theirs);
        }
    }

    [DashboardPermission(WeChatNotificationsPermissions.Tenants.Manage)]
    public async Task<IActionResult> OnPostAsync()
    {
        if (Guid.TryParse(Tenant, out var tenantId) && ModelState.IsValid
            && await TryAsync(() => limits.SetAsync(tenantId, Input.ToDto(), Aborted)).ConfigureAwait(false))
        {
            return Done(Texts["Limits.Saved"], "/Limits/Index", new { tenant = tenantId });
        }

        await LoadAsync().ConfigureAwait(false);
        return Page();
    }

    private async Task LoadAsync()
    {
        if (await Permissions.HasAsync(WeChatNotificationsPermissions.Deliveries.Default).ConfigureAwait(false))
        {
            Own = await limits.GetOwnAsync(Aborted).ConfigureAwait(false);
        }

        if (string.IsNullOrWhiteSpace(Tenant) || !await Permissions.HasAsync(WeChatNotificationsPermissions.Tenants.Default).ConfigureAwait(false))
        {
            return;
        }

        if (Guid.TryParse(Tenant, out var tenantId))
        {
            Theirs = await limits.GetAsync(tenantId, Aborted).ConfigureAwait(false);
        }
        else
        {
            ModelState.AddModelError(nameof(Tenant), Texts["Limits.NoId"]);
        }
    }

    /// <summary>What is filled in.</summary>
    public sealed class LimitsForm
    {
        public int? SendsPerSecond { get; set; }

        public int? DailyVolume { get; set; }

        public int? LogRetentionDays { get; set; }

        public Guid? ConcurrencyStamp { get; set; }

        public static LimitsForm Of(TenantLimitsDto dto) => new()
        {
            SendsPerSecond = dto.SendsPerSecond,
            DailyVolume = dto.DailyVolume,
            LogRetentionDays = dto.LogRetentionDays,
            ConcurrencyStamp = dto.ConcurrencyStamp,
        };

        public SetTenantLimitsDto ToDto() => new()
        {
            SendsPerSecond = SendsPerSecond,
            DailyVolume = DailyVolume,
            LogRetentionDays = LogRetentionDays,
            ConcurrencyStamp = ConcurrencyStamp,
        };
    }
}
