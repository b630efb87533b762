using System.Text.Json;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.People;

/// <summary><c>GET /cgi-bin/user/info</c>: what WeChat tells about one user. Names and pictures are no longer among it.</summary>
internal sealed class FollowerInfoCall(SimulatedWeChat weChat) : TokenedCall(weChat, HttpMethods.Get)
{
    protected override void Recognise() => OpenId = Wire.Query.Read(Query, "openid");

    protected override int Standing(SimulatedApp app) => PeopleEndpoints.StandingOf(app);

    protected override Answer Answer(SimulatedApp app, DateTimeOffset now)
    {
        if (app.FindUser(OpenId!) is not { } user)
        {
            return WeChat.Answers.Refuse(WeChatCodes.InvalidOpenId);
        }

        return app.Quotas.FollowerInfosPerDay.TryTake(now)
            ? JsonAnswer.Of(json => FollowerInfo.Write(json, app, user, Wire.Query.Read(Query, "lang")))
            : WeChat.Answers.Refuse(WeChatCodes.DailyQuota);
    }
}

/// <summary><c>POST /cgi-bin/user/info/batchget</c>: the same of up to a hundred.</summary>
internal sealed class FollowerInfoBatchCall(SimulatedWeChat weChat) : TokenedCall(weChat, HttpMethods.Post)
{
    private const int Most = 100;

    protected override int Standing(SimulatedApp app) => PeopleEndpoints.StandingOf(app);

    protected override Answer Answer(SimulatedApp app, DateTimeOffset now)
    {
        if (Property("user_list") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is 0 or > Most)
        {
            return WeChat.Answers.Refuse(WeChatCodes.InvalidOpenIdCount);
        }

        var users = new List<(SimulatedUser User, string Language)>();
        foreach (var entry in list.EnumerateArray())
        {
            if (app.FindUser(TextOf(entry, "openid")) is not { } user)
            {
                return WeChat.Answers.Refuse(WeChatCodes.InvalidOpenId);
            }

            users.Add((user, TextOf(entry, "lang")));
        }

        return app.Quotas.FollowerInfosPerDay.TryTake(now) ? Show(app, users) : WeChat.Answers.Refuse(WeChatCodes.DailyQuota);
    }

    private static Answer Show(SimulatedApp app, List<(SimulatedUser User, string Language)> users) => JsonAnswer.Of(json =>
    {
        json.WriteStartArray("user_info_list");
        foreach (var (user, language) in users)
        {
            json.WriteStartObject();
            FollowerInfo.Write(json, app, user, language);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string TextOf(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

internal static class FollowerInfo
{
    private const string DefaultLanguage = "zh_CN";

    /// <summary>Of somebody who does not follow, the openid is all there is.</summary>
    public static void Write(Utf8JsonWriter json, SimulatedApp app, SimulatedUser user, string language)
    {
        var since = app.Followers.FollowsSince(user.OpenId);
        json.WriteNumber("subscribe", since is null ? 0 : 1);
        json.WriteString("openid", user.OpenId);
        if (since is not { } followedAt)
        {
            return;
        }

        json.WriteString("language", language.Length > 0 ? language : DefaultLanguage);
        json.WriteNumber("subscribe_time", followedAt);
        if (user.UnionId is { } unionId)
        {
            json.WriteString("unionid", unionId);
        }

        json.WriteString("remark", "");
        json.WriteNumber("groupid", 0);
        json.WriteStartArray("tagid_list");
        json.WriteEndArray();
        json.WriteString("subscribe_scene", "ADD_SCENE_SEARCH");
        json.WriteNumber("qr_scene", 0);
        json.WriteString("qr_scene_str", "");
    }
}
