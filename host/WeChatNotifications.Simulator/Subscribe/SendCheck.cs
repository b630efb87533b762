using System.Text.Json.Serialization;

namespace WeChatNotifications.Simulator.Subscribe;

/// <summary>The steps in which a send is judged.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SendCheck>))]
public enum SendCheck
{
    /// <summary>41001, 40014, 40001, 42001, then 48001.</summary>
    [JsonStringEnumMemberName("token")]
    Token,

    /// <summary>44002, 47001, and 40033 when escaped characters are refused.</summary>
    [JsonStringEnumMemberName("json")]
    Json,

    /// <summary>40003, then 43108.</summary>
    [JsonStringEnumMemberName("touser")]
    ToUser,

    /// <summary>40037, then 43107.</summary>
    [JsonStringEnumMemberName("template")]
    Template,

    /// <summary>47003, then 45168.</summary>
    [JsonStringEnumMemberName("data")]
    Data,

    /// <summary>41030.</summary>
    [JsonStringEnumMemberName("page")]
    Page,

    /// <summary>43101, 40038.</summary>
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
