using System.Buffers;
using System.Globalization;
using System.Text;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>
/// Writes a JSON body with raw UTF-8 texts (see <see cref="JsonText"/>), commas set by itself. The outermost object is open
/// from the start and closed by <see cref="ToBody"/>.
/// </summary>
internal sealed class BodyWriter
{
    private const int UsualBytes = 768;

    private readonly ArrayBufferWriter<byte> _body = new(UsualBytes);
    private bool _needsComma;

    public BodyWriter() => _body.Write("{"u8);

    public BodyWriter Text(ReadOnlySpan<byte> name, string value)
    {
        Name(name);
        JsonText.Write(_body, value);
        return this;
    }

    /// <summary>Nothing for a value that is missing or empty: WeChat then takes its own default.</summary>
    public BodyWriter TextIfAny(ReadOnlySpan<byte> name, string? value) => string.IsNullOrEmpty(value) ? this : Text(name, value);

    public BodyWriter Open(ReadOnlySpan<byte> name)
    {
        Name(name);
        return Begin("{"u8);
    }

    /// <summary>An object whose name is not known beforehand.</summary>
    public BodyWriter Open(string name)
    {
        Comma();
        JsonText.Write(_body, name);
        _body.Write(":"u8);
        return Begin("{"u8);
    }

    public BodyWriter Close() => End("}"u8);

    public BodyWriter OpenList(ReadOnlySpan<byte> name)
    {
        Name(name);
        return Begin("["u8);
    }

    public BodyWriter OpenItem()
    {
        Comma();
        return Begin("{"u8);
    }

    public BodyWriter Item(string value)
    {
        Comma();
        JsonText.Write(_body, value);
        _needsComma = true;
        return this;
    }

    public BodyWriter Item(int value)
    {
        Comma();
        Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture), _body);
        _needsComma = true;
        return this;
    }

    public BodyWriter CloseList() => End("]"u8);

    public ReadOnlyMemory<byte> ToBody()
    {
        _body.Write("}"u8);
        return _body.WrittenMemory;
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        Comma();
        _body.Write("\""u8);
        _body.Write(name);
        _body.Write("\":"u8);
        _needsComma = true;
    }

    private void Comma()
    {
        if (_needsComma)
        {
            _body.Write(","u8);
        }
    }

    private BodyWriter Begin(ReadOnlySpan<byte> bracket)
    {
        _body.Write(bracket);
        _needsComma = false;
        return this;
    }

    private BodyWriter End(ReadOnlySpan<byte> bracket)
    {
        _body.Write(bracket);
        _needsComma = true;
        return this;
    }
}
