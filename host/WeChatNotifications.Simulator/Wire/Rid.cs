using System.Buffers.Text;
using System.Security.Cryptography;

namespace WeChatNotifications.Simulator.Wire;

/// <summary>The request id at the end of every error text: three groups of eight hex digits, the first one the unix second of the call.</summary>
internal static class Rid
{
    public const int Length = 26;

    public static void Write(Span<byte> destination, long unixSeconds)
    {
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        Hex(destination, (uint)unixSeconds);
        destination[8] = (byte)'-';
        Hex(destination[9..], BitConverter.ToUInt32(random));
        destination[17] = (byte)'-';
        Hex(destination[18..], BitConverter.ToUInt32(random[4..]));
    }

    private static void Hex(Span<byte> destination, uint value) => Utf8Formatter.TryFormat(value, destination, out _, new('x', 8));
}
