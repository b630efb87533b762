using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Support;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Deliveries;

/// <summary>One row walks through its chain; receipts close it or send it on.</summary>
public sealed class FallbackTests
{
    private static readonly DateTimeOffset Later = Given.Now.AddMinutes(5);

    [Fact]
    public void What_takes_over_brings_all_that_a_message_consists_of()
    {
        var delivery = Given.DeliveryIn(DeliveryStatus.Sending, attempts: 7);
        var step = FallbackStep.FromJson(delivery.Fallbacks).ShouldHaveSingleItem();

        delivery.FallBack("o-follower", 0, Later);

        (delivery.Status, delivery.Reason, delivery.Attempts, delivery.NotBefore).ShouldBe((DeliveryStatus.Pending, DeliveryReason.FellBack, 0, Later));
        (delivery.AppCredentialId, delivery.MessageTemplateId, delivery.TemplateName, delivery.Channel)
            .ShouldBe((step.AppCredentialId, step.MessageTemplateId, "order-paid-oa", MessageChannel.OfficialAccountTemplateMessage));
        (delivery.OpenId, delivery.WeChatTemplateId, delivery.Data, delivery.Page)
            .ShouldBe(("o-follower", "tmpl-order-paid-oa", """{"first":"您好","keyword1":"茶"}""", null));
        delivery.ChannelOptions.ShouldBe("""{"Url":"https://shop.example/7","Step":1}""");
        (delivery.Fallbacks, delivery.HasFallback, delivery.ErrorCode).ShouldBe((null, false, null));
    }

    [Fact]
    public void A_step_may_be_passed_over_and_those_behind_it_stay()
    {
        var delivery = Given.DeliveryIn(DeliveryStatus.Sending);
        delivery.Set(nameof(DeliveryLog.Fallbacks), FallbackStep.ToJson([Given.Step("second"), Given.Step("third"), Given.Step("fourth")]));

        delivery.FallBack("o-follower", 1, Later);

        delivery.TemplateName.ShouldBe("third");
        FallbackStep.FromJson(delivery.Fallbacks).ShouldHaveSingleItem().TemplateName.ShouldBe("fourth");
    }

    [Fact]
    public void The_timeline_tells_of_the_template_that_gave_up()
    {
        var delivery = Given.DeliveryIn(DeliveryStatus.Sending, attempts: 2);
        var attempt = DeliveryAttempt.FellBack(delivery, 2, new(43101, "user refuse", "rid-1"), Later);
        delivery.FallBack("o-follower", 0, Later);

        (attempt.DeliveryLogId, attempt.Number, attempt.TemplateName, attempt.Channel, attempt.OpenId)
            .ShouldBe((delivery.Id, 2, "order-paid", MessageChannel.SubscribeMessage, "o-alice"));
        (attempt.Status, attempt.Reason, attempt.ErrorCode, attempt.Rid).ShouldBe((DeliveryStatus.Pending, DeliveryReason.FellBack, 43101, "rid-1"));
    }

    [Fact]
    public void A_receipt_confirms_once()
    {
        var delivery = Given.DeliveryIn(DeliveryStatus.Sending);
        delivery.MarkSent(7, Given.Now);

        delivery.Confirm(Later).ShouldBeTrue();
        delivery.Confirm(Later.AddHours(1)).ShouldBeFalse();
        delivery.Refuse("failed:user block", Later.AddHours(1)).ShouldBeFalse();

        (delivery.Status, delivery.FinishedAt, delivery.SentAt).ShouldBe((DeliveryStatus.Confirmed, Later, Given.Now));
        Should.Throw<DeliveryStateException>(() => Given.DeliveryIn(DeliveryStatus.Sending).Confirm(Later));
    }

    [Fact]
    public void A_receipt_that_refuses_is_kept_and_the_next_template_may_take_over()
    {
        var delivery = Given.DeliveryIn(DeliveryStatus.Sending);
        delivery.MarkSent(7, Given.Now);

        delivery.Refuse("failed:user block", Later).ShouldBeTrue();
        (delivery.Status, delivery.ErrorMessage, delivery.FinishedAt).ShouldBe((DeliveryStatus.Refused, "failed:user block", Later));
        delivery.Refuse("failed: system failed", Later).ShouldBeFalse();
        delivery.FallBack("o-follower", 0, Later);

        (delivery.Status, delivery.WeChatMessageId, delivery.SentAt, delivery.FinishedAt).ShouldBe((DeliveryStatus.Pending, null, null, null));
        Should.Throw<DeliveryStateException>(() => Given.DeliveryIn(DeliveryStatus.Pending).Refuse(null, Later));
    }

    [Fact]
    public void A_message_to_an_unknown_user_is_logged_and_can_be_retried_once_the_user_is_known()
    {
        var delivery = DeliveryLog.SkipUnknownUser(
            Given.Template(), "42", new RenderedMessage([new("thing1", "茶")], null), new(DeliveryPriority.Normal, null, null), "key", Given.Now,
            FallbackStep.ToJson([Given.Step("second"), Given.Step("third")]));
        (delivery.Status, delivery.Reason, delivery.OpenId, delivery.UserId, delivery.FinishedAt)
            .ShouldBe((DeliveryStatus.Skipped, DeliveryReason.UnknownUser, "", "42", Given.Now));
        Should.Throw<RuleViolationException>(() => delivery.Retry(Later)).Violations.ShouldHaveSingleItem().Field.ShouldBe("userId");
        delivery.Status.ShouldBe(DeliveryStatus.Skipped);

        delivery.Address("o-follower", index: 0).ShouldBeTrue();
        delivery.Retry(Later);

        (delivery.Status, delivery.OpenId, delivery.TemplateName, delivery.UserId).ShouldBe((DeliveryStatus.Pending, "o-follower", "second", "42"));
        FallbackStep.FromJson(delivery.Fallbacks).ShouldHaveSingleItem().TemplateName.ShouldBe("third");
        Given.DeliveryIn(DeliveryStatus.Skipped).Address("o-bob", null).ShouldBeFalse("that one has its receiver");
    }

    [Fact]
    public void A_message_without_anything_special_stores_nothing_for_it()
    {
        ChannelOptions.ToJson(null).ShouldBeNull();
        ChannelOptions.ToJson(new()).ShouldBeNull();
        FallbackStep.ToJson([]).ShouldBeNull();
        ChannelOptions.FromJson(null).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Options_and_steps_come_back_as_they_went()
    {
        var options = new ChannelOptions
        {
            Url = "https://shop.example/订单?id=7",
            Colors = new Dictionary<string, string> { ["keyword1"] = "#173177" },
            RequiresGrant = true,
            Weapp = new() { TemplateId = "w", Data = [new("keyword2", "\"茶\""), new("keyword1", "")], Page = "pages/x", EmphasisKeyword = "keyword2" },
        };
        var step = Given.Step("x") with { Options = options, Language = "en_US", MiniProgramVersion = MiniProgramVersion.Trial };

        var read = FallbackStep.FromJson(FallbackStep.ToJson([step])).ShouldHaveSingleItem();

        FallbackStep.ToJson([read]).ShouldBe(FallbackStep.ToJson([step]));
        (read.Options!.Weapp!.Data[0], read.Options.Url, read.MiniProgramVersion).ShouldBe((new("keyword2", "\"茶\""), options.Url, MiniProgramVersion.Trial));
        ChannelOptions.ToJson(options)!.ShouldContain("订单");
    }
}
