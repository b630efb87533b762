using System.Text.Json;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Wire;

/// <summary>
/// A call with an access token that sends no message. Checked in this order: verb, token, standing of the account, body, and then
/// what is the call's own.
/// </summary>
internal abstract class TokenedCall(SimulatedWeChat weChat, string verb) : Call
{
    private int _tokenCode;
    private JsonDocument? _body;

    protected SimulatedWeChat WeChat => weChat;

    /// <summary>What another verb is refused with.</summary>
    protected virtual int WrongVerb => HttpMethods.IsGet(verb) ? WeChatCodes.RequireGet : WeChatCodes.RequirePost;

    /// <summary>What a body that is not a JSON object is refused with.</summary>
    protected virtual int UnreadableBody => WeChatCodes.InvalidJson;

    /// <summary>The body of a POST: an object by the time the call's own checks begin.</summary>
    protected JsonElement Json => _body?.RootElement ?? default;

    public override void Identify()
    {
        _tokenCode = weChat.Tokens.Check(Query, out var app);
        App = app;
        AppId = app?.AppId;
        if (HttpMethods.IsPost(verb))
        {
            _body = Parse(Body);
        }

        Recognise();
    }

    public override Answer Process()
    {
        if (!HttpMethods.Equals(verb, Http.Request.Method))
        {
            return weChat.Answers.Refuse(WrongVerb);
        }

        if (_tokenCode != WeChatCodes.Ok)
        {
            return weChat.Answers.Refuse(_tokenCode);
        }

        var code = Standing(App!);
        if (code == WeChatCodes.Ok && HttpMethods.IsPost(verb))
        {
            code = this switch
            {
                { Body.IsEmpty: true } => WeChatCodes.EmptyBody,
                { Json.ValueKind: not JsonValueKind.Object } => UnreadableBody,
                _ => WeChatCodes.Ok,
            };
        }

        return code == WeChatCodes.Ok ? Answer(App!, weChat.Clock.GetUtcNow()) : weChat.Answers.Refuse(code);
    }

    public override void Release() => _body?.Dispose();

    /// <summary>0, or why this account may not call.</summary>
    protected abstract int Standing(SimulatedApp app);

    protected abstract Answer Answer(SimulatedApp app, DateTimeOffset now);

    /// <summary>Says which user or template is concerned, for faults and the call log.</summary>
    protected virtual void Recognise()
    {
    }

    /// <summary>A text of the body; empty when it is not there or something else.</summary>
    protected string Text(string name) => Property(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    protected JsonElement Property(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) ? value : default;

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            if (body.IsEmpty)
            {
                return null;
            }

            ReadTexts(body.Span);
            return JsonDocument.Parse(body);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null; // Process refuses it.
        }
    }

    /// <summary>Texts that are not UTF-8, or spell half a character, make the reader throw here and nowhere later.</summary>
    private static void ReadTexts(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                _ = reader.GetString();
            }
        }
    }
}
