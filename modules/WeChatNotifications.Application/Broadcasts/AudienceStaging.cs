using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WeChatNotifications.Broadcasts;

/// <summary>
/// Reads one audience source into the list of its broadcast, a thousand recipients at a time. Begun anew after a crash, it passes over whom
/// the list names already, in whatever order the source yields them then: nobody twice, nobody left out.
/// </summary>
internal sealed class AudienceStaging(IServiceScopeFactory scopes, ILogger<AudienceStaging> logger)
{
    private const int Batch = 1_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Reads it to its end, or until its broadcast does not want it any more. The ambient tenant is the broadcast's.</summary>
    /// <returns>Whether the host has such a source.</returns>
    public Task<bool> ReadAsync(Broadcast broadcast, CancellationToken cancellationToken) => scopes.InScopeAsync(async services =>
    {
        if (services.GetServices<IAudienceSource>().FirstOrDefault(s => s.Name == broadcast.SourceName) is not { } source)
        {
            return false;
        }

        var known = await InScopeAsync(b => b.GetLastNumberAsync(broadcast.Id, cancellationToken)).ConfigureAwait(false);
        var arguments = broadcast.SourceArguments is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : (JsonElement?)null;
        var (number, read) = (known, 0L);
        var rows = new List<BroadcastListRow>(Batch);
        await foreach (var entry in source.ReadAsync(new AudienceRequest(broadcast.TenantId, broadcast.TemplateName, arguments), cancellationToken).ConfigureAwait(false))
        {
            rows.Add(RowOf(++number, entry));
            read++;
            if ((rows.Count == Batch || read == known) && !await StoreAsync(broadcast, rows, isReread: read <= known, isLast: false, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        if (await StoreAsync(broadcast, rows, isReread: read <= known, isLast: true, cancellationToken).ConfigureAwait(false))
        {
            BroadcastLog.Staged(logger, broadcast.Id);
        }

        return true;
    });

    /// <summary>What a source says of a recipient, as it is stored; or what is wrong with it.</summary>
    public static BroadcastListRow RowOf(long number, AudienceEntry entry)
        => ListFields.Row(number, entry.OpenId, entry.UserId, entry.Data is { Count: > 0 } data ? JsonSerializer.Serialize(data, Json) : null);

    private async Task<bool> StoreAsync(Broadcast broadcast, List<BroadcastListRow> rows, bool isReread, bool isLast, CancellationToken cancellationToken)
    {
        var slice = new StagedSlice(
            broadcast.Id,
            [.. rows.Where(r => r.Fault is null).Select(r => BroadcastItem.Of(broadcast, r.Number, r.OpenId, r.UserId, r.Data))],
            [.. rows.Where(r => r.Fault is not null).Select(r => BroadcastBadRow.Of(broadcast, r.Number, r.Fault!))],
            isReread,
            isLast);
        rows.Clear();
        return await InScopeAsync(b => b.StageAsync(slice, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>In a scope apart from the source's: the host's own database context may be in the middle of a query there.</summary>
    private Task<T> InScopeAsync<T>(Func<IBroadcastRepository, Task<T>> use) => scopes.InScopeAsync(s => use(s.GetRequiredService<IBroadcastRepository>()));
}
