using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Schema;

/// <summary>In which order a node asks for the lock, migrates and gives it back.</summary>
public sealed class MigrationGateTests : IAsyncDisposable
{
    private readonly RecordedWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_node_migrates_between_taking_the_lock_and_giving_it_back_on_one_connection()
    {
        var before = -1;

        await PassAsync(() =>
        {
            before = _world.Connection.Commands.Count;
            _world.Connection.IsOpen.ShouldBeTrue("the lock ends with its session");
        });

        before.ShouldBe(1);
        _world.Connection.Commands[0].Sql.ShouldContain("sp_getapplock");
        _world.Connection.Commands[^1].Sql.ShouldContain("sp_releaseapplock");
        _world.Connection.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public async Task The_lock_is_given_back_when_the_migration_fails()
    {
        await Should.ThrowAsync<TimeoutException>(() => PassAsync(() => throw new TimeoutException()));

        _world.Connection.Commands[^1].Sql.ShouldContain("sp_releaseapplock");
        _world.Connection.IsOpen.ShouldBeFalse();
    }

    private async Task PassAsync(Action migrate)
    {
        await using var scope = _world.Scope();
        await scope.ServiceProvider.GetRequiredService<IMigrationGate>().PassAsync(
            scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>(),
            _ =>
            {
                migrate();
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }
}
