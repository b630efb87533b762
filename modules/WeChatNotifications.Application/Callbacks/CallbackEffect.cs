using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Callbacks;

/// <summary>
/// One thing that a pushed message tells. An event about several templates tells several; a message that means nothing to the module is
/// one without any effect.
/// </summary>
/// <param name="Key">By which it is known again when WeChat sends it once more.</param>
internal sealed record CallbackEffect(string Key)
{
    /// <summary>A user's decision about a template; null for none.</summary>
    public GrantReport? Grant { get; init; }

    /// <summary>What became of a message; null for none.</summary>
    public DeliveryReceipt? Receipt { get; init; }

    /// <summary>A user who began or ceased to follow; null for none.</summary>
    public FollowChange? Follow { get; init; }

    public bool IsEmpty => Grant is null && Receipt is null && Follow is null;

    /// <summary>What a message tells.</summary>
    public static IReadOnlyList<CallbackEffect> Of(PushedMessage message, DateTimeOffset now)
    {
        // A clock of WeChat's that is ahead of ours must not put something into the future.
        var at = message.CreateTime is { } time && time < now ? time : now;
        return !message.MsgType.Equals("event", StringComparison.OrdinalIgnoreCase) || !IsOpenId(message.FromUserName)
            ? [new CallbackEffect(KeyOf(message))]
            : message.Event.ToLowerInvariant() switch
            {
                "subscribe_msg_popup_event" => OfItems(message, i => OfPopup(message.FromUserName, i, at)),
                "subscribe_msg_change_event" => OfItems(message, i => OfChange(message.FromUserName, i, at)),
                "subscribe_msg_sent_event" => OfItems(message, i => OfSent(message.FromUserName, i, at)),
                "templatesendjobfinish" => [new CallbackEffect(KeyOf(message)) { Receipt = OfFinishedJob(message, at) }],
                "subscribe" => [new CallbackEffect(KeyOf(message)) { Follow = new FollowChange(message.FromUserName, IsFollowing: true, at) }],
                "unsubscribe" => [new CallbackEffect(KeyOf(message)) { Follow = new FollowChange(message.FromUserName, IsFollowing: false, at) }],
                _ => [new CallbackEffect(KeyOf(message))],
            };
    }

    private static IReadOnlyList<CallbackEffect> OfItems(PushedMessage message, Func<SubscriptionItem, CallbackEffect> effectOf)
        => message.Items.Count == 0
            ? [new CallbackEffect(KeyOf(message))]
            : [.. message.Items.Select(i => effectOf(i) with { Key = KeyOf(message, i) }).DistinctBy(e => e.Key)];

    /// <summary>A "no" in the dialog leaves what was accepted before.</summary>
    private static CallbackEffect OfPopup(string openId, SubscriptionItem item, DateTimeOffset at) => new("")
    {
        Grant = item switch
        {
            { TemplateId: { } template, Decision: { } decision } when IsTemplateId(template) && decision.StartsWith("accept", StringComparison.OrdinalIgnoreCase)
                => GrantOf(openId, template, GrantDecision.Accepted, at),
            { TemplateId: { } template, Decision: { } decision } when IsTemplateId(template) && decision.Equals("reject", StringComparison.OrdinalIgnoreCase)
                => GrantOf(openId, template, GrantDecision.Rejected, at),
            _ => null,
        },
    };

    /// <summary>A "no" in the settings takes everything away. A mini program pushes no "yes" from there.</summary>
    private static CallbackEffect OfChange(string openId, SubscriptionItem item, DateTimeOffset at) => new("")
    {
        Grant = item is { TemplateId: { } template, Decision: { } decision } && IsTemplateId(template) && decision.Equals("reject", StringComparison.OrdinalIgnoreCase)
            ? GrantOf(openId, template, GrantDecision.Withdrawn, at)
            : null,
    };

    private static CallbackEffect OfSent(string openId, SubscriptionItem item, DateTimeOffset at)
    {
        var template = item.TemplateId is { } id && IsTemplateId(id) ? id : null;
        var isDelivered = item.ErrorStatus is { } status ? status.Equals("success", StringComparison.OrdinalIgnoreCase) : item.ErrorCode == 0;
        var says = string.Create(CultureInfo.InvariantCulture, $"{item.ErrorCode} {item.ErrorStatus}").Trim();
        return new("")
        {
            Receipt = (item.MessageId is null && template is null) || says.Length == 0
                ? null
                : new DeliveryReceipt(item.MessageId, openId, template, isDelivered, isDelivered ? null : says, at),
        };
    }

    private static DeliveryReceipt? OfFinishedJob(PushedMessage message, DateTimeOffset at)
    {
        if (message.MessageId is not { } id || string.IsNullOrWhiteSpace(message.Status))
        {
            return null;
        }

        var isDelivered = message.Status.Trim().Equals("success", StringComparison.OrdinalIgnoreCase);
        return new DeliveryReceipt(id, message.FromUserName, WeChatTemplateId: null, isDelivered, isDelivered ? null : message.Status.Trim(), at);
    }

    private static GrantReport GrantOf(string openId, string template, GrantDecision decision, DateTimeOffset at)
        => new(openId, template, IsLongTerm: null, decision, 1) { Source = GrantSource.Callback, At = at };

    /// <summary>
    /// WeChat says: a message by its id, an event by user and time. Ids alone have been seen twice for different users, and an event
    /// about several templates has one time for all.
    /// </summary>
    private static string KeyOf(PushedMessage message, SubscriptionItem? item = null)
    {
        var (user, time) = (message.FromUserName, message.CreateTime?.ToUnixTimeSeconds());
        FormattableString key = message switch
        {
            { Event.Length: > 0 } when time is not null => $"e:{user}:{time}:{message.Event.ToLowerInvariant()}:{item?.TemplateId}:{item?.MessageId ?? message.MessageId}",
            { MessageId: { } id } => $"m:{user}:{id}",
            _ => $"t:{user}:{time}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.Text)))}",
        };
        var text = FormattableString.Invariant(key);
        return text.Length <= InboxEntry.KeyLength && IsPrintable(text) ? text : "h:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static bool IsOpenId(string text) => text.Length is > 0 and <= DeliveryLimits.OpenIdLength && IsPrintable(text);

    private static bool IsTemplateId(string text) => text.Length is > 0 and <= MessageTemplateLimits.WeChatTemplateIdLength && IsPrintable(text);

    private static bool IsPrintable(string text) => text.All(c => c is > ' ' and <= '~');
}

/// <summary>A user began or ceased to follow.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="IsFollowing">Whether the user follows now.</param>
/// <param name="At">Since when.</param>
internal sealed record FollowChange(string OpenId, bool IsFollowing, DateTimeOffset At);
