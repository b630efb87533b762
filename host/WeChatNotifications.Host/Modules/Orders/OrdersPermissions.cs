namespace WeChatNotifications.Host.Modules.Orders;

/// <summary>Names of the Orders module's permissions, each a policy of the same name.</summary>
public static class OrdersPermissions
{
    public const string View = "Orders.View";
    public const string Create = "Orders.Create";
    public const string Pay = "Orders.Pay";

    public const string Ship = "Orders.Ship";

    public static IReadOnlyList<string> All { get; } = [View, Create, Pay, Ship];
}
