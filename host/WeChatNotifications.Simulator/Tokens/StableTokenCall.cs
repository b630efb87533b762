using System.Text.Json;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Tokens;

/// <summary><c>POST /cgi-bin/stable_token</c>: the same token until shortly before its end.</summary>
internal sealed class StableTokenCall(SimulatedWeChat weChat) : TokenCall(weChat)
{
    private bool _readable;
    private bool _force;

    public override void Identify()
    {
        var appId = "";
        try
        {
            appId = Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            _readable = false; // Process answers 47001.
        }

        IdentifyApp(appId);
    }

    protected override TokenSlot SlotOf(SimulatedApp app) => app.StableTokens;

    protected override int CheckShape() => this switch
    {
        _ when !HttpMethods.IsPost(Http.Request.Method) => WeChatCodes.RequirePost,
        { Body.IsEmpty: true } => WeChatCodes.EmptyBody,
        { _readable: false } => WeChatCodes.InvalidJson,
        _ => WeChatCodes.Ok,
    };

    protected override Answer Issue(SimulatedApp app)
    {
        var now = WeChat.Clock.GetUtcNow();
        if (!app.Quotas.StableTokensPerMinute.TryTake(now))
        {
            return WeChat.Answers.Refuse(WeChatCodes.MinuteQuota);
        }

        return app.Quotas.StableTokensPerDay.TryTake(now) && WeChat.Tokens.IssueStable(app, _force) is { } issued
            ? issued
            : WeChat.Answers.Refuse(WeChatCodes.DailyQuota);
    }

    private string Read()
    {
        var appId = "";
        if (Body.IsEmpty)
        {
            return appId;
        }

        using var document = JsonDocument.Parse(Body);
        _readable = document.RootElement.ValueKind == JsonValueKind.Object;
        if (!_readable)
        {
            return appId;
        }

        foreach (var property in document.RootElement.EnumerateObject())
        {
            switch (property.Name)
            {
                case "grant_type": GrantTypeGiven = Text(property.Value); break;
                case "appid": appId = Text(property.Value); break;
                case "secret": SecretGiven = Text(property.Value); break;
                case "force_refresh": _force = property.Value.ValueKind == JsonValueKind.True; break;
            }
        }

        return appId;
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
