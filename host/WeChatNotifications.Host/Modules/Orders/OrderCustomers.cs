using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Host.Modules.Orders.Persistence;

namespace WeChatNotifications.Host.Modules.Orders;

/// <summary>
/// Everybody who has paid an order, for broadcasts: <c>{"since": "2026-11-01T00:00:00+08:00"}</c> means only those who have done so since. With the
/// template of paid orders, each gets the values of the last one.
/// </summary>
internal sealed class OrderCustomers(OrdersDbContext context) : IAudienceSource
{
    public const string SourceName = "customers";

    public string Name => SourceName;

    public string Description => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh"
        ? """付过款的顾客；{"since": "2026-11-01T00:00:00+08:00"} 表示只要此后付款的。"""
        : """Everybody who has paid an order; {"since": "2026-11-01T00:00:00+08:00"} means only since then.""";

    public async IAsyncEnumerable<AudienceEntry> ReadAsync(AudienceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var since = SinceOf(request.Arguments);
        var last = context.Orders.AsNoTracking()
            .Where(o => o.Status == OrderStatus.Paid && o.PaidAt >= since)
            .GroupBy(o => o.OpenId)
            .Select(orders => orders.OrderByDescending(o => o.PaidAt).First());
        await foreach (var order in last.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return AudienceEntry.ForOpenId(order.OpenId, request.TemplateName == OrdersModule.PaidTemplate ? ValuesOf(order) : null);
        }
    }

    /// <exception cref="FormatException">The moment is none.</exception>
    private static DateTimeOffset SinceOf(JsonElement? arguments)
        => arguments is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("since", out var since)
            ? DateTimeOffset.Parse(since.GetString() ?? "", CultureInfo.InvariantCulture).ToUniversalTime()
            : DateTimeOffset.UnixEpoch;

    private static Dictionary<string, object?> ValuesOf(Order order) => new(StringComparer.Ordinal)
    {
        ["orderNo"] = order.Number,
        ["product"] = order.Product,
        ["amount"] = order.Amount,
        ["paidAt"] = order.PaidAt,
        ["orderId"] = order.Id.ToString(),
    };
}
