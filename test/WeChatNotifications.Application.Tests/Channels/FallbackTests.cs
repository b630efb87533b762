using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Templates;
using static WeChatNotifications.Application.Tests.Channels.ChannelShop;
using static WeChatNotifications.Application.Tests.Channels.ChannelTests;

namespace WeChatNotifications.Application.Tests.Channels;

/// <summary>Where one template cannot reach the user, the next one of its chain does, on the same row.</summary>
public sealed class FallbackTests
{
    [Fact]
    public async Task Without_a_form_id_the_account_tells_the_same_person()
    {
        await using var shop = await OpenAsync();
        await shop.FormTemplate((await shop.OfficialTemplate()).Id);
        await shop.LinkUsers();

        var delivery = await shop.SentBy(Order("form") with { Data = Values(("goods", "龙井茶"), ("price", 1), ("id", 7)) });

        (delivery.Template, delivery.OpenId, delivery.AppCredentialId, delivery.Attempts).ShouldBe(("official", "f0", shop.OfficialAccount, 1));
        (shop.OnlyMessage().OpenId, shop.OnlyMessage().Data["keyword1"]).ShouldBe(("f0", "龙井茶"));
        shop.Calls(TemplatePath).ShouldBe(0);
        var step = delivery.Timeline.ShouldHaveSingleItem();
        (step.Template, step.OpenId, step.Number, step.ErrorCode).ShouldBe(("form", "u0", 1, null));
        step.ErrorMessage.ShouldBe("The user has no usable form id.");
        shop.OnlyMessage().ClientMessageId.ShouldNotBe(delivery.Id.ToString("N"), "a second message of one delivery must not look like a repeat of the first");
    }

    [Fact]
    public async Task A_user_who_refuses_the_subscribe_message_gets_the_next_and_the_ledger_knows()
    {
        await using var shop = await OpenAsync(SimulatedPeriod.Today);
        await shop.OnceTemplate((await shop.OfficialTemplate()).Id);
        await shop.LinkUsers();
        await shop.Host.As<ISubscriptionGrantAppService, bool>(shop.Given.Tenant, async s =>
        {
            await s.ReportAsync(new() { AppCredentialId = shop.MiniProgram, Decisions = [new() { OpenId = "u0", Template = "once", Decision = GrantDecision.Accepted, Accepts = 3 }] });
            return true;
        });

        var delivery = await shop.SentBy(Order("once") with { Data = Values(("goods", "茶"), ("id", 7)) });

        (delivery.Template, delivery.Timeline.ShouldHaveSingleItem().ErrorCode).ShouldBe(("official", 43101));
        var grants = await shop.Host.As<ISubscriptionGrantAppService, CursorPage<SubscriptionGrantDto>>(shop.Given.Tenant, s => s.ListAsync(new()));
        grants.Items.ShouldHaveSingleItem().ShouldSatisfyAllConditions(g => g.OpenId.ShouldBe("u0"), g => g.Remaining.ShouldBe(0), g => g.LastDecision.ShouldBe(GrantDecision.UsedUp));
    }

    [Fact]
    public async Task A_template_that_requires_a_known_accept_does_not_ask_WeChat_in_vain()
    {
        await using var shop = await OpenAsync(SimulatedPeriod.Today);
        await shop.OnceTemplate((await shop.OfficialTemplate()).Id, requiresGrant: true);
        await shop.LinkUsers(2);
        shop.WeChat.SetGrant(new() { AppId = WeChatFixture.AppId, OpenId = "u1", TemplateId = "tmpl-once", Sends = 1 });
        await shop.Host.As<ISubscriptionGrantAppService, bool>(shop.Given.Tenant, async s =>
        {
            await s.ReportAsync(new() { AppCredentialId = shop.MiniProgram, Decisions = [new() { OpenId = "u1", Template = "once", Decision = GrantDecision.Accepted }] });
            return true;
        });

        var refused = await shop.SentBy(Order("once") with { Data = Values(("goods", "茶"), ("id", 7)) });
        var accepted = await shop.SentBy(Order("once", "u1") with { Data = Values(("goods", "茶"), ("id", 8)) });

        (refused.Template, accepted.Template).ShouldBe(("official", "once"));
        shop.Calls(WeChatFixture.SendPath).ShouldBe(1);
    }

    [Fact]
    public async Task Who_does_not_follow_the_account_is_told_by_the_mini_program()
    {
        await using var shop = await OpenAsync(SimulatedPeriod.Today);
        await shop.OfficialTemplate((await shop.OnceTemplate()).Id);
        await shop.LinkUsers();
        shop.WeChat.SetUser(new() { AppId = OfficialAppId, OpenId = "f0", IsFollower = false });
        shop.WeChat.SetGrant(new() { AppId = WeChatFixture.AppId, OpenId = "u0", TemplateId = "tmpl-once", Sends = 1 });

        var delivery = await shop.SentBy(Order("official", "f0") with { Data = Values(("goods", "茶"), ("id", 7)) });

        (delivery.Template, delivery.OpenId, delivery.Timeline.Single().ErrorCode).ShouldBe(("once", "u0", 43004));
    }

    [Fact]
    public async Task A_withdrawn_call_is_asked_once_and_not_for_each_of_many()
    {
        await using var shop = await OpenAsync(SimulatedPeriod.Today, s => s["Dispatch:ConcurrencyPerApp"] = "1");
        await shop.FormTemplate((await shop.OfficialTemplate()).Id);
        await shop.LinkUsers(20);
        for (var i = 0; i < 20; i++)
        {
            await shop.Report($"u{i}", [$"form-of-{i}"]);
        }

        await shop.Host.Send(Order("form", NotificationRecipients.OpenIds(WeChatFixture.Users(20))) with { Data = Values(("goods", "茶"), ("price", 1), ("id", 7)) });
        await shop.Host.UntilCount(DeliveryStatus.Sent, 20);

        shop.Calls(TemplatePath, "45103").ShouldBe(1);
        shop.WeChat.Report().AcceptedByChannel.ShouldHaveSingleItem().ShouldBe(new(SimulatedChannel.OfficialAccountTemplateMessage, 20));
        (await shop.Balance("u5"))!.FormIds.ShouldBe(1, "what WeChat did not take is the user's still");

        await shop.Host.Configure(a => a with { LinkedAppId = OfficialAppId, Name = "Another name" });
        await shop.SentBy(Order("form") with { Data = Values(("goods", "茶"), ("price", 1), ("id", 8)) });
        shop.Calls(TemplatePath, "45103").ShouldBe(2, "changed settings make it ask again");
    }

    [Fact]
    public async Task Where_nobody_knows_the_user_the_step_is_passed_over_and_the_first_reason_stands()
    {
        await using var shop = await OpenAsync();
        await shop.FormTemplate((await shop.OfficialTemplate()).Id);

        var delivery = await shop.SentBy(Order("form") with { Data = Values(("goods", "茶"), ("price", 1), ("id", 7)) }, DeliveryStatus.Skipped);

        (delivery.Reason, delivery.Template, delivery.OpenId).ShouldBe((DeliveryReason.NoPermit, "form", "u0"));
        delivery.Timeline.Select(t => (t.Template, t.Status)).ShouldBe([("official", DeliveryStatus.Skipped), ("form", DeliveryStatus.Skipped)]);
        delivery.Fallbacks.ShouldBe(["official"]);
    }

    [Fact]
    public async Task Five_templates_may_follow_each_other_and_a_sixth_or_a_circle_is_refused()
    {
        await using var shop = await OpenAsync();
        var last = await shop.OnceTemplate(name: "t5");
        foreach (var name in new[] { "t4", "t3", "t2", "t1" })
        {
            last = await shop.OnceTemplate(last.Id, name: name);
        }

        (await Should.ThrowAsync<RuleViolationException>(() => shop.OnceTemplate(last.Id, name: "t0"))).Violations.Single().Rule.ShouldBe(RuleCodes.ChainTooLong);
        var all = await shop.Host.As<IMessageTemplateAppService, IReadOnlyList<MessageTemplateDto>>(shop.Given.Tenant, s => s.ListAsync(null));
        var end = all.Single(t => t.Name == "t5");
        var circle = new UpdateMessageTemplateDto { Name = "t5", AppCredentialId = end.AppCredentialId, WeChatTemplateId = "tmpl-once", Fields = end.Fields, FallbackTemplateId = last.Id };
        (await Should.ThrowAsync<RuleViolationException>(() => shop.Host.As<IMessageTemplateAppService, MessageTemplateDto>(
            shop.Given.Tenant, s => s.UpdateAsync(end.Id, circle)))).Violations.Single().Rule.ShouldBe(RuleCodes.FallbackCycle);
        var used = await Should.ThrowAsync<ConflictException>(() => shop.Host.As<IMessageTemplateAppService, bool>(shop.Given.Tenant, async s =>
        {
            await s.DeleteAsync(end.Id);
            return true;
        }));
        (used.Code, used.Arguments["user"]).ShouldBe((WeChatNotificationsErrorCodes.InUse, "t4"));

        var delivery = await shop.SentBy(Order("t1"), DeliveryStatus.Skipped);
        delivery.Timeline.Select(t => t.Template).ShouldBe(["t1", "t2", "t3", "t4", "t5"]);
        shop.Calls(WeChatFixture.SendPath, "43101").ShouldBe(5);
    }

    [Fact]
    public async Task A_user_of_the_shop_is_reached_by_the_first_app_that_knows_them()
    {
        await using var shop = await OpenAsync(SimulatedPeriod.Today);
        await shop.OnceTemplate((await shop.OfficialTemplate()).Id);
        await shop.Link(shop.OfficialAccount, "f1", "42");
        var order = Order("once", NotificationRecipients.UserIds(["42", "43"])) with { Data = Values(("goods", "茶"), ("id", 7)) };

        var receipts = await shop.Host.Send(order);

        receipts.Select(r => (r.UserId, r.OpenId, r.Status, r.Reason)).ShouldBe(
            [("42", "f1", DeliveryStatus.Pending, DeliveryReason.None), ("43", "", DeliveryStatus.Skipped, DeliveryReason.UnknownUser)]);
        (await shop.Host.Until(receipts[0].DeliveryId, DeliveryStatus.Sent)).Template.ShouldBe("official");
        var log = await shop.Host.As<IDeliveryAppService, CursorPage<DeliveryDto>>(shop.Given.Tenant, s => s.ListAsync(new() { UserId = "43" }));
        log.Items.ShouldHaveSingleItem().Id.ShouldBe(receipts[1].DeliveryId);

        await Should.ThrowAsync<RuleViolationException>(() => Retry(receipts[1].DeliveryId));
        await shop.Link(shop.OfficialAccount, "f2", "43");
        await Retry(receipts[1].DeliveryId);
        (await shop.Host.Until(receipts[1].DeliveryId, DeliveryStatus.Sent)).OpenId.ShouldBe("f2");

        Task<DeliveryDetailDto> Retry(Guid id) => shop.Host.As<IDeliveryAppService, DeliveryDetailDto>(shop.Given.Tenant, s => s.RetryAsync(id));
    }
}
