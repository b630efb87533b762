using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Volo.Abp.Domain.Repositories;
using Volo.Abp.Uow;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.AbpHost.Modules.Orders;

/// <summary>
/// Everybody who has paid an order, for broadcasts. A unit of work does not reach beyond what an iterator yields, so each page has one of
/// its own.
/// </summary>
internal sealed class OrderCustomers(IRepository<Order, Guid> orders, IUnitOfWorkManager unitsOfWork) : IAudienceSource
{
    public const string SourceName = "customers";

    private const int PageSize = 500;

    public string Name => SourceName;

    public string Description => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? "付过款的顾客。" : "Everybody who has paid an order.";

    public async IAsyncEnumerable<AudienceEntry> ReadAsync(AudienceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = "";
        while (await ReadPageAsync(last, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var openId in page)
            {
                yield return AudienceEntry.ForOpenId(openId);
            }

            last = page[^1];
        }
    }

    /// <summary>The next customers; the tenant is the broadcast's.</summary>
    private async Task<List<string>> ReadPageAsync(string behind, CancellationToken cancellationToken)
    {
        using var unitOfWork = unitsOfWork.Begin(requiresNew: true, isTransactional: false);
#pragma warning disable CA1309 // The database compares, in the order in which it sorts.
        var page = await (await orders.GetQueryableAsync())
            .Where(o => o.PaidAt != null && string.Compare(o.OpenId, behind) > 0)
            .Select(o => o.OpenId).Distinct().OrderBy(o => o).Take(PageSize)
            .ToListAsync(cancellationToken);
#pragma warning restore CA1309
        await unitOfWork.CompleteAsync(cancellationToken);
        return page;
    }
}
