using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Sql;

/// <summary>The checks of statements find what they are for, and let pass what is right.</summary>
public sealed class TSqlTests : IAsyncDisposable
{
    private readonly RecordedWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("SELECT 1 FROM [WeChatLeases] AS l WHERE l.[Name] = @name AND (l.[Until] > SYSDATETIMEOFFSET()", "a bracket stays open")]
    [InlineData("SELECT CASE WHEN 1 = 1 THEN @name FROM [WeChatLeases] AS l", "a CASE or BEGIN stays open")]
    [InlineData("SELECT @name END", "a END too many")]
    [InlineData("SELECT @name, @other", "@other is nowhere declared")]
    [InlineData("SELECT 1", "@name is not used")]
    [InlineData("SELECT l.[Nome] FROM [WeChatLeases] AS l WHERE l.[Name] = @name", "l.[Nome] is no column of [WeChatLeases]")]
    [InlineData("SELECT @name FROM [WeChatLease]", "there is no table [WeChatLease]")]
    [InlineData("SELECT @name LIMIT 1 WHERE a ?= b", "'?= b' is no word of the language")]
    [InlineData("SET NOCOUNT ON WITH due AS (SELECT @name AS n) SELECT 1", "the one before WITH due must end with a semicolon")]
    [InlineData("SELECT 1 FROM [WeChatLeases] AS l JOIN OPENJSON(@name) WITH ([Name] nvarchar(9) '$[0]') AS n ON l.[Name] = n.[Name]", "= n.[Name] compares texts of two collations")]
    [InlineData("SELECT 1 FROM [WeChatLeases] AS l WHERE l.[Name] IN (SELECT [k].[value] FROM OPENJSON(@name) WITH ([value] nvarchar(9) '$') AS [k])", "a list of texts travels as JSON, without a collation")]
    [InlineData("UPDATE l SET [Until] = @name FROM [WeChatLeases] AS l WITH (UPDLOCK, READPAST, ROWLOCK)", "READPAST needs READCOMMITTEDLOCK")]
    [InlineData("SELECT COALESCE(n.[Name], l.[Name]) FROM [WeChatLeases] AS l CROSS JOIN OPENJSON(@name) WITH ([Name] nvarchar(9) '$[0]') AS n", "COALESCE(n.[Name], compares texts of two collations")]
    public void A_fault_is_found(string sql, string fault) => FaultsOf(sql).ShouldContain(fault);

    [Theory]
    [InlineData("SELECT l.[Name] FROM [WeChatLeases] AS l WHERE l.[Name] = @name AND l.[Holder] <> CASE WHEN 1 = 1 THEN l.[Holder] END -- a remark")]
    [InlineData("DECLARE @a int = 1, @t TABLE (n int NOT NULL); BEGIN INSERT INTO @t (n) SELECT @a WHERE @name LIKE N'it''s [%]'; END;")]
    [InlineData("SELECT 1 FROM [WeChatLeases] AS l JOIN OPENJSON(@name) WITH ([Name] nvarchar(9) '$[0]') AS n ON l.[Name] = n.[Name] COLLATE Latin1_General_100_BIN2")]
    [InlineData("SET NOCOUNT ON; WITH due AS (SELECT @name AS n) SELECT 1")]
    public void What_is_right_passes(string sql) => FaultsOf(sql).ShouldBeEmpty();

    private IReadOnlyList<string> FaultsOf(string sql)
    {
        using var scope = _world.Provider.CreateScope();
        return new TSql(scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>().Model)
            .FaultsOf(new RecordedCommand(sql, new Dictionary<string, object?> { ["name"] = "x" }, IsInTransaction: false));
    }
}
