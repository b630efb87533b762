using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>
/// What makes two messages the same: app, user, template, where it leads and the values shown, or the one value named by the settings. Kept
/// as the first half of a SHA-256: 16 bytes instead of texts, and no two different messages share one in practice.
/// </summary>
internal readonly record struct MessageIdentity(ulong High, ulong Low)
{
    /// <summary>The hash is even already; the dictionaries need not mix it again.</summary>
    public override int GetHashCode() => Low.GetHashCode();

    public static MessageIdentity Of(in AcceptedMessage message, string? identityKey)
    {
        var buffer = new Buffer(ArrayPool<byte>.Shared.Rent(1024));
        buffer.Add(message.App.AppId);
        buffer.Add(message.User.OpenId);
        buffer.Add(message.Template.TemplateId);
        if (!string.IsNullOrEmpty(identityKey) && message.Content.TryFind(identityKey, out var identity))
        {
            buffer.Add(identity.Value ?? "");
        }
        else
        {
            buffer.Add(message.Content.Page);
            if (message.Content.Url.Length > 0)
            {
                buffer.Add(message.Content.Url);
            }

            foreach (var field in message.Template.Fields)
            {
                message.Content.TryFind(field.Key, out var entry);
                buffer.Add(entry.Value ?? "");
            }
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.Written, hash);
        buffer.Return();
        return new(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }

    private ref struct Buffer(byte[] rented)
    {
        private byte[] _bytes = rented;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

        public void Add(string part)
        {
            var most = Encoding.UTF8.GetMaxByteCount(part.Length) + 1;
            if (_bytes.Length - _length < most)
            {
                var larger = ArrayPool<byte>.Shared.Rent((_bytes.Length * 2) + most);
                Written.CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = larger;
            }

            _length += Encoding.UTF8.GetBytes(part, _bytes.AsSpan(_length));
            // UTF-8 of a value never holds this byte, so parts cannot run into each other.
            _bytes[_length++] = 0xFF;
        }

        public readonly void Return() => ArrayPool<byte>.Shared.Return(_bytes);
    }
}
