using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Sql;

/// <summary>What is begun again after which error, and what is not.</summary>
public sealed class RacesTests : IAsyncDisposable
{
    private const int Deadlock = 1205, Taken = 2601, TimeOut = -2;

    private readonly RecordedWorld _world = new();
    private int _runs;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(Deadlock, true)]
    [InlineData(Taken, true)]
    [InlineData(2627, true)]
    [InlineData(547, true)]
    [InlineData(Taken, false)]
    public async Task A_statement_that_lost_a_race_is_run_again(int error, bool isAlone)
        => (await Races.RunAsync(isAlone, () => FailAsync(error, times: 3))).ShouldBe(4);

    [Theory]
    [InlineData(Deadlock, false, 1)]
    [InlineData(TimeOut, true, 1)]
    [InlineData(Deadlock, true, 11)]
    public async Task A_lost_transaction_of_somebody_else_or_another_error_or_an_endless_race_is_told(int error, bool isAlone, int runs)
    {
        (await Should.ThrowAsync<SqlException>(() => Races.RunAsync(isAlone, () => FailAsync(error, times: 99)))).Number.ShouldBe(error);

        _runs.ShouldBe(runs);
    }

    [Fact]
    public async Task After_a_deadlock_a_transaction_of_its_own_is_begun_again_from_its_start()
    {
        await using var scope = _world.Scope();
        var context = scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>();

        var runs = await Races.InTransactionAsync(
            context,
            _ =>
            {
                _world.Connection.OpenTransactions.ShouldBe(1);
                return FailAsync(Deadlock, times: 2);
            },
            CancellationToken.None);

        runs.ShouldBe(3);
        _world.Connection.OpenTransactions.ShouldBe(0);
    }

    [Fact]
    public async Task In_a_transaction_of_the_callers_a_deadlock_is_the_callers()
    {
        await using var scope = _world.Scope();
        var context = scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>();
        await using var transaction = await context.Database.BeginTransactionAsync();

        await Should.ThrowAsync<SqlException>(() => Races.InTransactionAsync(context, _ => FailAsync(Deadlock, times: 1), CancellationToken.None));

        _runs.ShouldBe(1);
    }

    [Fact]
    public void What_EF_Core_has_wrapped_as_transient_is_known_too()
        => Races.IsDeadlock(new InvalidOperationException("likely transient", ServerErrors.Of(Deadlock))).ShouldBeTrue();

    /// <summary>Fails some times, and then says how often it was run.</summary>
    private async Task<int> FailAsync(int error, int times)
    {
        await Task.Yield();
        return ++_runs > times ? _runs : throw ServerErrors.Of(error);
    }
}
