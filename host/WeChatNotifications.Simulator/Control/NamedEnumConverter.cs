using System.Text.Json.Serialization;

namespace WeChatNotifications.Simulator.Control;

/// <summary>Reads and writes an enum by its names only: a number would be taken for a value that does not exist.</summary>
internal sealed class NamedEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(namingPolicy: null, allowIntegerValues: false)
    where TEnum : struct, Enum;
