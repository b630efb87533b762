using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Templates;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>Every row of the error table leads to a state, and none to an endless loop.</summary>
public sealed class OutcomeRulesTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly DispatchOptions _options = new() { MaxAttempts = 3 };

    public static TheoryData<int> Codes => [.. WeChatErrorCatalogue.All.Select(e => e.Code).Distinct(), -99999];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_gives_the_delivery_a_state_that_fits_its_action(int code)
    {
        var delivery = Sending(attempts: 1);
        var entry = WeChatErrorCatalogue.Find(code);

        var decision = Rules().Apply(Refusal(code), delivery, App(), mayRefreshToken: false);

        switch (entry.Action)
        {
            case WeChatErrorAction.Sent:
                delivery.Status.ShouldBe(DeliveryStatus.Sent);
                break;
            case WeChatErrorAction.PauseApp:
                delivery.Status.ShouldBe(DeliveryStatus.Pending);
                delivery.Attempts.ShouldBe(0, "the app was refused, not the message");
                decision.Pause!.ErrorCode.ShouldBe(code);
                (decision.Pause.Until is null || decision.Pause.Until > _time.GetUtcNow()).ShouldBeTrue();
                break;
            case WeChatErrorAction.RetryLater or WeChatErrorAction.RetrySoon or WeChatErrorAction.RefreshTokenAndRetry or WeChatErrorAction.OutcomeUnknown:
                delivery.Status.ShouldBe(DeliveryStatus.Pending);
                delivery.NotBefore.ShouldBeGreaterThan(_time.GetUtcNow());
                delivery.ErrorCode.ShouldBe(code);
                break;
            case WeChatErrorAction.RecipientRefused:
                delivery.Status.ShouldBe(DeliveryStatus.Skipped);
                break;
            default:
                delivery.Status.ShouldBe(DeliveryStatus.Failed);
                delivery.Reason.ShouldNotBe(DeliveryReason.None);
                delivery.ErrorCode.ShouldBe(code);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_code_lets_the_last_attempt_be_repeated(int code)
    {
        var delivery = Sending(attempts: 3);

        Rules().Apply(Refusal(code), delivery, App(), mayRefreshToken: false);

        if (WeChatErrorCatalogue.Find(code).Action != WeChatErrorAction.PauseApp)
        {
            delivery.Status.ShouldNotBe(DeliveryStatus.Pending);
        }
    }

    [Fact]
    public void A_rejected_token_is_replaced_before_the_message_is_blamed()
    {
        var delivery = Sending(attempts: 1);

        Rules().Apply(Refusal(40001), delivery, App(), mayRefreshToken: true).FollowUp.ShouldBe(FollowUp.RefreshToken);

        delivery.Status.ShouldBe(DeliveryStatus.Sending);
    }

    public static TheoryData<string> NothingOfTheMessage => ["NotSent", "NoToken", "TokenRefused"];

    /// <summary>A message that waits alone is the one that probes.</summary>
    [Theory]
    [MemberData(nameof(NothingOfTheMessage))]
    public void An_outage_however_long_does_not_use_up_the_attempts(string kind)
    {
        var delivery = Sending(attempts: _options.MaxAttempts);

        Meet(kind, delivery);

        delivery.Status.ShouldBe(DeliveryStatus.Pending);
        delivery.NotBefore.ShouldBeGreaterThan(_time.GetUtcNow());
        delivery.Attempts.ShouldBe(_options.MaxAttempts - 1, "WeChat itself may still refuse it once");
    }

    [Theory]
    [MemberData(nameof(NothingOfTheMessage))]
    public void An_outage_that_lasts_longer_than_the_message_is_wanted_ends_it(string kind)
    {
        var delivery = Sending(attempts: _options.MaxAttempts, expiresAt: _time.GetUtcNow().AddMilliseconds(1));

        Meet(kind, delivery);

        (delivery.Status, delivery.Reason).ShouldBe((DeliveryStatus.Skipped, DeliveryReason.Expired));
    }

    [Fact]
    public void What_a_gateway_answers_instead_of_WeChat_counts_for_it_may_be_about_the_message()
    {
        var delivery = Sending(attempts: _options.MaxAttempts);

        Rules().Apply(new SendResult.NotSent(new TransportFault(TransportFaultKind.HttpStatus, "403", 403)), delivery, App(), mayRefreshToken: true);

        (delivery.Status, delivery.Reason).ShouldBe((DeliveryStatus.Failed, DeliveryReason.AttemptsExhausted));
    }

    private void Meet(string kind, DeliveryLog delivery) => _ = kind switch
    {
        "NotSent" => Rules().Apply(new SendResult.NotSent(new TransportFault(TransportFaultKind.Connection, "refused")), delivery, App(), mayRefreshToken: true),
        "NoToken" => Rules().ApplyNoToken("connection refused", delivery),
        _ => Rules().ApplyTokenRefusal(WeChatError.Parse(-1, "system busy"), delivery),
    };

    [Fact]
    public void A_message_that_would_come_too_late_is_not_tried_again()
    {
        var delivery = Sending(attempts: 1, expiresAt: _time.GetUtcNow().AddMilliseconds(1));

        Rules().Apply(Refusal(-1), delivery, App(), mayRefreshToken: false);

        delivery.Status.ShouldBe(DeliveryStatus.Skipped);
        delivery.Reason.ShouldBe(DeliveryReason.Expired);
        delivery.ErrorCode.ShouldBe(-1);
    }

    [Theory]
    [InlineData("2026-11-23T02:00:00Z", "2026-11-23T16:00:00Z")]
    [InlineData("2026-11-23T15:59:59Z", "2026-11-23T16:00:00Z")]
    [InlineData("2026-11-23T16:00:00Z", "2026-11-24T16:00:00Z")]
    [InlineData("2026-12-31T20:00:00Z", "2027-01-01T16:00:00Z")]
    public void The_daily_quota_comes_back_at_midnight_in_Beijing(string now, string midnight)
    {
        var time = new ManualTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

        var decision = new OutcomeRules(_options, time).Apply(Refusal(45009), Sending(attempts: 1), App(), mayRefreshToken: false);

        decision.Pause!.Until.ShouldBe(DateTimeOffset.Parse(midnight, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void An_unknown_outcome_is_held_where_the_app_wants_it()
    {
        var (retried, held) = (Sending(attempts: 1), Sending(attempts: 1));
        var lost = new SendResult.Unknown(new TransportFault(TransportFaultKind.Timeout, "no answer"));

        Rules().Apply(lost, retried, App(), mayRefreshToken: true);
        Rules().Apply(lost, held, App(UnconfirmedPolicy.Hold), mayRefreshToken: true);

        retried.Status.ShouldBe(DeliveryStatus.Pending);
        retried.Reason.ShouldBe(DeliveryReason.OutcomeUnknown);
        held.Status.ShouldBe(DeliveryStatus.Unconfirmed);
    }

    private OutcomeRules Rules() => new(_options, _time);

    private static SendResult.Refused Refusal(int code) => new(WeChatError.Parse(code, "text rid: 6740b12a-0f6f5a3d-1c2d3e4f"));

    private AppCredential App(UnconfirmedPolicy policy = UnconfirmedPolicy.Retry) => AppCredential.Register(
        null, "wx0000000000000001", AppKind.MiniProgram, new AppCredentialSettings { Name = "Shop", UnconfirmedPolicy = policy },
        ProtectedSecret.Create("0123456789abcdef0123456789abcdef", new NoProtection()), _time.GetUtcNow());

    private DeliveryLog Sending(int attempts, DateTimeOffset? expiresAt = null)
    {
        var now = _time.GetUtcNow();
        var template = MessageTemplate.Register(
            null, new MessageTemplateSettings { Name = "t", AppCredentialId = Guid.NewGuid(), WeChatTemplateId = "T", Fields = [new TemplateField { Key = "thing1" }] }, now);
        var delivery = DeliveryLog.Queue(
            template, "o-1", new RenderedMessage([new("thing1", "x")], null), new DeliveryTiming(DeliveryPriority.Normal, null, expiresAt), null, now);

        // What the queue's claim does in SQL.
        typeof(DeliveryLog).GetProperty(nameof(DeliveryLog.Status))!.SetValue(delivery, DeliveryStatus.Sending);
        typeof(DeliveryLog).GetProperty(nameof(DeliveryLog.Attempts))!.SetValue(delivery, attempts);
        return delivery;
    }

    private sealed class NoProtection : Security.ISecretProtector
    {
        public string Protect(string purpose, string plaintext) => plaintext;

        public string Unprotect(string purpose, string protectedText) => protectedText;
    }
}
