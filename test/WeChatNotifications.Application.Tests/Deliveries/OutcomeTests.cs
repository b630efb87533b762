using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Rules;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>What becomes of a message, by WeChat's answer: the right state, a clear text, and no storm of retries.</summary>
public sealed class OutcomeTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_arrives_as_it_was_rendered_and_its_delivery_knows_WeChats_id()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();

        var delivery = await host.Until(await host.SendOrder("u0"), DeliveryStatus.Sent);

        var message = given.WeChat.Messages().Messages.ShouldHaveSingleItem();
        message.OpenId.ShouldBe("u0");
        message.Data.ShouldBe(new Dictionary<string, string> { ["character_string1"] = "A-1001", ["thing2"] = "tea", ["amount3"] = "¥12.50" });
        delivery.WeChatMessageId.ShouldBe(message.MsgId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        delivery.Attempts.ShouldBe(1);
        delivery.Timeline.ShouldBeEmpty();
        delivery.SentAt.ShouldNotBeNull();
        delivery.ErrorCode.ShouldBeNull();
    }

    [Fact]
    public async Task A_wrong_openid_fails_at_once_and_says_what_to_check()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();

        var delivery = await host.Until(await host.SendOrder("nobody"), DeliveryStatus.Failed);

        delivery.Reason.ShouldBe(DeliveryReason.InvalidRecipient);
        delivery.ErrorCode.ShouldBe(40003);
        delivery.Explanation.ShouldContain("[40003]");
        delivery.Advice.ShouldNotBeNullOrEmpty();
        delivery.Rid.ShouldNotBeNullOrEmpty();
        delivery.Timeline.ShouldHaveSingleItem().ErrorCode.ShouldBe(40003);
        given.SendCalls().ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_template_fails_its_messages_without_a_second_try()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await host.ConfigureTemplate(t => t with { WeChatTemplateId = "deleted-at-wechat" });

        var delivery = await host.Until(await host.SendOrder("u0"), DeliveryStatus.Failed);

        delivery.Reason.ShouldBe(DeliveryReason.TemplateBroken);
        delivery.ErrorCode.ShouldBe(40037);
        given.SendCalls().ShouldBe(1);
    }

    [Fact]
    public async Task A_thing_of_21_characters_is_cut_for_a_template_that_truncates()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();

        var receipt = (await host.Send(WeChatFixture.Order("u0", goods: "一二三四五六七八九十一二三四五六七八九十一"))).Single();
        await host.Until(receipt.DeliveryId, DeliveryStatus.Sent);

        given.WeChat.Messages().Messages.Single().Data["thing2"].ShouldBe("一二三四五六七八九十一二三四五六七八九…");
    }

    [Fact]
    public async Task A_thing_of_21_characters_is_refused_before_anything_is_stored_for_a_template_that_rejects()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await host.ConfigureTemplate(t => t with { Fields = [.. t.Fields!.Select(f => f with { Overflow = OverflowRule.Reject })] });

        var refusal = await Should.ThrowAsync<RuleViolationException>(() => host.Send(WeChatFixture.Order("u0", goods: new string('x', 21))));

        refusal.Violations.ShouldHaveSingleItem().Rule.ShouldBe(RuleCodes.FieldTypePrefix + "Thing");
        refusal.Violations[0].Field.ShouldContain("goods");
        given.SendCalls().ShouldBe(0);
    }

    [Fact]
    public async Task A_value_that_WeChat_refuses_after_all_fails_once_and_names_the_field()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        given.WeChat.AddFault(new FaultRule { Kind = FaultKind.WeChatError, ErrorCode = 47003, Message = "argument invalid! data.thing2.value invalid", Path = WeChatFixture.SendPath });

        var delivery = await host.Until(await host.SendOrder("u0"), DeliveryStatus.Failed);

        delivery.Reason.ShouldBe(DeliveryReason.ContentRejected);
        delivery.ErrorMessage!.ShouldContain("thing2");
        given.SendCalls().ShouldBe(1);
    }

    [Fact]
    public async Task A_user_who_refuses_is_skipped_and_the_ledger_says_so()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        given.WeChat.BlockUser(WeChatFixture.AppId, "u0");
        await host.As<ISubscriptionGrantAppService, bool>(given.Tenant, async s =>
        {
            await s.ReportAsync(
                new ReportGrantsDto { AppCredentialId = given.AppCredentialId, Decisions = [new() { OpenId = "u0", Template = WeChatFixture.Template, Decision = GrantDecision.Accepted, Accepts = 5 }] }, Stop);
            return true;
        });

        var delivery = await host.Until(await host.SendOrder("u0"), DeliveryStatus.Skipped);

        delivery.Reason.ShouldBe(DeliveryReason.NoPermit);
        delivery.ErrorCode.ShouldBe(43101);
        given.SendCalls().ShouldBe(1);
        (await Grant(host, given, "u0")).Remaining.ShouldBe(0);
    }

    [Fact]
    public async Task A_sent_message_spends_one_grant()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await host.As<ISubscriptionGrantAppService, bool>(given.Tenant, async s =>
        {
            await s.ReportAsync(
                new ReportGrantsDto { AppCredentialId = given.AppCredentialId, Decisions = [new() { OpenId = "u0", Template = WeChatFixture.WeChatTemplate, Decision = GrantDecision.Accepted, Accepts = 2 }] }, Stop);
            return true;
        });

        await host.Until(await host.SendOrder("u0"), DeliveryStatus.Sent);

        (await Grant(host, given, "u0")).Remaining.ShouldBe(1);
    }

    [Fact]
    public async Task When_WeChat_is_busy_the_message_is_tried_again_later_and_its_timeline_tells()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        given.WeChat.AddFault(new FaultRule { Kind = FaultKind.WeChatError, ErrorCode = -1, Count = 2, Path = WeChatFixture.SendPath });

        var delivery = await host.Until(await host.SendOrder("u0"), DeliveryStatus.Sent);

        delivery.Attempts.ShouldBe(3);
        delivery.Timeline.Select(a => (a.Number, a.ErrorCode, a.Status)).ShouldBe([(1, -1, DeliveryStatus.Pending), (2, -1, DeliveryStatus.Pending)]);
        delivery.Timeline.ShouldAllBe(a => a.NextAt > a.At);
        delivery.ErrorCode.ShouldBeNull();
    }

    [Fact]
    public async Task After_the_last_attempt_it_fails_and_a_person_may_try_again()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync(s => s["Dispatch:MaxAttempts"] = "3");
        var fault = given.WeChat.AddFault(new FaultRule { Kind = FaultKind.WeChatError, ErrorCode = -1, Path = WeChatFixture.SendPath });
        var id = await host.SendOrder("u0");

        var failed = await host.Until(id, DeliveryStatus.Failed);
        failed.Reason.ShouldBe(DeliveryReason.AttemptsExhausted);
        given.SendCalls().ShouldBe(3);

        given.WeChat.RemoveFault(fault.Id);
        await host.As<IDeliveryAppService, DeliveryDetailDto>(given.Tenant, s => s.RetryAsync(id, Stop));
        (await host.Until(id, DeliveryStatus.Sent)).Timeline.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_expired_message_is_skipped_and_not_sent()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.PauseAsync(given.AppCredentialId, new PauseAppDto(null, "counting stock"), Stop));
        var id = await host.SendOrder("u0", change: n => n with { ExpiresAt = given.Time.GetUtcNow().AddHours(1) });

        given.Time.Shift(TimeSpan.FromHours(2));
        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.ResumeAsync(given.AppCredentialId, Stop));

        (await host.Until(id, DeliveryStatus.Skipped)).Reason.ShouldBe(DeliveryReason.Expired);
        given.SendCalls().ShouldBe(0);
    }

    [Fact]
    public async Task A_scheduled_message_waits_for_its_time()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        var later = await host.SendOrder("u0", change: n => n with { NotBefore = given.Time.GetUtcNow().AddHours(1) });
        await host.Until(await host.SendOrder("u1"), DeliveryStatus.Sent);
        (await host.Delivery(later)).Status.ShouldBe(DeliveryStatus.Pending);

        given.Time.Shift(TimeSpan.FromHours(1));

        await host.Until(later, DeliveryStatus.Sent);
    }

    [Fact]
    public async Task A_cancelled_message_is_not_sent()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var host = await given.StartAsync();
        var id = await host.SendOrder("u0", change: n => n with { NotBefore = given.Time.GetUtcNow().AddHours(1) });

        var cancelled = await host.As<IDeliveryAppService, DeliveryDetailDto>(given.Tenant, s => s.CancelAsync(id, Stop));
        given.Time.Shift(TimeSpan.FromHours(2));
        await host.Until(await host.SendOrder("u1"), DeliveryStatus.Sent);

        cancelled.Status.ShouldBe(DeliveryStatus.Cancelled);
        (await host.Delivery(id)).Status.ShouldBe(DeliveryStatus.Cancelled);
        given.SendCalls().ShouldBe(1);
    }

    private static async Task<SubscriptionGrantDto> Grant(EngineHost host, WeChatFixture given, string openId)
        => (await host.As<ISubscriptionGrantAppService, CursorPage<SubscriptionGrantDto>>(
            given.Tenant, s => s.ListAsync(new GrantQueryDto { OpenIds = [openId] }, Stop))).Items.Single();
}
