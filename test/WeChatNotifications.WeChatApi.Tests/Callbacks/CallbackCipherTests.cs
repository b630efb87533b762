using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.WeChatApi.Tests.Callbacks;

public sealed class CallbackCipherTests
{
    private const string AppId = "wx0123456789abcdef";

    private static readonly EncodingAesKey Key = KeyOf("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C");

    [Fact]
    public void What_is_encrypted_comes_back_whatever_its_length()
    {
        var cipher = new CallbackCipher(Key, AppId);
        foreach (var length in Enumerable.Range(0, 130))
        {
            var message = RandomNumberGenerator.GetBytes(length);
            cipher.Decrypt(cipher.Encrypt(message)).ShouldBe(message);
        }
    }

    [Fact]
    public void The_same_message_is_never_encrypted_to_the_same_text()
        => new CallbackCipher(Key, AppId).Encrypt("same"u8).ShouldNotBe(new CallbackCipher(Key, AppId).Encrypt("same"u8));

    [Theory]
    [InlineData('C')]
    [InlineData('D')]
    [InlineData('A')]
    [InlineData('B')]
    public void A_key_may_end_in_bits_that_mean_nothing(char last)
    {
        // The last of 43 characters carries four bits of the key; A to D differ in the other two only.
        var key = KeyOf(string.Concat("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2", new string(last, 1)));
        new CallbackCipher(key, AppId).Decrypt(new CallbackCipher(Key, AppId).Encrypt("hello"u8)).ShouldBe("hello"u8.ToArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2")]
    [InlineData("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2CC")]
    [InlineData("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2=")]
    [InlineData("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B ")]
    [InlineData("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B-_")]
    [InlineData("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2中")]
    public void What_is_no_key_is_not_taken_for_one(string? text) => EncodingAesKey.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_new_key_is_what_the_settings_page_takes()
    {
        var texts = Enumerable.Range(0, 100).Select(_ => EncodingAesKey.Generate()).ToArray();
        texts.ShouldAllBe(t => t.Length == 43 && t.All(char.IsAsciiLetterOrDigit));
        texts.Distinct(StringComparer.Ordinal).Count().ShouldBe(100);
        texts.ShouldAllBe(t => Readable(t));
    }

    [Fact]
    public void A_message_for_another_app_or_with_another_key_is_not_ours()
    {
        var encrypted = new CallbackCipher(Key, AppId).Encrypt("hello"u8);
        new CallbackCipher(Key, "wx0123456789abcdeF").Decrypt(encrypted).ShouldBeNull();
        new CallbackCipher(Key, "x0123456789abcdef").Decrypt(encrypted).ShouldBeNull();
        new CallbackCipher(Key, AppId + "0").Decrypt(encrypted).ShouldBeNull();
        new CallbackCipher(KeyOf(EncodingAesKey.Generate()), AppId).Decrypt(encrypted).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")]
    public void What_was_never_encrypted_is_not_ours(string text) => new CallbackCipher(Key, AppId).Decrypt(text).ShouldBeNull();

    [Fact]
    public void Padding_must_be_whole_and_the_length_must_fit()
    {
        var cipher = new CallbackCipher(Key, AppId);
        cipher.Decrypt(Raw(Framed(5, "hello" + AppId, 0))).ShouldBeNull();
        cipher.Decrypt(Raw(Framed(5, "hello" + AppId, 33))).ShouldBeNull();
        cipher.Decrypt(Raw(Framed(6, "hello" + AppId, null))).ShouldBeNull();
        cipher.Decrypt(Raw(Framed(4, "hello" + AppId, null))).ShouldBeNull();
        cipher.Decrypt(Raw(Framed(uint.MaxValue, "hello" + AppId, null))).ShouldBeNull();
        cipher.Decrypt(Raw(Framed(5, "hello" + AppId, null))).ShouldBe("hello"u8.ToArray());

        var broken = Framed(5, "hello" + AppId, null);
        broken[^2] ^= 1;
        cipher.Decrypt(Raw(broken)).ShouldBeNull();

        // All padding: nothing is left to hold a head.
        cipher.Decrypt(Raw([.. Enumerable.Repeat((byte)32, 32)])).ShouldBeNull();
    }

    [Fact]
    public void Random_bytes_never_throw()
        => Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2_000),
            Prop.ForAll(
                Gen.Choose(0, 12).SelectMany(n => Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b), n * 16)).ToArbitrary(),
                (byte[] bytes) => new CallbackCipher(Key, AppId).Decrypt(Convert.ToBase64String(bytes)) is null));

    private static bool Readable(string text) => EncodingAesKey.TryParse(text, out _);

    private static EncodingAesKey KeyOf(string text)
    {
        EncodingAesKey.TryParse(text, out var key).ShouldBeTrue();
        return key;
    }

    /// <summary>16 bytes of random, a length, a text, and padding that may be a lie.</summary>
    private static byte[] Framed(uint length, string text, byte? padding)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var pad = 32 - ((20 + content.Length) % 32);
        var plain = new byte[20 + content.Length + pad];
        BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(16), length);
        content.CopyTo(plain, 20);
        plain.AsSpan(20 + content.Length).Fill(padding ?? (byte)pad);
        return plain;
    }

    private static string Raw(byte[] plain)
    {
        using var aes = Aes.Create();
        aes.SetKey(Key.Bytes);
        return Convert.ToBase64String(aes.EncryptCbc(plain, Key.Bytes[..16], PaddingMode.None));
    }
}
