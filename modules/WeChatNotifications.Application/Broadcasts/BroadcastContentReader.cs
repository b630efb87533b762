using System.Text.Json;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Broadcasts;

/// <summary>Checks what a broadcast or a recurring one shall say, and to whom.</summary>
internal sealed class BroadcastContentReader(TemplateChains chains, IEnumerable<IAudienceSource> sources, TimeProvider timeProvider)
{
    /// <summary>Reads a broadcast.</summary>
    /// <exception cref="RuleViolationException">A value breaks a rule; all broken ones are listed.</exception>
    public async Task<BroadcastContent> ReadAsync(SaveBroadcastDto input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var check = new RuleCheck();
        var content = await ReadAsync(input.Name, input.Template, input.Audience ?? new(), input.Data, input.RatePerSecond, input.IsUnfinished, check, cancellationToken).ConfigureAwait(false);
        if (input.ExpiresAt <= timeProvider.GetUtcNow())
        {
            check.Add(new("expiresAt", RuleCodes.InThePast));
        }
        else if (input.ExpiresAt <= input.StartAt)
        {
            check.Add(new("expiresAt", RuleCodes.ExpiresBeforeStart));
        }

        check.ThrowIfBroken();
        return content with { StartAt = input.StartAt, ExpiresAt = input.ExpiresAt };
    }

    /// <summary>Reads a recurring broadcast.</summary>
    /// <exception cref="RuleViolationException">A value breaks a rule; all broken ones are listed.</exception>
    public async Task<BroadcastScheduleContent> ReadAsync(SaveBroadcastScheduleDto input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var check = new RuleCheck();
        var audience = input.Audience ?? new();
        var content = await ReadAsync(input.Name, input.Template, audience, input.Data, input.RatePerSecond, isUnfinished: false, check, cancellationToken).ConfigureAwait(false);
        if (audience.Kind == AudienceKind.List)
        {
            check.Add(new("audience.kind", RuleCodes.AudienceKind, ("kind", "L:AudienceKind:List")));
        }

        var (cron, _) = ReadCron(input.Cron, input.TimeZone, check);
        if (input.ExpiresAfterMinutes is { } minutes)
        {
            check.Range(minutes, "expiresAfterMinutes", 1, 30 * 24 * 60);
        }

        check.Range(input.MaxLatenessMinutes, "maxLatenessMinutes", 0, 7 * 24 * 60);
        check.ThrowIfBroken();
        return new(content)
        {
            Cron = cron!.ToString(),
            TimeZone = input.TimeZone!.Trim(),
            ExpiresAfter = input.ExpiresAfterMinutes is { } life ? TimeSpan.FromMinutes(life) : null,
            MaxLateness = TimeSpan.FromMinutes(input.MaxLatenessMinutes),
            IsEnabled = input.IsEnabled,
        };
    }

    /// <summary>Reads when something recurs; null where <paramref name="check"/> says what is wrong.</summary>
    public (CronExpression? Cron, TimeZoneInfo? TimeZone) ReadCron(string? cron, string? timeZone, RuleCheck check)
    {
        var zone = check.TimeZone(timeZone, "timeZone") is { Length: > 0 } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found : null;
        var before = check.Violations.Count;
        var text = check.Text(cron, "cron", BroadcastLimits.CronLength);
        if (check.Violations.Count > before)
        {
            return (null, zone);
        }

        var expression = CronExpression.TryParse(text, out var fault);
        if (fault is { Field: { } field })
        {
            check.Add(new("cron", RuleCodes.CronField, ("part", fault.Part), ("place", "L:CronField:" + field)));
        }
        else if (fault is not null)
        {
            check.Add(new("cron", RuleCodes.CronFields, ("value", text)));
        }
        else if (expression!.Next(timeProvider.GetUtcNow(), zone ?? TimeZoneInfo.Utc) is null)
        {
            check.Add(new("cron", RuleCodes.CronNever, ("value", text)));
        }

        return (expression, zone);
    }

    private async Task<BroadcastContent> ReadAsync(
        string? name, string? template, AudienceDto audience, IReadOnlyDictionary<string, object?>? data, int? rate, bool isUnfinished, RuleCheck check,
        CancellationToken cancellationToken)
    {
        chains.Forget();
        var title = check.Text(name, "name", BroadcastLimits.NameLength);
        var stored = BroadcastData.Write(data, BroadcastLimits.DataLength, check);
        var chain = await CheckDataAsync(template, isUnfinished || audience.Kind is AudienceKind.List or AudienceKind.Source, stored, check, cancellationToken).ConfigureAwait(false);
        var (source, arguments) = ReadAudience(audience, check);
        if (rate is { } perSecond)
        {
            check.Range(perSecond, "ratePerSecond", 1, BroadcastLimits.MaxRatePerSecond);
        }

        return new()
        {
            Name = title,
            AppCredentialId = chain is [var head, ..] ? head.AppCredentialId : Guid.Empty,
            TemplateName = template?.Trim() ?? "",
            Data = stored,
            Audience = audience.Kind,
            SourceName = source,
            SourceArguments = arguments,
            RatePerSecond = rate,
        };
    }

    /// <summary>Checks the values that all share as far as they go: what a list or a source adds for each recipient, or somebody later, may still be missing.</summary>
    private async Task<IReadOnlyList<MessageTemplate>?> CheckDataAsync(string? template, bool isPartial, string data, RuleCheck check, CancellationToken cancellationToken)
    {
        if (await chains.GetAsync(template, "", check, cancellationToken).ConfigureAwait(false) is not { } chain)
        {
            return null;
        }

        var own = new RuleCheck();
        await chains.RenderAsync(new() { Template = template!.Trim(), To = NotificationRecipients.OpenIds([]), Data = BroadcastData.Read(data) }, "", own, cancellationToken).ConfigureAwait(false);
        check.AddRange(own.Violations.Where(v => !isPartial || v.Rule != RuleCodes.Required));
        return chain;
    }

    private (string? Source, string? Arguments) ReadAudience(AudienceDto audience, RuleCheck check)
    {
        var kind = check.Defined(audience.Kind, "audience.kind");
        if (kind != AudienceKind.Source)
        {
            if (audience.Source is not null || audience.Arguments is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) })
            {
                check.Add(new(audience.Source is not null ? "audience.source" : "audience.arguments", RuleCodes.AudienceKind, ("kind", "L:AudienceKind:" + kind)));
            }

            return (null, null);
        }

        var source = check.Text(audience.Source, "audience.source", BroadcastLimits.SourceLength);
        if (source.Length > 0 && !sources.Any(s => s.Name == source))
        {
            check.Add(new("audience.source", RuleCodes.Unknown, ("value", source)));
        }

        var arguments = audience.Arguments is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given ? given.GetRawText() : null;
        if (arguments?.Length > BroadcastLimits.SourceArgumentsLength)
        {
            check.Add(new("audience.arguments", RuleCodes.TooLong, ("length", arguments.Length), ("max", BroadcastLimits.SourceArgumentsLength)));
        }

        return (source, arguments);
    }
}
