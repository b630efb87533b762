using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Broadcasts;

/// <summary>Turns recipients of a broadcast into rows of the queue: one for everyone, also for whom it cannot reach.</summary>
internal sealed class BroadcastMessages(TemplateChains chains, RecipientResolver resolver, IOptions<SendingOptions> sending, IModuleTexts texts)
{
    private static readonly RenderedMessage NoMessage = new([], Page: null);

    /// <summary>Looks the template up and renders what all recipients share; says why nothing can be sent if so.</summary>
    public async Task<BroadcastMessage> OpenAsync(Broadcast broadcast, CancellationToken cancellationToken)
    {
        chains.Forget();
        var check = new RuleCheck();
        if (await chains.FindAsync(broadcast.TemplateName, path: "", check, cancellationToken).ConfigureAwait(false) is not { } chain)
        {
            return BroadcastMessage.Impossible(TextOf(check.Violations, CultureInfo.CurrentUICulture));
        }

        var app = chain[0].App;
        var culture = CultureInfo.GetCultureInfo(app.Culture);
        if (app.Id != broadcast.AppCredentialId)
        {
            // Openids are another app's words.
            return BroadcastMessage.Impossible(In(culture, () => texts.Get("Broadcast.OtherApp", new Dictionary<string, object?>(StringComparer.Ordinal) { ["template"] = broadcast.TemplateName })));
        }

        var shared = ValuesOf(broadcast.Data);
        var steps = TemplateChains.Render(chain, shared, keywords: null, path: "", check);
        var fault = steps is null ? TextOf(check.Violations, culture) : null;
        return fault is not null && broadcast.Audience is AudienceKind.PermitHolders or AudienceKind.AllRecipients
            ? BroadcastMessage.Impossible(fault)
            : new BroadcastMessage(chain, culture, shared, new Rendering(steps, fault), Fault: null);
    }

    /// <summary>Makes the rows of some recipients.</summary>
    /// <param name="broadcast">The broadcast.</param>
    /// <param name="message">What <see cref="OpenAsync"/> found.</param>
    /// <param name="members">The recipients.</param>
    /// <param name="isKeyed">Whether one person may be named in two ways, so that a key has to keep them from getting it twice.</param>
    /// <param name="slots">When each may go.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Cancels the look-up of users.</param>
    public async Task<IReadOnlyList<DeliveryLog>> MakeAsync(
        Broadcast broadcast, BroadcastMessage message, IReadOnlyList<AudienceMember> members, bool isKeyed, RateSlots slots, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var users = members.Where(m => m.UserId is not null).Select(m => m.UserId!).ToList();
        var known = await resolver.ResolveAsync([.. message.Chain.Select(c => c.App.Id)], users, cancellationToken).ConfigureAwait(false);
        var isOver = broadcast.ExpiresAt <= now;
        var deliveries = new List<DeliveryLog>(members.Count);
        foreach (var member in members)
        {
            var place = member.UserId is { } user ? known.TryGetValue(user, out var found) ? found : (Step: 0, OpenId: "") : (Step: 0, OpenId: member.OpenId!);
            var rendering = member.Data is { } own ? RenderOwn(message, own) : message.Shared;
            deliveries.Add(RowOf(member, place.Step, place.OpenId, rendering));
        }

        return deliveries;

        DeliveryLog RowOf(AudienceMember member, int index, string openId, Rendering rendering)
        {
            if (rendering.Steps is not { } steps)
            {
                return DeliveryLog.Queue(message.Head, openId, NoMessage, Timing(now), dedupKey: null, now, userId: member.UserId, broadcastId: broadcast.Id)
                    .EndUnsent(DeliveryStatus.Failed, DeliveryReason.InvalidData, rendering.Fault, now);
            }

            var step = steps[index];
            if (openId.Length == 0)
            {
                return DeliveryLog.SkipUnknownUser(step.Template, member.UserId!, step.Message, Timing(now), dedupKey: null, now, step.Fallbacks, broadcast.Id);
            }

            var key = isKeyed ? $"broadcast:{broadcast.Id:N}:{openId}" : null;
            var row = DeliveryLog.Queue(step.Template, openId, step.Message, Timing(isOver ? now : slots.Next()), key, now, step.Fallbacks, member.UserId, broadcast.Id);
            return isOver ? row.EndUnsent(DeliveryStatus.Skipped, DeliveryReason.Expired, message: null, now) : row;
        }

        DeliveryTiming Timing(DateTimeOffset turn) => new(DeliveryPriority.Bulk, turn, broadcast.ExpiresAt ?? DefaultExpiry(turn));
    }

    private DateTimeOffset? DefaultExpiry(DateTimeOffset turn)
        => sending.Value.DefaultTimeToLive is { } life && life < DateTimeOffset.MaxValue - turn ? turn + life : null;

    /// <summary>A recipient's own values come before those that all share.</summary>
    private Rendering RenderOwn(BroadcastMessage message, string own)
    {
        var values = new Dictionary<string, object?>(message.Values, StringComparer.Ordinal);
        foreach (var (name, value) in ValuesOf(own))
        {
            values[name] = value;
        }

        var check = new RuleCheck();
        return TemplateChains.Render(message.Chain, values, keywords: null, path: "", check) is { } steps
            ? new Rendering(steps, Fault: null)
            : new Rendering(Steps: null, TextOf(check.Violations, message.Culture));
    }

    private static Dictionary<string, object?> ValuesOf(string json) => JsonSerializer.Deserialize<Dictionary<string, object?>>(json) ?? [];

    private string TextOf(IEnumerable<RuleViolation> violations, CultureInfo culture) => In(culture, () => string.Join(" ", violations.Select(v => texts.Of(v).Message)));

    /// <summary>Stored for people to read: in the language of the app's users, since nobody is asking just now.</summary>
    private static string In(CultureInfo culture, Func<string> text)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = culture;
            return text();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}

/// <summary>What a broadcast says.</summary>
/// <param name="Chain">Its template and those that take over from it.</param>
/// <param name="Culture">The language of its app's users.</param>
/// <param name="Values">The values that all share.</param>
/// <param name="Shared">What they make of the chain.</param>
/// <param name="Fault">Why nothing can be sent; null when something can.</param>
internal sealed record BroadcastMessage(
    TemplateChain Chain, CultureInfo Culture, IReadOnlyDictionary<string, object?> Values, Rendering Shared, string? Fault)
{
    public MessageTemplate Head => Chain[0].Template;

    public static BroadcastMessage Impossible(string fault)
        => new(new TemplateChain([]), CultureInfo.InvariantCulture, new Dictionary<string, object?>(StringComparer.Ordinal), new Rendering(Steps: null, fault), fault);
}

/// <summary>A chain rendered with some values, or what is wrong with them.</summary>
internal readonly record struct Rendering(IReadOnlyList<RenderedStep>? Steps, string? Fault);
