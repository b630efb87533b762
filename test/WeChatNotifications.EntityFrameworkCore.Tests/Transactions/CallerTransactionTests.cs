using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Rules;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Transactions;

public sealed class LinqCallerTransactionTests() : CallerTransactionTests(QueueKind.Linq);

public sealed class PostgreSqlCallerTransactionTests() : CallerTransactionTests(QueueKind.PostgreSql);

/// <summary>A notification belongs to the business transaction in which it was sent.</summary>
public abstract class CallerTransactionTests(QueueKind kind) : IAsyncLifetime
{
    private Shop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Shop.OpenAsync(kind);

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Without_a_transaction_a_message_is_queued_and_the_engine_woken_at_once()
    {
        await using var visit = _shop.Visit();

        await visit.SendAsync("o-alice");

        (await _shop.QueuedAsync()).ShouldBe(["o-alice"]);
        _shop.Signal.Count.ShouldBe(1);
    }

    [Fact]
    public async Task In_a_transaction_nobody_sees_the_message_and_nobody_is_woken_before_the_commit()
    {
        await using var visit = _shop.Visit();
        await using var transaction = await visit.Context.Database.BeginTransactionAsync();

        await visit.SendAsync("o-alice");
        (await _shop.QueuedAsync()).ShouldBeEmpty();
        _shop.Signal.Count.ShouldBe(0);
        await transaction.CommitAsync();

        (await _shop.QueuedAsync()).ShouldBe(["o-alice"]);
        _shop.Signal.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_goes_for_the_synchronous_calls()
    {
        await using var visit = _shop.Visit();
#pragma warning disable CA1849, MA0042 // the very thing under test
        using var transaction = visit.Context.Database.BeginTransaction();
        await visit.SendAsync("o-alice");
        _shop.Signal.Count.ShouldBe(0);
        transaction.Commit();
#pragma warning restore CA1849, MA0042

        (await _shop.QueuedAsync()).ShouldBe(["o-alice"]);
        _shop.Signal.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rollback_leaves_no_message_and_wakes_nobody()
    {
        await using var visit = _shop.Visit();
        await using (var transaction = await visit.Context.Database.BeginTransactionAsync())
        {
            await visit.SendAsync("o-alice");
            await transaction.RollbackAsync();
        }

        (await _shop.QueuedAsync()).ShouldBeEmpty();
        _shop.Signal.Count.ShouldBe(0);
        await visit.SendAsync("o-bob");
        (await _shop.QueuedAsync()).ShouldBe(["o-bob"]);
    }

    [Fact]
    public async Task A_transaction_that_is_left_without_a_commit_is_over_for_what_comes_after_it()
    {
        await using var visit = _shop.Visit();
        await using (await visit.Context.Database.BeginTransactionAsync())
        {
            await visit.SendAsync("o-alice");
        }

        await visit.SendAsync("o-bob");

        (await _shop.QueuedAsync()).ShouldBe(["o-bob"]);
        _shop.Signal.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_never_gets_into_a_strangers_transaction_on_the_same_pooled_connection()
    {
        await using var failed = _shop.Visit();
        await using (await failed.Context.Database.BeginTransactionAsync())
        {
            await failed.SendAsync("o-alice");
        }

        await using (var other = _shop.Visit())
        {
            await using var transaction = await other.Context.Database.BeginTransactionAsync();
            await failed.SendAsync("o-apology");
            await transaction.RollbackAsync();
        }

        (await _shop.QueuedAsync()).ShouldBe(["o-apology"]);
    }

    /// <summary>EF Core passes over a savepoint that it could not release, so a save may succeed on a connection that is gone.</summary>
    [Fact]
    public async Task When_the_transaction_has_lost_its_connection_nothing_is_stored_beside_it()
    {
        await using var visit = _shop.Visit();
        await using var transaction = await visit.Context.Database.BeginTransactionAsync();
        visit.Context.Add(new Order { OpenId = "o-alice", Product = "tea" });
        await visit.Context.SaveChangesAsync();
        await using (var command = visit.Context.Database.GetDbConnection().CreateCommand())
        {
            command.CommandText = "select pg_terminate_backend(pg_backend_pid())";
            await Should.ThrowAsync<NpgsqlException>(() => command.ExecuteNonQueryAsync());
        }

        (await Should.ThrowAsync<WeChatNotificationsException>(() => visit.SendAsync("o-alice"))).Code.ShouldBe(WeChatNotificationsErrorCodes.CallerTransaction);
        await Should.ThrowAsync<Exception>(() => transaction.CommitAsync());

        (await _shop.QueuedAsync()).ShouldBeEmpty();
        (await _shop.OrdersAsync()).ShouldBeEmpty();
        _shop.Signal.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Going_back_to_a_savepoint_takes_back_what_was_sent_after_it()
    {
        await using var visit = _shop.Visit();
        await using var transaction = await visit.Context.Database.BeginTransactionAsync();
        await visit.SendAsync("o-before");
        await transaction.CreateSavepointAsync("here");
        await visit.SendAsync("o-after");
        await transaction.RollbackToSavepointAsync("here");
        await visit.SendAsync("o-again");
        await transaction.CommitAsync();

        (await _shop.QueuedAsync()).ShouldBe(["o-again", "o-before"]);
        _shop.Signal.Count.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_repeat_within_the_transaction_is_answered_with_the_first_although_nobody_else_sees_it()
    {
        await using var visit = _shop.Visit();
        await using var transaction = await visit.Context.Database.BeginTransactionAsync();
        var first = (await visit.SendAsync("o-alice", "order-7")).Single();

        var again = (await visit.SendAsync("o-alice", "order-7")).Single();

        (again.DeliveryId, again.IsDuplicate).ShouldBe((first.DeliveryId, true));
        await transaction.CommitAsync();
        (await _shop.QueuedAsync()).ShouldBe(["o-alice"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_transactions_with_the_same_key_the_second_waits_for_how_the_first_ends(bool firstCommits)
    {
        await using var one = _shop.Visit();
        await using var two = _shop.Visit();
        await using var first = await one.Context.Database.BeginTransactionAsync();
        await using var second = await two.Context.Database.BeginTransactionAsync();
        var mine = (await one.SendAsync("o-alice", "order-7")).Single();

        var sending = two.SendAsync("o-alice", "order-7");
        await WaitUntilSomebodyWaitsAsync();
        await (firstCommits ? first.CommitAsync() : first.RollbackAsync());
        var theirs = (await sending).Single();
        await second.CommitAsync();

        theirs.IsDuplicate.ShouldBe(firstCommits);
        (theirs.DeliveryId == mine.DeliveryId).ShouldBe(firstCommits);
        (await _shop.QueuedAsync()).ShouldBe(["o-alice"]);
    }

    [Fact]
    public async Task A_save_that_fails_leaves_the_callers_transaction_joined()
    {
        await using var visit = _shop.Visit();
        await using var transaction = await visit.Context.Database.BeginTransactionAsync();
        await visit.SendAsync("o-before");
        visit.Context.AddRange(new Order { OpenId = "o", Product = "same" }, new Order { OpenId = "o", Product = "same" });
        await Should.ThrowAsync<DbUpdateException>(() => visit.Context.SaveChangesAsync());
        visit.Context.ChangeTracker.Clear();

        await visit.SendAsync("o-after");
        (await _shop.QueuedAsync()).ShouldBeEmpty();
        await transaction.CommitAsync();

        (await _shop.QueuedAsync()).ShouldBe(["o-after", "o-before"]);
        _shop.Signal.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Another_contexts_own_little_transaction_does_not_end_the_membership()
    {
        await using var visit = _shop.Visit();
        await using var transaction = await visit.Context.Database.BeginTransactionAsync();
        await visit.SendAsync("o-before");

        // Two rows, so that EF Core begins and commits a transaction for them.
        visit.Audit.AddRange(new AuditLine { Text = "1" }, new AuditLine { Text = "2" });
        await visit.Audit.SaveChangesAsync();
        _shop.Signal.Count.ShouldBe(0);
        await visit.SendAsync("o-after");
        await transaction.RollbackAsync();

        (await _shop.QueuedAsync()).ShouldBeEmpty();
        _shop.Signal.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_open_transactions_a_message_belongs_to_the_one_begun_last()
    {
        await using var visit = _shop.Visit();
        await using var outer = await visit.Context.Database.BeginTransactionAsync();
        await visit.SendAsync("o-outer");
        await using (var inner = await visit.Audit.Database.BeginTransactionAsync())
        {
            await visit.SendAsync("o-inner");
            await inner.CommitAsync();
        }

        (await _shop.QueuedAsync()).ShouldBe(["o-inner"]);
        _shop.Signal.Count.ShouldBe(1);
        await visit.SendAsync("o-outer-2");
        await outer.CommitAsync();
        (await _shop.QueuedAsync()).ShouldBe(["o-inner", "o-outer", "o-outer-2"]);
        _shop.Signal.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_plain_ADO_transaction_can_be_joined_by_hand()
    {
        await using var visit = _shop.Visit();
        var membership = visit.Services.GetRequiredService<ICallerTransaction>();
        await using var connection = await _shop.Database.OpenAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            using (membership.Join(transaction))
            {
                await visit.SendAsync("o-alice");
                (await _shop.QueuedAsync()).ShouldBeEmpty();
                await transaction.CommitAsync();
            }
        }

        (await _shop.QueuedAsync()).ShouldBe(["o-alice"]);
        _shop.Signal.Count.ShouldBe(1);
        membership.Current.ShouldBeNull();

        await using (var transaction = await connection.BeginTransactionAsync())
        {
            using (membership.Join(transaction))
            {
                await visit.SendAsync("o-bob");
            }

            await transaction.RollbackAsync();
        }

        await visit.SendAsync("o-carol");
        (await _shop.QueuedAsync()).ShouldBe(["o-alice", "o-carol"]);
    }

    [Fact]
    public async Task A_transaction_handed_to_the_context_from_outside_is_joined_too()
    {
        await using var visit = _shop.Visit();
        await using var connection = await _shop.Database.OpenAsync();
        visit.Context.Database.SetDbConnection(connection);
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await visit.Context.Database.UseTransactionAsync(transaction);
            await visit.SendAsync("o-alice");
            (await _shop.QueuedAsync()).ShouldBeEmpty();
            await transaction.RollbackAsync();
            await visit.Context.Database.UseTransactionAsync(null);
        }

        await visit.SendAsync("o-bob");
        (await _shop.QueuedAsync()).ShouldBe(["o-bob"]);
    }

    [Fact]
    public async Task A_disposed_transaction_cannot_be_joined()
    {
        await using var visit = _shop.Visit();
        await using var connection = await _shop.Database.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await transaction.CommitAsync();

        var membership = visit.Services.GetRequiredService<ICallerTransaction>();
        await transaction.DisposeAsync();
        Should.Throw<WeChatNotificationsException>(() => membership.Join(transaction)).Code.ShouldBe(WeChatNotificationsErrorCodes.CallerTransaction);
    }

    private async Task WaitUntilSomebodyWaitsAsync() => await WeChatNotifications.Testing.Eventually.Async(
        async () => (await _shop.Database.QueryAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"))[0] > 0,
        TimeSpan.FromSeconds(30), "the second sender waits for the first");
}
