using Xunit;

namespace WeChatNotifications.Testing;

/// <summary>A database shared by the tests of one class: <c>class Tests(DatabaseFixture fixture) : IClassFixture&lt;DatabaseFixture&gt;</c>.</summary>
public sealed class DatabaseFixture : IAsyncLifetime
{
    /// <summary>The database, migrated, with whatever earlier tests of the class have left in it.</summary>
    public TestDatabase Database { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => Database = await TestDatabase.CreateAsync();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
