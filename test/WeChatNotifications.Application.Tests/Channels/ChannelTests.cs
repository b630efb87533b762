using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Templates;
using static WeChatNotifications.Application.Tests.Channels.ChannelShop;

namespace WeChatNotifications.Application.Tests.Channels;

/// <summary>Each channel's message arrives at WeChat with all that its template says.</summary>
public sealed class ChannelTests
{
    [Fact]
    public async Task A_template_message_is_paid_for_with_a_form_id()
    {
        await using var shop = await OpenAsync();
        await shop.FormTemplate();
        var formId = (await shop.FormIds("u0")).Single();

        var delivery = await shop.SentBy(Order("form") with { Data = Values(("goods", "龙井茶"), ("price", 12.5m), ("id", 7)) });

        var message = shop.OnlyMessage();
        (message.Channel, message.OpenId, message.TemplateId, message.FormId).ShouldBe((SimulatedChannel.TemplateMessage, "u0", "tmpl-form", formId));
        (message.Page, message.EmphasisKeyword).ShouldBe(("pages/order?id=7", "keyword1.DATA"));
        message.Data.ShouldBe(new Dictionary<string, string> { ["keyword1"] = "龙井茶", ["keyword2"] = "12.5" });
        message.Body.ShouldContain("#173177");
        (delivery.Channel, delivery.Timeline.Count).ShouldBe((MessageChannel.TemplateMessage, 0));
        (await shop.Balance("u0")).ShouldBeNull();
    }

    [Fact]
    public async Task A_payment_allows_several_messages()
    {
        await using var shop = await OpenAsync();
        await shop.FormTemplate();
        await shop.FormIds("u0", kind: Simulator.FormIds.FormIdKind.PrepayId);

        for (var i = 0; i < 3; i++)
        {
            await shop.SentBy(Order("form") with { Data = Values(("goods", "茶"), ("price", i), ("id", i)) });
        }

        var fourth = await shop.SentBy(Order("form") with { Data = Values(("goods", "茶"), ("price", 3), ("id", 3)) }, DeliveryStatus.Skipped);
        fourth.Reason.ShouldBe(DeliveryReason.NoPermit);
        shop.Calls(TemplatePath).ShouldBe(3, "WeChat is not asked without a permit");
    }

    [Fact]
    public async Task An_official_account_tells_its_followers_and_WeChat_can_recognize_a_repeat()
    {
        await using var shop = await OpenAsync(SimulatedPeriod.Today);
        await shop.OfficialTemplate();

        var delivery = await shop.SentBy(Order("official", "f0") with { Data = Values(("goods", "龙井茶"), ("id", "7/..")) });

        var message = shop.OnlyMessage();
        (message.Channel, message.AppId, message.OpenId).ShouldBe((SimulatedChannel.OfficialAccountTemplateMessage, OfficialAppId, "f0"));
        (message.Url, message.JumpAppId, message.Page).ShouldBe(("https://shop.example/orders/7%2F..", Deliveries.WeChatFixture.AppId, "pages/order?id=7%2F.."));
        message.Data.ShouldBe(new Dictionary<string, string> { ["first"] = "您好", ["keyword1"] = "龙井茶", ["remark"] = "谢谢" });
        message.ClientMessageId.ShouldBe(delivery.Id.ToString("N"));
        delivery.Url.ShouldBe(message.Url);
    }

    [Fact]
    public async Task A_subscription_notice_of_an_official_account_spends_an_accept()
    {
        await using var shop = await OpenAsync(SimulatedPeriod.Today);
        shop.WeChat.SetGrant(new() { AppId = OfficialAppId, OpenId = "f0", TemplateId = "tmpl-biz", Sends = 1 });
        await shop.Template(new()
        {
            Name = "notice",
            AppCredentialId = shop.OfficialAccount,
            Channel = MessageChannel.OfficialAccountSubscribeMessage,
            WeChatTemplateId = "tmpl-biz",
            Fields = [new() { Key = "thing1", Name = "goods" }, new() { Key = "amount2", Name = "price" }],
            UrlPattern = "https://shop.example/x",
        });

        await shop.SentBy(Order("notice", "f0") with { Data = Values(("goods", "龙井茶"), ("price", 12.5m)) });
        var second = await shop.SentBy(Order("notice", "f0") with { Data = Values(("goods", "龙井茶"), ("price", 13m)) }, DeliveryStatus.Skipped);

        (shop.OnlyMessage().Channel, shop.OnlyMessage().Data["amount2"]).ShouldBe((SimulatedChannel.OfficialAccountSubscribeMessage, "¥12.50"));
        (second.Reason, second.ErrorCode).ShouldBe((DeliveryReason.NoPermit, 43101));
    }

    [Fact]
    public async Task A_uniform_message_goes_out_by_the_mini_program_where_a_form_id_is_left_and_else_by_the_account()
    {
        await using var shop = await OpenAsync();
        await shop.Template(Uniform(shop));
        await shop.FormIds("u0");
        shop.WeChat.SetUser(new() { AppId = Deliveries.WeChatFixture.AppId, OpenId = "u0", UnionId = "union-0" });
        shop.WeChat.SetUser(new() { AppId = OfficialAppId, OpenId = "f0", UnionId = "union-0" });

        await shop.SentBy(Order("uniform") with { Data = Values(("goods", "龙井茶"), ("id", 1)) });
        await shop.SentBy(Order("uniform") with { Data = Values(("goods", "乌龙茶"), ("id", 2)) });

        var messages = shop.WeChat.Messages().Messages;
        messages.Count.ShouldBe(2);
        (messages[0].AppId, messages[0].TemplateId, messages[0].OpenId, messages[0].Data["keyword1"]).ShouldBe((Deliveries.WeChatFixture.AppId, "tmpl-form", "u0", "龙井茶"));
        (messages[1].AppId, messages[1].TemplateId, messages[1].OpenId, messages[1].Data["keyword1"]).ShouldBe((OfficialAppId, "tmpl-oa", "f0", "乌龙茶"));
        messages[1].Url.ShouldBe("https://shop.example/orders/2");
    }

    [Fact]
    public async Task Keywords_fill_the_fields_of_every_template_in_its_order()
    {
        await using var shop = await OpenAsync();
        await shop.FormTemplate();
        await shop.FormIds("u0");

        await shop.SentBy(new Notification { Template = "form", To = "u0", Keywords = ["龙井茶", 12.5m], Data = Values(("id", 7)) });

        shop.OnlyMessage().Data.ShouldBe(new Dictionary<string, string> { ["keyword1"] = "龙井茶", ["keyword2"] = "12.5" });
        var refusal = await Should.ThrowAsync<RuleViolationException>(() => shop.SendOne(new Notification { Template = "form", To = "u0", Keywords = ["a", "b", "c"], Data = Values(("goods", "x"), ("id", 7)) }));
        refusal.Violations.Select(v => v.Rule).ShouldBe([RuleCodes.TooMany, RuleCodes.GivenTwice], ignoreOrder: true);
    }

    [Fact]
    public async Task What_only_a_later_template_of_the_chain_needs_is_missed_at_once()
    {
        await using var shop = await OpenAsync();
        await shop.OnceTemplate((await shop.OfficialTemplate()).Id);

        var refusal = await Should.ThrowAsync<RuleViolationException>(() => shop.SendOne(Order("once")));

        refusal.Violations.ShouldHaveSingleItem().ToString().ShouldBe("data.id: Rule.Required");
        (await shop.Given.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryLogs" """)).Single().ShouldBe(0);
    }

    internal static SaveMessageTemplateDto Uniform(ChannelShop shop) => new()
    {
        Name = "uniform",
        AppCredentialId = shop.MiniProgram,
        Channel = MessageChannel.UniformMessage,
        WeChatTemplateId = "tmpl-oa",
        Fields = [new() { Key = "first", DefaultValue = "您好" }, new() { Key = "keyword1", Name = "goods" }, new() { Key = "remark", DefaultValue = "谢谢" }],
        UrlPattern = "https://shop.example/orders/{id}",
        PagePattern = "pages/order?id={id}",
        Weapp = new() { WeChatTemplateId = "tmpl-form", Fields = [new() { Key = "keyword1", Name = "goods" }, new() { Key = "keyword2", DefaultValue = "-" }], PagePattern = "pages/order" },
    };

    internal static Dictionary<string, object?> Values(params (string Name, object? Value)[] values) => values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
}
