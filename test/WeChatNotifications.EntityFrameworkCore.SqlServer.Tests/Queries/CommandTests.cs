using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;
using WeChatNotifications.Permits;
using WeChatNotifications.Rules;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Queries;

/// <summary>What goes to the database in which transaction, and what does not.</summary>
public sealed class CommandTests : IAsyncDisposable
{
    private readonly RecordedWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_claim_is_one_command_that_passes_over_what_others_hold()
    {
        var app = Guid.CreateVersion7();

        await UseAsync<IDeliveryQueue>(q => q.ClaimAsync(new(app, Guid.NewGuid(), 50, Arguments.Now, Arguments.Now.AddMinutes(1)), CancellationToken.None));

        var claim = _world.Connection.Commands.ShouldHaveSingleItem();
        claim.Sql.ShouldContain("WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)");
        claim.Parameters["app"].ShouldBe(SqlServerGuids.ToStored(app));
        claim.Parameters["max"].ShouldBe(50);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Only_transactional_ones_may_go_newest_first(bool newestFirst, int descending)
    {
        await UseAsync<IDeliveryQueue>(q => q.ClaimAsync(
            new(Arguments.Id, Guid.NewGuid(), 50, Arguments.Now, Arguments.Now.AddMinutes(1)) { NewestTransactionalFirst = newestFirst }, CancellationToken.None));

        var sql = _world.Connection.Commands.ShouldHaveSingleItem().Sql;
        sql.Split("ORDER BY w.[NotBefore] DESC").Length.ShouldBe(descending + 1);
        sql.Split("ORDER BY w.[NotBefore]").Length.ShouldBe(4, "each lane by itself");
        sql.IndexOf("w.[Priority] = 0", StringComparison.Ordinal).ShouldBeLessThan(sql.IndexOf("w.[Priority] = 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outcomes_are_recorded_in_one_transaction_with_all_that_belongs_to_them()
    {
        _world.Connection.AnswersOne = true;
        var delivery = (DeliveryLog)new Arguments(0).Make(typeof(DeliveryLog), "delivery", 0)!;

        // The recording answers every query with this id: as if the row had been written under this claim.
        var outcome = new DeliveryOutcome(delivery, SqlServerGuids.FromStored(Arguments.Id), []) { Grant = GrantChange.Of(delivery, GrantEffect.Spent), FormId = FormIdSettlement.GivenBack };
        typeof(Entity).GetProperty(nameof(Entity.Id))!.SetValue(delivery, SqlServerGuids.FromStored(Arguments.Id));
        await UseAsync<IDeliveryQueue>(q => q.RecordAsync([outcome], CancellationToken.None));

        _world.Connection.Commands.ShouldAllBe(c => c.IsInTransaction);
        string.Concat(_world.Connection.Commands.Select(c => c.Sql)).ShouldSatisfyAllConditions(
            sql => sql.ShouldContain("UPDATE d SET"),
            sql => sql.ShouldContain("INSERT INTO [WeChatDeliveryTallies]"),
            sql => sql.ShouldContain("FROM [WeChatSubscriptionGrants] AS g"),
            sql => sql.ShouldContain("FROM [WeChatFormIdUses] AS u"));
        _world.Connection.OpenTransactions.ShouldBe(0);
    }

    [Fact]
    public async Task An_outcome_that_was_not_written_takes_nothing_else_along()
    {
        var delivery = (DeliveryLog)new Arguments(0).Make(typeof(DeliveryLog), "delivery", 0)!;

        var recorded = new List<DeliveryOutcome>();
        await UseAsync<IDeliveryQueue>(async q => recorded.AddRange(await q.RecordAsync(
            [new DeliveryOutcome(delivery, Guid.NewGuid(), []) { Grant = GrantChange.Of(delivery, GrantEffect.Spent), FormId = FormIdSettlement.Spent }], CancellationToken.None)));

        recorded.ShouldBeEmpty();
        _world.Connection.Commands.ShouldHaveSingleItem().Sql.ShouldStartWith("UPDATE d SET");
    }

    [Fact]
    public async Task A_transaction_of_another_database_is_refused()
    {
        await using var scope = _world.Scope();
        using var joined = scope.ServiceProvider.GetRequiredService<ICallerTransaction>().Join(new StrangeTransaction());
        var delivery = (DeliveryLog)new Arguments(1).Make(typeof(DeliveryLog), "delivery", 0)!;

        var refusal = await Should.ThrowAsync<WeChatNotificationsException>(
            () => scope.ServiceProvider.GetRequiredService<IDeliveryQueue>().EnqueueAsync([delivery], CancellationToken.None));

        refusal.Code.ShouldBe(WeChatNotificationsErrorCodes.CallerTransaction);
        _world.Connection.Commands.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deliverys_tenant_is_part_of_every_list()
    {
        _world.Tenant.Change(Arguments.Id);
        await UseAsync<IDeliveryLogRepository>(l => l.ListAsync(new DeliveryFilter(), null, 10, CancellationToken.None));

        var list = _world.Connection.Commands.ShouldHaveSingleItem();
        list.Sql.ShouldContain("[w].[TenantId] =");
        list.Parameters.Values.ShouldContain(Arguments.Id, "tenants stand as the host knows them");
        list.Sql.ShouldContain("ORDER BY [w].[Id] DESC");
    }

    private async Task UseAsync<TService>(Func<TService, Task> use)
        where TService : notnull
    {
        await using var scope = _world.Scope();
        await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private sealed class StrangeTransaction : DbTransaction
    {
        private readonly NpgsqlConnection _connection = new();

        public override System.Data.IsolationLevel IsolationLevel => System.Data.IsolationLevel.ReadCommitted;

        protected override DbConnection DbConnection => _connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }

        protected override void Dispose(bool disposing)
        {
            _connection.Dispose();
            base.Dispose(disposing);
        }
    }
}
