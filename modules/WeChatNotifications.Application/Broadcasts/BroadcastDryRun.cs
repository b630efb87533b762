using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Broadcasts;

/// <summary>
/// Tries a broadcast out: counts by the database where it knows the audience, and looks at the recipients themselves, up to a limit, where
/// only the list or the host does. Stores nothing and asks WeChat nothing.
/// </summary>
internal sealed class BroadcastDryRun(
    BroadcastStart start, TemplateChains chains, IAudienceCounter counter, IAudienceReader reader, RecipientResolver resolver, IEnumerable<IAudienceSource> sources,
    IModuleTexts texts, ILogger<BroadcastDryRun> logger)
{
    private const int PageSize = 1_000;

    public async Task<BroadcastDryRunDto> RunAsync(Broadcast broadcast, CancellationToken cancellationToken)
    {
        chains.Forget();
        var (check, tally) = (new RuleCheck(), new DryRunTally());
        if (broadcast is { Audience: AudienceKind.List, Staged: 0 })
        {
            check.Add(new(ListReader.Field, RuleCodes.ListEmpty));
        }

        var source = broadcast.Audience == AudienceKind.Source ? sources.FirstOrDefault(s => s.Name == broadcast.SourceName) : null;
        if (broadcast.Audience == AudienceKind.Source && source is null)
        {
            check.Add(new("audience.source", RuleCodes.Unknown, ("value", broadcast.SourceName)));
        }

        var chain = await chains.GetAsync(broadcast.TemplateName, "", check, cancellationToken).ConfigureAwait(false);
        tally.Add(check.Violations);
        if (chain is not [var head, ..] || !check.IsClean)
        {
            return tally.ToDto(hasFallback: false, texts);
        }

        var work = new Work(broadcast, chain, start.QueryOf(broadcast, head), tally, BroadcastData.Read(broadcast.Data));
        if (source is not null)
        {
            await TrySourceAsync(work, source, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await CountAsync(work, cancellationToken).ConfigureAwait(false);
        }

        return tally.ToDto(chain.Count > 1, texts);
    }

    private async Task CountAsync(Work work, CancellationToken cancellationToken)
    {
        work.Tally.Count(await counter.CountAsync(work.Query, cancellationToken).ConfigureAwait(false));
        foreach (var unreachable in await counter.CountUnreachableAsync(work.Query, work.Apps, cancellationToken).ConfigureAwait(false))
        {
            work.Tally.Add(unreachable.Reason, unreachable.Count, unreachable.Lines);
        }

        if (work.Broadcast.Audience == AudienceKind.List)
        {
            await LookAtListAsync(work, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await RenderAsync(work, work.Shared, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Renders what the first recipients of a list get. Who cannot be reached anyhow has been counted by the database already.</summary>
    private async Task LookAtListAsync(Work work, CancellationToken cancellationToken)
    {
        string? cursor = null;
        for (var seen = 0; seen < BroadcastLimits.SampleSize; seen += PageSize)
        {
            var page = await reader.ReadAsync(work.Query, cursor, PageSize, cancellationToken).ConfigureAwait(false);
            if (page.Members.Count == 0)
            {
                return;
            }

            cursor = page.Members[^1].Cursor;
            var wrong = await WithWrongValuesAsync(
                work, [.. page.Members.Select(m => new DryRunRow(long.Parse(m.Cursor, CultureInfo.InvariantCulture), m.OpenId, m.UserId, m.Data))], cancellationToken).ConfigureAwait(false);
            foreach (var row in (await ClassifyAsync(work, wrong, cancellationToken).ConfigureAwait(false)).Where(r => r.Reason is null))
            {
                work.Tally.Add(DeliveryReason.InvalidData, 1, row.Row.Line!.Value);
            }
        }

        if ((await reader.ReadAsync(work.Query, cursor, 1, cancellationToken).ConfigureAwait(false)).Members.Count > 0)
        {
            work.Tally.NoteSampled();
        }
    }

    /// <summary>A source that fails, for example over arguments that it does not understand, is something that the dry run has found.</summary>
    private async Task TrySourceAsync(Work work, IAudienceSource source, CancellationToken cancellationToken)
    {
        try
        {
            await LookAtSourceAsync(work, source, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A fault of the host's code ends here.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            BroadcastLog.SourceFault(logger, work.Broadcast.Id, source.Name, exception);
            work.Tally.Add([new("audience.source", RuleCodes.SourceFailed, ("value", source.Name))]);
        }
    }

    private async Task LookAtSourceAsync(Work work, IAudienceSource source, CancellationToken cancellationToken)
    {
        var arguments = work.Broadcast.SourceArguments is { } json ? JsonElement.Parse(json) : (JsonElement?)null;
        var rows = new List<DryRunRow>(PageSize);
        var seen = 0;
        await foreach (var entry in source.ReadAsync(new(work.Broadcast.TenantId, work.Broadcast.TemplateName, arguments), cancellationToken).ConfigureAwait(false))
        {
            if (seen++ == BroadcastLimits.SampleSize)
            {
                work.Tally.NoteSampled();
                break;
            }

            work.Tally.Count(1);
            if (RowOf(entry, work) is { } row)
            {
                rows.Add(row);
            }

            if (rows.Count == PageSize)
            {
                await LookAtAsync(work, rows, cancellationToken).ConfigureAwait(false);
                rows.Clear();
            }
        }

        await LookAtAsync(work, rows, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a source says of a recipient; null when it makes no sense, and then that is counted.</summary>
    private static DryRunRow? RowOf(AudienceEntry entry, Work work)
    {
        var row = AudienceStaging.RowOf(number: 0, entry);
        if (row.Fault is not { } fault)
        {
            return new(Line: null, row.OpenId, row.UserId, row.Data);
        }

        work.Tally.Add([fault]);
        work.Tally.Add(DeliveryReason.InvalidData, 1);
        return null;
    }

    private async Task LookAtAsync(Work work, IReadOnlyList<DryRunRow> rows, CancellationToken cancellationToken)
    {
        var wrong = (await WithWrongValuesAsync(work, rows, cancellationToken).ConfigureAwait(false)).ToHashSet();
        foreach (var (row, reason) in await ClassifyAsync(work, rows, cancellationToken).ConfigureAwait(false))
        {
            if ((reason ?? (wrong.Contains(row) ? DeliveryReason.InvalidData : null)) is { } why)
            {
                work.Tally.Add(why, 1);
            }
        }
    }

    /// <summary>Those whose values cannot be rendered.</summary>
    private async Task<IReadOnlyList<DryRunRow>> WithWrongValuesAsync(Work work, IReadOnlyList<DryRunRow> rows, CancellationToken cancellationToken)
    {
        var wrong = new List<DryRunRow>();
        foreach (var row in rows)
        {
            var isRight = row.Data is null
                ? work.SharedIsRight ??= await RenderAsync(work, work.Shared, cancellationToken).ConfigureAwait(false)
                : await RenderAsync(work, BroadcastData.Merge(work.Shared, row.Data), cancellationToken).ConfigureAwait(false);
            if (!isRight)
            {
                wrong.Add(row);
            }
        }

        return wrong;
    }

    private async Task<bool> RenderAsync(Work work, Dictionary<string, object?> data, CancellationToken cancellationToken)
    {
        var check = new RuleCheck();
        var notification = new Notification { Template = work.Broadcast.TemplateName, To = NotificationRecipients.OpenIds([]), Data = data };
        if (await chains.RenderAsync(notification, "", check, cancellationToken).ConfigureAwait(false) is [var first, ..])
        {
            work.Tally.Show(first);
            return true;
        }

        work.Tally.Add(check.Violations);
        return false;
    }

    /// <summary>Says of each recipient what stands against reaching them; null for nothing that is known.</summary>
    private async Task<IReadOnlyList<(DryRunRow Row, DeliveryReason? Reason)>> ClassifyAsync(Work work, IReadOnlyList<DryRunRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var users = await resolver.ResolveAsync(work.Apps, [.. rows.Where(r => r.UserId is not null).Select(r => r.UserId!)], cancellationToken).ConfigureAwait(false);
        var openIds = rows.Select(r => r.OpenId).Concat(users.Values.Where(u => u.Step == 0).Select(u => u.OpenId)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var permitted = await counter.FindPermittedAsync(work.Query, openIds, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => (r, ReasonOf(r)))];

        DeliveryReason? ReasonOf(DryRunRow row)
        {
            if (row.UserId is null)
            {
                return permitted.Contains(row.OpenId!) ? null : DeliveryReason.NoPermit;
            }

            return !users.TryGetValue(row.UserId, out var place) ? DeliveryReason.UnknownUser
                : place.Step > 0 || permitted.Contains(place.OpenId) ? null : DeliveryReason.NoPermit;
        }
    }

    private sealed record Work(Broadcast Broadcast, IReadOnlyList<MessageTemplate> Chain, AudienceQuery Query, DryRunTally Tally, Dictionary<string, object?> Shared)
    {
        public IReadOnlyList<Guid> Apps { get; } = [.. Chain.Select(t => t.AppCredentialId)];

        /// <summary>Whether the values that all share can be rendered by themselves; null until somebody needs to know.</summary>
        public bool? SharedIsRight { get; set; }
    }
}
