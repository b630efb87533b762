using System.Text.Json.Serialization;

namespace WeChatNotifications.Simulator.Hosting;

/// <summary>What is kept of an accepted message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageRetention>))]
public enum MessageRetention
{
    /// <summary>Everything, to be read back.</summary>
    [JsonStringEnumMemberName("full")]
    Full,

    /// <summary>Only the counts and a hash that recognises duplicates: 1 million messages take about 50 MB.</summary>
    [JsonStringEnumMemberName("counters")]
    Counters,
}

/// <summary>Behaviour that can be changed while running. Null leaves a value as it is.</summary>
public sealed record SimulatorSettings
{
    /// <summary>True: an accepted send answers without <c>msgid</c>, as WeChat's API page has it. Default false.</summary>
    public bool? MsgIdAbsent { get; init; }

    /// <summary>Content type of every answer, for example <c>text/plain</c>. Default <c>application/json; charset=utf-8</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>A send whose values contain one of these, in any letter case, answers 45168.</summary>
    public IReadOnlyList<string>? SensitiveWords { get; init; }

    /// <summary>The data key whose value makes a message what it is, such as an order number. Empty: all of the data. Default empty.</summary>
    public string? IdentityKey { get; init; }

    public MessageRetention? Retention { get; init; }

    internal static SimulatorSettings Standard { get; } = new()
    {
        MsgIdAbsent = false,
        ContentType = "application/json; charset=utf-8",
        SensitiveWords = [],
        IdentityKey = "",
        Retention = MessageRetention.Full,
    };

    internal SimulatorSettings With(SimulatorSettings change) => new()
    {
        MsgIdAbsent = change.MsgIdAbsent ?? MsgIdAbsent,
        ContentType = change.ContentType ?? ContentType,
        SensitiveWords = change.SensitiveWords ?? SensitiveWords,
        IdentityKey = change.IdentityKey ?? IdentityKey,
        Retention = change.Retention ?? Retention,
    };
}
