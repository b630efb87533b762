using Microsoft.Extensions.Options;
using WeChatNotifications.Permits;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Broadcasts;

/// <summary>Lets drafts go, unless something stands against it that a person can mend now.</summary>
internal sealed class BroadcastStart(
    TemplateChains chains, ISendingPolicy policy, IAudienceCounter counter, IEnumerable<IAudienceSource> sources, IOptions<PermitOptions> permits, TimeProvider timeProvider)
{
    /// <summary>Starts a draft, at once or at its start time.</summary>
    /// <exception cref="RuleViolationException">It has no recipients or no usable template, or its values break a rule.</exception>
    /// <exception cref="ConflictException">It is no draft any more.</exception>
    public async Task StartAsync(Broadcast broadcast, CancellationToken cancellationToken)
    {
        broadcast.RequireDraft();
        var now = timeProvider.GetUtcNow();
        var check = new RuleCheck();
        if (broadcast.ExpiresAt <= now)
        {
            check.Add(new("expiresAt", RuleCodes.InThePast));
        }

        if (broadcast is { Audience: AudienceKind.List, Staged: 0 })
        {
            check.Add(new(ListReader.Field, RuleCodes.ListEmpty));
        }

        var head = await CheckAsync(broadcast.TemplateName, broadcast.Audience, broadcast.SourceName, broadcast.Data, check, cancellationToken).ConfigureAwait(false);
        check.ThrowIfBroken();
        broadcast.SendBy(head!.AppCredentialId);
        if (broadcast.Audience != AudienceKind.Source)
        {
            broadcast.CountAs(await counter.CountAsync(QueryOf(broadcast, head), cancellationToken).ConfigureAwait(false));
        }

        broadcast.Start(now);
    }

    /// <summary>Checks what may have changed since a broadcast, or a recurring one, was saved, and whether the tenant may send.</summary>
    /// <returns>The template; null when it cannot be used, and then <paramref name="check"/> says why.</returns>
    public async Task<MessageTemplate?> CheckAsync(
        string template, AudienceKind audience, string? source, string data, RuleCheck check, CancellationToken cancellationToken)
    {
        chains.Forget();
        await policy.CheckAsync(check, cancellationToken).ConfigureAwait(false);
        if (source is not null && !sources.Any(s => s.Name == source))
        {
            check.Add(new("audience.source", RuleCodes.Unknown, ("value", source)));
        }

        if (await chains.GetAsync(template, "", check, cancellationToken).ConfigureAwait(false) is not [var head, ..])
        {
            return null;
        }

        if (audience is AudienceKind.PermitHolders or AudienceKind.AllRecipients)
        {
            await chains.RenderAsync(new() { Template = template, To = NotificationRecipients.OpenIds([]), Data = BroadcastData.Read(data) }, "", check, cancellationToken).ConfigureAwait(false);
        }

        return head;
    }

    /// <summary>Whom a broadcast means, by the template as it is now.</summary>
    public AudienceQuery QueryOf(Broadcast broadcast, MessageTemplate template) => new(
        broadcast.Id, broadcast.Audience, template.AppCredentialId, template.Channel, template.WeChatTemplateId, timeProvider.GetUtcNow() + permits.Value.SafetyMargin);
}
