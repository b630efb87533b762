using System.Text.Json;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;

/// <summary>Values that travel as a JSON array in one parameter.</summary>
internal static class JsonArrays
{
    public static string Of(IEnumerable<Guid> ids) => JsonSerializer.Serialize(ids);

    public static string Of(IEnumerable<string> texts) => JsonSerializer.Serialize(texts);
}
