using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Sending;

/// <summary>The steps in which a message is judged, whichever call it comes by.</summary>
[JsonConverter(typeof(NamedEnumConverter<SendCheck>))]
public enum SendCheck
{
    /// <summary>41001, 40014, 40001, 42001, then 48001, then 45103 or 45109 of a retired call.</summary>
    [JsonStringEnumMemberName("token")]
    Token,

    /// <summary>44002, 47001, and 40033 when escaped characters are refused.</summary>
    [JsonStringEnumMemberName("json")]
    Json,

    /// <summary>40003, then 43108 of a subscribe message, 43004, 43019 and 48002 of an official account's template message.</summary>
    [JsonStringEnumMemberName("touser")]
    ToUser,

    /// <summary>40037, then 43107 or 43116.</summary>
    [JsonStringEnumMemberName("template")]
    Template,

    /// <summary>47003, then 45168 or 40249.</summary>
    [JsonStringEnumMemberName("data")]
    Data,

    /// <summary>Where a tap leads: 41030, 40039, 40013.</summary>
    [JsonStringEnumMemberName("page")]
    Page,

    /// <summary>What permits the message: 43101 and 40038 of a subscription, 41028 and 41029 of a form id.</summary>
    [JsonStringEnumMemberName("subscription")]
    Subscription,

    /// <summary>45011, then 45009.</summary>
    [JsonStringEnumMemberName("quota")]
    Quota,
}

/// <summary>WeChat does not document the order; this is the proposal, and it can be changed.</summary>
public static class SendChecks
{
    internal static SendCheck[] Standard { get; } = Enum.GetValues<SendCheck>();

    /// <summary>A full order: the given steps first, the ones left out after them in their usual order.</summary>
    internal static SendCheck[] Complete(IEnumerable<SendCheck> first) => [.. first.Concat(Standard).Distinct()];
}
