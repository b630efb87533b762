using System.Globalization;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Callbacks;

/// <summary>What pushed events bring about.</summary>
public sealed class EffectTests : IAsyncLifetime
{
    private const string Template = WeChatFixture.WeChatTemplate;

    private CallbackWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await CallbackWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_accept_in_the_dialog_allows_one_more_message_for_each_template(bool json)
    {
        await PushAsync(PushedBodies.Popup("o-alice", _world.Now, json, (Template, "accept"), ("tmpl-other", "accept"), ("tmpl-third", "reject")));

        (await _world.GrantAsync("o-alice"))!.Remaining.ShouldBe(1);
        (await _world.GrantAsync("o-alice", "tmpl-other"))!.Remaining.ShouldBe(1);
        var refused = (await _world.GrantAsync("o-alice", "tmpl-third"))!;
        (refused.Remaining, refused.LastDecision).ShouldBe((0, GrantDecision.Rejected));
    }

    [Fact]
    public async Task A_no_in_the_dialog_keeps_what_is_left_and_a_no_in_the_settings_does_not()
    {
        await PushAsync(PushedBodies.Popup("o-alice", _world.Now, true, (Template, "accept")));
        await PushAsync(PushedBodies.Popup("o-alice", _world.Now.AddSeconds(-5), true, (Template, "accept")));
        await PushAsync(PushedBodies.Popup("o-alice", _world.Now, false, (Template, "reject")));
        (await _world.RemainingAsync("o-alice")).ShouldBe(2);

        await PushAsync(PushedBodies.Change("o-alice", _world.Now, true, (Template, "reject"), ("tmpl-other", "accept")));
        var grant = (await _world.GrantAsync("o-alice"))!;
        (grant.Remaining, grant.LastDecision, grant.AllowsSending).ShouldBe((0, GrantDecision.Withdrawn, false));
        (await _world.GrantAsync("o-alice", "tmpl-other")).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_accept_that_the_mini_program_reports_too_counts_once(bool reportFirst)
    {
        if (reportFirst)
        {
            await ReportAsync("o-alice");
        }

        await PushAsync(PushedBodies.Popup("o-alice", _world.Now, true, (Template, "accept")));
        if (!reportFirst)
        {
            await ReportAsync("o-alice");
        }

        (await _world.RemainingAsync("o-alice")).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_receipt_confirms_its_delivery_or_refuses_it(bool json)
    {
        var (arrived, blocked) = (await SentAsync("u1"), await SentAsync("u2"));

        await PushAsync(PushedBodies.Sent("u1", _world.Now, json, Template, IdOf(arrived)));
        await PushAsync(PushedBodies.Sent("u2", _world.Now, json, Template, IdOf(blocked), 107, "failed: system failed"));

        (await _world.Host.Delivery(arrived.Id)).Status.ShouldBe(DeliveryStatus.Confirmed);
        var refused = await _world.Host.Delivery(blocked.Id);
        (refused.Status, refused.ErrorMessage, refused.Timeline.Single().ErrorMessage).ShouldBe((DeliveryStatus.Refused, "107 failed: system failed", "107 failed: system failed"));
        (await _world.CountAsync("PendingReceipts")).ShouldBe(0);
    }

    [Theory]
    [InlineData("success", DeliveryStatus.Confirmed, null)]
    [InlineData("failed:user block", DeliveryStatus.Refused, "failed:user block")]
    [InlineData("failed: system failed", DeliveryStatus.Refused, "failed: system failed")]
    public async Task A_finished_job_is_a_receipt(string status, DeliveryStatus expected, string? text)
    {
        var delivery = await SentAsync("u1");
        await PushAsync(PushedBodies.JobFinished("u1", _world.Now, IdOf(delivery), status));
        var read = await _world.Host.Delivery(delivery.Id);
        (read.Status, read.ErrorMessage).ShouldBe((expected, text));
    }

    [Fact]
    public async Task A_refused_delivery_goes_on_with_its_next_template()
    {
        const string Other = "tmpl-other";
        _world.Given.WeChat.Seed(new()
        {
            Templates = [new() { AppId = WeChatFixture.AppId, TemplateId = Other, Fields = ["thing2"] }],
            Grants = [new() { AppId = WeChatFixture.AppId, OpenId = "u1", TemplateId = Other, Sends = 1 }],
        });
        var next = await _world.Host.As<IMessageTemplateAppService, MessageTemplateDto>(_world.Given.Tenant, s => s.CreateAsync(new()
        {
            Name = "order-other",
            AppCredentialId = _world.Given.AppCredentialId,
            WeChatTemplateId = Other,
            Fields = [new() { Key = "thing2", Name = "goods" }],
        }));
        await _world.Host.ConfigureTemplate(t => t with { FallbackTemplateId = next.Id });
        var delivery = await SentAsync("u1");

        await PushAsync(PushedBodies.Sent("u1", _world.Now, true, Template, IdOf(delivery), 107, "failed"));

        var walked = await Eventually.GetAsync(
            async () => await _world.Host.Delivery(delivery.Id) is { Template: "order-other", Status: DeliveryStatus.Sent } sent ? sent : null, EngineHost.Patience, "the next template took over");
        walked.Timeline.Select(a => a.Status).ShouldContain(DeliveryStatus.Refused);
        await PushAsync(PushedBodies.Sent("u1", _world.Now, true, Other, IdOf(walked)));
        (await _world.Host.Delivery(delivery.Id)).Status.ShouldBe(DeliveryStatus.Confirmed);
    }

    [Fact]
    public async Task A_second_receipt_changes_nothing()
    {
        var delivery = await SentAsync("u1");
        await PushAsync(PushedBodies.Sent("u1", _world.Now, true, Template, IdOf(delivery)));
        await PushAsync(PushedBodies.JobFinished("u1", _world.Now, IdOf(delivery), "failed:user block"));
        (await _world.Host.Delivery(delivery.Id)).Status.ShouldBe(DeliveryStatus.Confirmed);
    }

    [Fact]
    public async Task A_receipt_that_comes_before_our_own_record_waits_for_it()
    {
        var delivery = await SentAsync("u1");
        var messageId = IdOf(delivery);
        await SetAsync(delivery.Id, "\"Status\" = 1, \"WeChatMessageId\" = NULL, \"SentAt\" = NULL");
        await PushAsync(PushedBodies.Sent("u1", _world.Now, true, Template, messageId));
        (await _world.CountAsync("PendingReceipts")).ShouldBe(1);

        await SetAsync(delivery.Id, $"\"Status\" = 2, \"WeChatMessageId\" = {messageId}, \"SentAt\" = now()");
        _world.Given.Time.Shift(PendingReceiptJob.FirstWait);
        await _world.Host.Until(delivery.Id, DeliveryStatus.Confirmed);
        (await _world.CountAsync("PendingReceipts")).ShouldBe(0);
    }

    [Fact]
    public async Task A_receipt_for_a_message_of_somebody_else_is_given_up_after_a_day()
    {
        await PushAsync(PushedBodies.JobFinished("u1", _world.Now, 1234567890123456789));
        (await _world.CountAsync("PendingReceipts")).ShouldBe(1);
        for (var hours = 0; hours < 24; hours += 2)
        {
            (await _world.CountAsync("PendingReceipts")).ShouldBe(1);
            _world.Given.Time.Shift(TimeSpan.FromHours(2));
            await Eventually.Async(
                async () => hours == 22 || (await _world.Given.Database.QueryAsync<int>("""SELECT "Tries" FROM "WeChatPendingReceipts" """)).Single() >= (hours / 2) + 1,
                EngineHost.Patience, "it is looked at again");
        }

        await Eventually.Async(async () => await _world.CountAsync("PendingReceipts") == 0, EngineHost.Patience, "it is given up");
        await Eventually.Async(() => _world.Host.Logs.Lines.Any(l => l.EventId.Id == 1110), EngineHost.Patience, "it is told, after it is stored");
    }

    [Fact]
    public async Task Without_a_message_id_the_newest_one_sent_to_the_user_with_the_template_is_meant()
    {
        var (older, newer, other) = (await SentAsync("u1"), await SentAsync("u1"), await SentAsync("u2"));
        foreach (var delivery in new[] { older, newer, other })
        {
            await SetAsync(delivery.Id, "\"WeChatMessageId\" = NULL");
        }

        await SetAsync(older.Id, "\"SentAt\" = now() - interval '1 minute'");
        await PushAsync(PushedBodies.Sent("u1", _world.Now, true, Template, messageId: null));
        (await _world.Host.Delivery(newer.Id)).Status.ShouldBe(DeliveryStatus.Confirmed);
        (await _world.Host.Delivery(older.Id)).Status.ShouldBe(DeliveryStatus.Sent);

        // The next one is about the one before, also when WeChat now names an id that no answer had.
        await PushAsync(PushedBodies.Sent("u1", _world.Now, true, Template, 77, 1, "failed"));
        (await _world.Host.Delivery(older.Id)).Status.ShouldBe(DeliveryStatus.Refused);
        (await _world.Host.Delivery(other.Id)).Status.ShouldBe(DeliveryStatus.Sent);
    }

    [Fact]
    public async Task Two_receipts_without_ids_in_one_batch_are_about_two_deliveries()
    {
        var deliveries = new[] { await SentAsync("u1"), await SentAsync("u1") };
        foreach (var delivery in deliveries)
        {
            await SetAsync(delivery.Id, "\"WeChatMessageId\" = NULL");
        }

        await Task.WhenAll(Enumerable.Range(0, 2).Select(i => PushAsync(PushedBodies.Sent("u1", _world.Now.AddSeconds(-i), true, Template, messageId: null))));
        (await _world.Host.Count(DeliveryStatus.Confirmed)).ShouldBe(2);
    }

    [Fact]
    public async Task Following_and_unfollowing_make_users_known_in_whichever_order_they_come()
    {
        var start = _world.Now.AddHours(-1);
        await PushAsync(PushedBodies.Follow("o-alice", start));
        await PushAsync(PushedBodies.Follow("o-alice", start.AddMinutes(2), follows: false));
        await PushAsync(PushedBodies.Follow("o-bob", start.AddMinutes(2), follows: false));
        await PushAsync(PushedBodies.Follow("o-bob", start));
        await PushAsync(PushedBodies.Follow("o-carol", start, follows: false));
        await PushAsync(PushedBodies.Follow("o-carol", start.AddMinutes(1), json: true));

        var states = await _world.Given.Database.QueryAsync<string>("""SELECT "OpenId" || ' ' || "IsSubscribed" FROM "WeChatRecipients" ORDER BY "OpenId" """);
        states.ShouldBe(["o-alice false", "o-bob false", "o-carol true"]);
        (await _world.Given.Database.QueryAsync<Guid>("""SELECT DISTINCT "TenantId" FROM "WeChatRecipients" """)).ShouldBe([_world.Given.Tenant!.Value]);
    }

    [Theory]
    [InlineData("<xml><MsgType>event</MsgType></xml>")]
    [InlineData("<xml><FromUserName>o-x</FromUserName><MsgType>event</MsgType><Event>subscribe_msg_popup_event</Event></xml>")]
    [InlineData("{\"FromUserName\":\"o-x\",\"MsgType\":\"event\",\"Event\":\"subscribe_msg_popup_event\",\"List\":[{\"TemplateId\":\"t\"},{\"SubscribeStatusString\":\"accept\"},{\"TemplateId\":\"t\",\"SubscribeStatusString\":\"perhaps\"}]}")]
    [InlineData("{\"FromUserName\":\"o-x\",\"MsgType\":\"event\",\"Event\":\"subscribe_msg_sent_event\",\"List\":{\"ErrorStatus\":\"success\"}}")]
    [InlineData("{\"FromUserName\":\"o-x\",\"MsgType\":\"event\",\"Event\":\"TEMPLATESENDJOBFINISH\",\"MsgID\":\"x\"}")]
    [InlineData("{\"FromUserName\":\"o \\u0000\",\"MsgType\":\"event\",\"Event\":\"subscribe\"}")]
    [InlineData("{\"FromUserName\":\"\\ud83d\",\"CreateTime\":1,\"MsgType\":\"event\",\"Event\":\"unsubscribe\"}")]
    public async Task What_an_event_leaves_out_is_left_out(string body)
    {
        await PushAsync(body);
        foreach (var table in new[] { "SubscriptionGrants", "Recipients", "PendingReceipts" })
        {
            (await _world.CountAsync(table)).ShouldBe(0, table);
        }
    }

    private async Task PushAsync(string body) => (await _world.PushAsync(body)).ShouldBe(CallbackAnswer.Taken);

    private async Task<DeliveryDetailDto> SentAsync(string openId) => await _world.Host.Until(await _world.Host.SendOrder(openId), DeliveryStatus.Sent);

    private Task<int> SetAsync(Guid delivery, string set) => _world.Given.Database.ExecuteAsync($"UPDATE \"WeChatDeliveryLogs\" SET {set} WHERE \"Id\" = $1", delivery);

    private static long IdOf(DeliveryDetailDto delivery) => long.Parse(delivery.WeChatMessageId!, CultureInfo.InvariantCulture);

    private Task<bool> ReportAsync(string openId) => _world.Host.As<ISubscriptionGrantRepository, bool>(_world.Given.Tenant, async r =>
    {
        await r.RecordAsync(
            _world.Given.AppCredentialId, [new GrantReport(openId, Template, false, GrantDecision.Accepted, 1) { Source = GrantSource.MiniProgram }], _world.Now, default);
        return true;
    });
}
