using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>Texts of answers: a number will do as well, anything else counts as missing.</summary>
internal sealed class LenientTextConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientJson.TextOrNumber(ref reader);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => throw new NotSupportedException("Answers are only read.");
}

/// <summary>Whole numbers of answers: a text will do as well, anything else counts as missing.</summary>
internal sealed class LenientIntegerConverter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientJson.Integer(ref reader);

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => throw new NotSupportedException("Answers are only read.");
}
