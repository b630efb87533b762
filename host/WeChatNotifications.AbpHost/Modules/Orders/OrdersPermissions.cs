using Volo.Abp.Authorization.Permissions;

namespace WeChatNotifications.AbpHost.Modules.Orders;

/// <summary>Names of the Orders module's permissions.</summary>
public static class OrdersPermissions
{
    public const string Default = "Orders";
}

public sealed class OrdersPermissionDefinitionProvider : PermissionDefinitionProvider
{
    public override void Define(IPermissionDefinitionContext context) => context.AddGroup("Orders").AddPermission(OrdersPermissions.Default);
}
