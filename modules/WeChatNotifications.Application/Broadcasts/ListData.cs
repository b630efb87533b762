using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatNotifications.Broadcasts;

/// <summary>Writes the values of one recipient after the other, in the same memory.</summary>
#pragma warning disable CA1001 // A JSON writer over memory holds nothing that has to be let go.
internal sealed class ListData
#pragma warning restore CA1001
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1_024);
    private readonly Utf8JsonWriter _json;
    private bool _isBegun;

    public ListData() => _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Add(string name, string value) => Begin(name).WriteStringValue(value);

    public void Add(string name, decimal value) => Begin(name).WriteNumberValue(value);

    public void Add(string name, bool value) => Begin(name).WriteBooleanValue(value);

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _json.Reset();
        _isBegun = false;
    }

    /// <summary>What was added, as a JSON object; null for nothing.</summary>
    public string? End()
    {
        if (!_isBegun)
        {
            return null;
        }

        _json.WriteEndObject();
        _json.Flush();
        return Encoding.UTF8.GetString(_bytes.WrittenSpan);
    }

    private Utf8JsonWriter Begin(string name)
    {
        if (!_isBegun)
        {
            _json.WriteStartObject();
            _isBegun = true;
        }

        _json.WritePropertyName(name);
        return _json;
    }
}
