using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatNotifications.Simulator.People;

/// <summary>
/// Openids computed from their number, and the number computed back: millions of followers take no memory, and are the same at
/// every start. They look like WeChat's: 28 characters, the first six shared by all of an app.
/// </summary>
internal sealed class GeneratedOpenIds
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const int PrefixLength = 6;
    private const int NumberLength = 11; // 64 bits in characters of six
    private const int Length = PrefixLength + (2 * NumberLength);

    private readonly string _prefix;
    private readonly ulong _factor;
    private readonly ulong _inverse;
    private readonly ulong _offset;
    private readonly ulong _seal;

    public GeneratedOpenIds(string appId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(appId));
        _prefix = string.Concat("o", new string([.. hash.Take(PrefixLength - 1).Select(part => Alphabet[part % Alphabet.Length])]));
        // Odd, so that multiplying can be undone.
        _factor = BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(8)) | 1;
        _inverse = InverseOf(_factor);
        _offset = BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(16));
        _seal = BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(24)) | 1;
    }

    public string this[int number] => string.Create(Length, Fold(((ulong)number * _factor) + _offset), (text, scrambled) =>
    {
        _prefix.CopyTo(text);
        Write(text[PrefixLength..], scrambled);
        Write(text[(PrefixLength + NumberLength)..], Fold(scrambled * _seal));
    });

    /// <summary>The number of an openid; null for one that was not made here.</summary>
    public int? NumberOf(string openId)
    {
        if (openId.Length != Length || !openId.StartsWith(_prefix, StringComparison.Ordinal) || Read(openId.AsSpan(PrefixLength, NumberLength)) is not { } scrambled)
        {
            return null;
        }

        var number = (Fold(scrambled) - _offset) * _inverse;
        return number <= int.MaxValue && this[(int)number] == openId ? (int)number : null;
    }

    /// <summary>Mixes the upper half into the lower one. Done twice it is undone.</summary>
    private static ulong Fold(ulong value) => value ^ (value >> 32);

    private static void Write(Span<char> text, ulong value)
    {
        for (var i = 0; i < NumberLength; i++)
        {
            text[i] = Alphabet[(int)(value % 64)];
            value /= 64;
        }
    }

    private static ulong? Read(ReadOnlySpan<char> text)
    {
        var value = 0ul;
        for (var i = NumberLength - 1; i >= 0; i--)
        {
            var digit = Alphabet.IndexOf(text[i], StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            value = (value * 64) + (ulong)digit;
        }

        return value;
    }

    /// <summary>Newton's way modulo 2^64: each step doubles the right bits, beginning with three.</summary>
    private static ulong InverseOf(ulong odd)
    {
        var inverse = odd;
        for (var rightBits = 3; rightBits < 64; rightBits *= 2)
        {
            inverse *= 2 - (odd * inverse);
        }

        return inverse;
    }
}
