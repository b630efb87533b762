using System.Buffers;
using WeChatNotifications.WeChatApi.Http;

namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>Checks a <see cref="SubscribeMessage"/> and writes it the way <c>message/subscribe/send</c> reads it.</summary>
internal static class SubscribeMessageBody
{
    private const int UsualBytes = 768;

    /// <exception cref="ArgumentException">The message lacks a part that WeChat demands.</exception>
    public static void ThrowIfInvalid(SubscribeMessage message, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(message, parameterName);
        Require(!string.IsNullOrWhiteSpace(message.ToUser), "The message has no ToUser.");
        Require(!string.IsNullOrWhiteSpace(message.TemplateId), "The message has no TemplateId.");
        Require(message.MiniprogramState is null || Enum.IsDefined(message.MiniprogramState.Value), "The message has an undefined MiniprogramState.");
        Require(message.Data is not null, "The message has no Data.");
        for (var i = 0; i < message.Data!.Count; i++)
        {
            var (field, value) = message.Data[i];
            Require(!string.IsNullOrWhiteSpace(field), "The message's Data has a field without a name.");
            Require(value is not null, "The message's Data has a field without a value.");
            for (var j = 0; j < i; j++)
            {
                Require(message.Data[j].Key != field, "The message's Data names a field twice.");
            }
        }

        void Require(bool condition, string otherwise)
        {
            if (!condition)
            {
                throw new ArgumentException(otherwise, parameterName);
            }
        }
    }

    public static ReadOnlyMemory<byte> Write(SubscribeMessage message)
    {
        var body = new ArrayBufferWriter<byte>(UsualBytes);
        body.Write("{\"touser\":"u8);
        JsonText.Write(body, message.ToUser);
        body.Write(",\"template_id\":"u8);
        JsonText.Write(body, message.TemplateId);
        if (!string.IsNullOrEmpty(message.Page))
        {
            body.Write(",\"page\":"u8);
            JsonText.Write(body, message.Page);
        }

        body.Write(",\"data\":{"u8);
        for (var i = 0; i < message.Data.Count; i++)
        {
            body.Write(i == 0 ? ""u8 : ","u8);
            JsonText.Write(body, message.Data[i].Key);
            body.Write(":{\"value\":"u8);
            JsonText.Write(body, message.Data[i].Value);
            body.Write("}"u8);
        }

        body.Write("}"u8);
        if (message.MiniprogramState is { } state)
        {
            body.Write(",\"miniprogram_state\":"u8);
            JsonText.Write(body, state switch
            {
                MiniProgramState.Developer => "developer",
                MiniProgramState.Trial => "trial",
                _ => "formal",
            });
        }

        if (!string.IsNullOrEmpty(message.Lang))
        {
            body.Write(",\"lang\":"u8);
            JsonText.Write(body, message.Lang);
        }

        body.Write("}"u8);
        return body.WrittenMemory;
    }
}
