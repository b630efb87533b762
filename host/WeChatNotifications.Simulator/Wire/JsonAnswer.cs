using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatNotifications.Simulator.Wire;

/// <summary>An answer that carries more than a code.</summary>
internal static class JsonAnswer
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>One JSON object with what <paramref name="write"/> puts into it, without <c>errcode</c>, as some of WeChat's calls answer.</summary>
    public static Answer Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return new(WeChatCodes.Ok, buffer.WrittenSpan.ToArray());
    }

    /// <summary>The same with <c>errcode</c> 0 and <c>errmsg</c> in front.</summary>
    public static Answer Ok(Action<Utf8JsonWriter> write) => Of(json =>
    {
        json.WriteNumber("errcode", WeChatCodes.Ok);
        json.WriteString("errmsg", "ok");
        write(json);
    });
}
