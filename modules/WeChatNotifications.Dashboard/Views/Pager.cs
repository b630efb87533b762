using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace WeChatNotifications.Dashboard.Views;

/// <summary>Where a list that is read by keyset goes on: all parameters of the address stay, only the cursor changes.</summary>
/// <param name="Next">Cursor of the next page; null on the last.</param>
/// <param name="IsFirst">Whether this is the first page.</param>
/// <param name="Parameter">Name of the cursor in the address.</param>
public sealed record Pager(string? Next, bool IsFirst, string Parameter = "after")
{
    /// <summary>The address of the next page.</summary>
    public string NextUrl(HttpRequest request) => Url(request, Next);

    /// <summary>The address of the first page.</summary>
    public string FirstUrl(HttpRequest request) => Url(request, cursor: null);

    private string Url(HttpRequest request, string? cursor)
    {
        var query = new QueryBuilder(request.Query.Where(q => q.Key != Parameter).SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? "")));
        if (cursor is not null)
        {
            query.Add(Parameter, cursor);
        }

        return $"{request.PathBase}{request.Path}{query.ToQueryString()}";
    }
}
