using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Host.Modules.Orders.Persistence;

namespace WeChatNotifications.Reliability.Hosts;

/// <summary>What the harness asks of a host besides its API.</summary>
internal static class ReliabilityEndpoints
{
    public const string Root = "/_reliability";

    public static void MapReliability(this WebApplication app, ShiftedTime time)
    {
        var group = app.MapGroup(Root);
        group.MapPost("/clock", (double seconds) => time.Shift = TimeSpan.FromSeconds(seconds));
        group.MapPost("/orders/{id:guid}/pay", PayAsync);
    }

    /// <summary>
    /// Pays an order in a transaction of the caller's, as business code does that has more to store. The answer comes when the transaction has
    /// ended as asked, <c>commit</c> or <c>rollback</c>.
    /// </summary>
    private static async Task<IResult> PayAsync(Guid id, string then, OrdersDbContext orders, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await orders.Database.BeginTransactionAsync(cancellationToken);
        if (await orders.Orders.FirstOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } order)
        {
            return Results.NotFound();
        }

        order.Pay(time.GetUtcNow());
        await orders.SaveChangesAsync(cancellationToken);
        if (then == "commit")
        {
            await transaction.CommitAsync(cancellationToken);
        }
        else
        {
            await transaction.RollbackAsync(cancellationToken);
        }

        return Results.NoContent();
    }
}
