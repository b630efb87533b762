using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WeChatNotifications.WeChatApi.Tokens;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>What calls are made for, as their answers hold it.</summary>
internal static class ApiPayloads
{
    /// <summary>A plain yes. Without an errcode something else must show that it is WeChat who said it: any JSON object would pass otherwise.</summary>
    public static bool Yes(ReadOnlySpan<byte> utf8, in ApiAnswer answer, out Done? payload)
    {
        payload = Done.Value;
        return answer.Code is 0 || answer.Message == "ok";
    }

    /// <summary>A message taken, with its id if WeChat tells one.</summary>
    public static bool Sent(ReadOnlySpan<byte> utf8, in ApiAnswer answer, out long? payload)
    {
        payload = answer.MessageId;
        return answer.Code is 0 || answer.MessageId is not null || answer.Message == "ok";
    }

    /// <summary>A token and its remaining time.</summary>
    public static bool Token(ReadOnlySpan<byte> utf8, in ApiAnswer answer, out TokenResult.Issued? payload)
    {
        payload = answer is { AccessToken.Length: > 0, ExpiresIn: > 0 and <= int.MaxValue }
            ? new(answer.AccessToken, TimeSpan.FromSeconds(answer.ExpiresIn.Value))
            : null;
        return payload is not null;
    }

    /// <summary>A reader of one kind of answer.</summary>
    /// <param name="body">The answer's shape.</param>
    /// <param name="take">
    /// Gets the answer and whether WeChat said yes in so many words (<c>errcode</c> 0), and returns the payload, or
    /// <see langword="null"/> when it is not there.
    /// </param>
    public static PayloadReader<TPayload> Of<TBody, TPayload>(JsonTypeInfo<TBody> body, Func<TBody, bool, TPayload?> take)
        where TBody : class
        where TPayload : class =>
        (utf8, in answer, out payload) =>
        {
            try
            {
                payload = JsonSerializer.Deserialize(utf8, body) is { } read ? take(read, answer.Code is 0) : null;
            }
            catch (JsonException)
            {
                // An object where a list belongs and the like.
                payload = null;
            }

            return payload is not null;
        };
}
