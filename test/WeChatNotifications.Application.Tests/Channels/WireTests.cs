using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Templates;
using static WeChatNotifications.Application.Tests.Channels.ChannelShop;
using static WeChatNotifications.Application.Tests.Channels.ChannelTests;

namespace WeChatNotifications.Application.Tests.Channels;

/// <summary>What people are shown of a message is what WeChat got, but for what pays for it.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task A_form_id_that_is_used_up_is_not_shown_at_all()
    {
        await using var shop = await OpenAsync();
        await shop.FormTemplate();
        var formId = (await shop.FormIds("u0")).Single();
        var delivery = await shop.SentBy(Order("form") with { Data = Values(("goods", "“龙井”茶\\"), ("price", 12.5m), ("id", 7)) });

        var wire = await WireOf(shop, delivery.Id);

        var message = shop.OnlyMessage();
        wire.Body.ShouldBe(message.Body.Replace(formId, "***", StringComparison.Ordinal));
        (wire.Method, wire.FormId).ShouldBe(("POST", "***"));
        wire.Url.ShouldEndWith(TemplatePath + "?access_token=***");
        wire.Answer.ShouldBe(new WireAnswerDto(0, null, null, delivery.WeChatMessageId));
        wire.ToString().ShouldNotContain(formId);
    }

    [Fact]
    public async Task Of_a_form_id_that_is_bound_the_last_four_characters_are_shown()
    {
        await using var shop = await OpenAsync();
        await shop.FormTemplate();
        var formId = (await shop.FormIds("u0")).Single();
        var waiting = await shop.SendOne(Order("form") with { Data = Values(("goods", "茶"), ("price", 1), ("id", 7)), NotBefore = DateTimeOffset.UtcNow.AddDays(1) });
        (await WireOf(shop, waiting.DeliveryId)).FormId.ShouldBe("***");
        var now = DateTimeOffset.UtcNow;
        (await shop.Host.As<IFormIdStore, FormIdPermit?>(shop.Given.Tenant, s => s.ClaimAsync(new(shop.MiniProgram, "u0", waiting.DeliveryId, now, now), default))).ShouldNotBeNull();

        var wire = await WireOf(shop, waiting.DeliveryId);

        wire.FormId.ShouldBe("***" + formId[^4..]);
        wire.Body.ShouldContain($"\"form_id\":\"***{formId[^4..]}\"");
        wire.Body.ShouldNotContain(formId);
        wire.Answer.ShouldBeNull();
    }

    [Fact]
    public async Task Messages_of_official_accounts_are_shown_byte_for_byte()
    {
        await using var shop = await OpenAsync(SimulatedPeriod.Today);
        await shop.OfficialTemplate();
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
        var deliveries = new[]
        {
            await shop.SentBy(Order("official", "f0") with { Data = Values(("goods", "龙井茶"), ("id", "7/..")) }),
            await shop.SentBy(Order("notice", "f0") with { Data = Values(("goods", "龙井茶"), ("price", 12.5m)) }),
        };

        foreach (var (delivery, message) in deliveries.Zip(shop.WeChat.Messages().Messages))
        {
            var wire = await WireOf(shop, delivery.Id);
            (wire.Body, wire.FormId).ShouldBe((message.Body, null));
        }
    }

    [Fact]
    public async Task A_subscribe_message_is_shown_with_WeChats_refusal()
    {
        await using var shop = await OpenAsync(SimulatedPeriod.Today);
        await shop.OnceTemplate();
        var refused = await shop.SentBy(Order("once"), DeliveryStatus.Skipped);
        shop.WeChat.SetGrant(new() { AppId = Deliveries.WeChatFixture.AppId, OpenId = "u0", TemplateId = "tmpl-once", Sends = 1 });
        var sent = await shop.SentBy(Order("once"));

        (await WireOf(shop, sent.Id)).Body.ShouldBe(shop.OnlyMessage().Body);
        var answer = (await WireOf(shop, refused.Id)).Answer.ShouldNotBeNull();
        (answer.ErrorCode, answer.WeChatMessageId, answer.Rid).ShouldBe((43101, null, refused.Rid));
        answer.ErrorMessage.ShouldBe(refused.ErrorMessage);
    }

    [Fact]
    public async Task A_uniform_message_is_shown_with_both_of_its_parts_although_the_form_id_is_gone()
    {
        await using var shop = await OpenAsync();
        await shop.Template(Uniform(shop));
        var formId = (await shop.FormIds("u0")).Single();
        var delivery = await shop.SentBy(Order("uniform") with { Data = Values(("goods", "龙井茶"), ("id", 1)) });

        (await WireOf(shop, delivery.Id)).Body.ShouldBe(shop.OnlyMessage().Body.Replace(formId, "***", StringComparison.Ordinal));
    }

    private static Task<DeliveryWireDto> WireOf(ChannelShop shop, Guid id) => shop.Host.As<IDeliveryAppService, DeliveryWireDto>(shop.Given.Tenant, s => s.GetWireAsync(id));
}
