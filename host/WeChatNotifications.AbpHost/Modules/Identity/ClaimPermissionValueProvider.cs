using System.Security.Claims;
using Volo.Abp.Authorization.Permissions;

namespace WeChatNotifications.AbpHost.Modules.Identity;

/// <summary>Grants what the caller's key says, beside whatever ABP's own providers grant to users and roles.</summary>
internal sealed class ClaimPermissionValueProvider(IPermissionStore permissionStore) : PermissionValueProvider(permissionStore)
{
    public const string ClaimType = "permission";

    public override string Name => "K";

    public override Task<PermissionGrantResult> CheckAsync(PermissionValueCheckContext context)
        => Task.FromResult(IsGranted(context.Principal, context.Permission.Name));

    public override Task<MultiplePermissionGrantResult> CheckAsync(PermissionValuesCheckContext context)
    {
        var result = new MultiplePermissionGrantResult();
        foreach (var permission in context.Permissions)
        {
            result.Result[permission.Name] = IsGranted(context.Principal, permission.Name);
        }

        return Task.FromResult(result);
    }

    private static PermissionGrantResult IsGranted(ClaimsPrincipal? principal, string permission)
        => principal?.HasClaim(c => c.Type == ClaimType && (c.Value == "*" || c.Value == permission)) == true
            ? PermissionGrantResult.Granted
            : PermissionGrantResult.Undefined;
}
