using System.Text.Json;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests;

/// <summary>The shop's mini program with the official account bound to it, and the calls that send other than subscribe messages.</summary>
internal static class Bound
{
    public const string Official = "wx0000000000000009";
    public const string Legacy = "tmpl-legacy";
    public const string OfficialOrder = "tmpl-official-order";
    public const string OfficialTyped = "tmpl-official-typed";
    public const string Notice = "tmpl-notice";
    public const string Follower = "f-alice";
    public const string Gone = "f-gone";
    public const string TemplatePath = "/cgi-bin/message/wxopen/template/send";
    public const string UniformPath = "/cgi-bin/message/wxopen/template/uniform_send";
    public const string OfficialPath = "/cgi-bin/message/template/send";
    public const string NoticePath = "/cgi-bin/message/subscribe/bizsend";

    public static async Task<Given> Accounts(SimulatedPeriod? period = SimulatedPeriod.Of2018, SimulatorOptions? options = null)
    {
        var shop = await Given.A_shop(options);
        shop.Control.Seed(Document with { Settings = new() { Period = period } });
        return shop;
    }

    public static SeedDocument Document => new()
    {
        Apps = [new() { AppId = Official, Secret = Given.Secret, Kind = AppKind.OfficialAccount }, new() { AppId = Given.App, LinkedAppId = Official }],
        Templates =
        [
            new() { AppId = Given.App, TemplateId = Legacy, Fields = ["keyword1", "keyword2"] },
            new() { AppId = Official, TemplateId = OfficialOrder, Content = "{{first.DATA}}\n单号：{{keyword1.DATA}}\n{{remark.DATA}}" },
            new() { AppId = Official, TemplateId = OfficialTyped, Fields = ["thing01", "time2", "const3"], Enums = new Dictionary<string, IReadOnlyList<string>> { ["const3"] = ["已发货", "已签收"] } },
            new() { AppId = Official, TemplateId = Notice, Kind = TemplateKind.Subscribe, Fields = ["thing1"] },
        ],
        Users =
        [
            new() { AppId = Given.App, OpenId = Given.Alice, UnionId = "u-alice" },
            new() { AppId = Given.App, OpenId = Given.Bob, UnionId = "u-bob" },
            new() { AppId = Official, OpenId = Follower, UnionId = "u-alice" },
            new() { AppId = Official, OpenId = Gone, IsFollower = false },
        ],
    };

    public static string FormId(this Given shop, string openId = Given.Alice) => shop.FormIds(openId: openId)[0];

    public static IReadOnlyList<string> FormIds(this Given shop, FormIdKind kind = FormIdKind.FormId, int count = 1, int? uses = null, string openId = Given.Alice) =>
        shop.Control.IssueFormIds(new() { AppId = Given.App, OpenId = openId, Kind = kind, Count = count, Uses = uses }).FormIds;

    public static async Task<Reply> SendTo(this Given shop, string path, string appId, object body) =>
        await shop.SendTo(path, appId, JsonSerializer.Serialize(body));

    public static async Task<Reply> SendTo(this Given shop, string path, string appId, string body) =>
        await shop.Post($"{path}?access_token={await shop.Token(appId)}", body);

    public static async Task<Reply> SendTemplate(
        this Given shop, string formId, string openId = Given.Alice, string template = Legacy, object? data = null, string? page = null, string? emphasis = null) =>
        await shop.SendTo(TemplatePath, Given.App, TemplatePart(formId, template, data, page, emphasis, openId));

    public static object TemplatePart(
        string? formId, string template = Legacy, object? data = null, string? page = null, string? emphasis = null, string? openId = null) => new
        {
            touser = openId,
            template_id = template,
            form_id = formId,
            page,
            emphasis_keyword = emphasis,
            data = data ?? new { keyword1 = new { value = "A-1001", color = "#173177" }, keyword2 = new { value = "tea" } },
        };

    public static async Task<Reply> SendUniform(this Given shop, string openId = Given.Alice, object? weapp = null, object? official = null, string appId = Given.App) =>
        await shop.SendTo(UniformPath, appId, new { touser = openId, weapp_template_msg = weapp, mp_template_msg = official });

    public static object OfficialPart(string appId = Official, string template = OfficialOrder, object? data = null, object? miniprogram = null, string? url = "https://shop.example/orders/1") => new
    {
        appid = appId,
        template_id = template,
        url,
        miniprogram,
        data = data ?? OfficialData(),
    };

    public static async Task<Reply> SendOfficial(
        this Given shop, string openId = Follower, string template = OfficialOrder, object? data = null, string? url = null, object? miniprogram = null,
        string? clientId = null, string appId = Official) =>
        await shop.SendTo(OfficialPath, appId, new { touser = openId, template_id = template, url, miniprogram, client_msg_id = clientId, data = data ?? OfficialData() });

    public static object OfficialData(string number = "A-1001") => new { first = new { value = "您好" }, keyword1 = new { value = number }, remark = new { value = "谢谢" } };

    public static async Task<Reply> SendNotice(
        this Given shop, string openId = Follower, string text = "sunny", string? page = null, object? miniprogram = null, string template = Notice, string appId = Official) =>
        await shop.SendTo(NoticePath, appId, new { touser = openId, template_id = template, page, miniprogram, data = new { thing1 = new { value = text } } });
}
