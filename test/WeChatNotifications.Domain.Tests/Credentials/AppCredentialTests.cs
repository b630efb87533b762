using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;
using WeChatNotifications.Support;

namespace WeChatNotifications.Domain.Tests.Credentials;

public sealed class AppCredentialTests
{
    private static readonly DateTimeOffset Later = Given.Now.AddHours(1);

    [Fact]
    public void A_credential_starts_enabled_and_unpaused_with_the_defaults()
    {
        var app = Given.Credential();

        (app.AppId, app.Kind, app.Name, app.SecretVersion, app.SecretHint).ShouldBe(("wx0123456789abcdef", AppKind.MiniProgram, "Shop", 1, "cdef"));
        (app.Culture, app.TimeZone, app.TokenMode, app.UnconfirmedPolicy).ShouldBe(("zh-CN", "Asia/Shanghai", TokenMode.Stable, UnconfirmedPolicy.Retry));
        (app.IsEnabled, app.IsPausedAt(Given.Now), app.SendsPerSecond, app.MaxConcurrency, app.TenantId).ShouldBe((true, false, null, null, Given.Tenant));
        (app.CreatedAt, app.UpdatedAt).ShouldBe((Given.Now, Given.Now));
    }

    [Fact]
    public void Every_broken_rule_is_listed_with_its_field()
    {
        var settings = new AppCredentialSettings
        {
            Name = "",
            TokenMode = (TokenMode)9,
            UnconfirmedPolicy = (UnconfirmedPolicy)9,
            SendsPerSecond = 0,
            MaxConcurrency = 2_001,
            Culture = "xx-Nope",
            TimeZone = "Mars/Olympus",
        };

        Broken(() => AppCredential.Register(null, "wx 1", (AppKind)9, settings, Given.Secret(), Given.Now)).ShouldBe(
            [
                ("appId", RuleCodes.Characters), ("kind", RuleCodes.NotAllowed), ("name", RuleCodes.Required), ("tokenMode", RuleCodes.NotAllowed),
                ("unconfirmedPolicy", RuleCodes.NotAllowed), ("sendsPerSecond", RuleCodes.OutOfRange), ("maxConcurrency", RuleCodes.OutOfRange),
                ("culture", RuleCodes.Culture), ("timeZone", RuleCodes.TimeZone),
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("zh-CN", "Asia/Shanghai", true)]
    [InlineData("en", "UTC", true)]
    [InlineData("ar-SA", "America/Argentina/Buenos_Aires", true)]
    [InlineData("x", "Asia/Shanghai", false)]
    [InlineData("zh-CN", "../../../etc/passwd", false)]
    [InlineData("zh-CN", "/etc/localtime", false)]
    [InlineData("zh-CN\0", "Asia/Shanghai", false)]
    [InlineData("zh-CN", "Asia/Shang\0hai", false)]
    public void A_culture_and_a_time_zone_must_exist(string culture, string timeZone, bool accepted)
    {
        var register = () => AppCredential.Register(
            null, "wx1", AppKind.MiniProgram, Given.AppSettings() with { Culture = culture, TimeZone = timeZone }, Given.Secret(), Given.Now);
        if (accepted)
        {
            register().Culture.ShouldBe(culture);
        }
        else
        {
            Should.Throw<RuleViolationException>(register);
        }
    }

    [Fact]
    public void A_name_that_no_database_can_store_is_refused()
    {
        foreach (var name in new[] { "a\0b", "a\uD83D", "a\nb" })
        {
            Broken(() => Given.Credential().Configure(Given.AppSettings() with { Name = name }, Later)).ShouldBe([("name", RuleCodes.ControlCharacter)]);
        }
    }

    [Fact]
    public void A_change_that_breaks_a_rule_changes_nothing()
    {
        var app = Given.Credential();
        var stamp = app.ConcurrencyStamp;

        Broken(() => app.Configure(Given.AppSettings() with { Name = "New", SendsPerSecond = -1 }, Later)).ShouldBe([("sendsPerSecond", RuleCodes.OutOfRange)]);

        (app.Name, app.ConcurrencyStamp, app.UpdatedAt).ShouldBe(("Shop", stamp, Given.Now));
    }

    [Fact]
    public void A_pause_ends_by_itself_at_its_time()
    {
        var app = Given.Credential();
        app.Pause(Later.ToOffset(TimeSpan.FromHours(8)), PauseReason.ByHand, null, "stocktaking", Given.Now);

        app.IsPausedAt(Given.Now).ShouldBeTrue();
        app.IsPausedAt(Later.AddTicks(-1)).ShouldBeTrue();
        app.IsPausedAt(Later).ShouldBeFalse();
        (app.PausedUntil!.Value.Offset, app.PauseDetail).ShouldBe((TimeSpan.Zero, "stocktaking"));
    }

    [Fact]
    public void A_pause_without_a_time_lasts_until_somebody_resumes_it()
    {
        var app = Given.Credential();
        app.Pause(null, PauseReason.ByHand, null, null, Given.Now);
        app.IsPausedAt(DateTimeOffset.MaxValue).ShouldBeTrue();

        app.Resume(Later);

        app.IsPausedAt(Later).ShouldBeFalse();
        (app.PauseReason, app.PauseDetail, app.PauseErrorCode, app.PausedSince, app.PausedUntil).ShouldBe((null, null, null, null, null));
    }

    [Fact]
    public void An_extension_keeps_the_beginning_and_a_new_pause_has_its_own()
    {
        var app = Given.Credential();
        app.Pause(Later, PauseReason.WeChatError, 45009, "quota", Given.Now);
        app.Pause(Later.AddHours(5), PauseReason.WeChatError, 45009, "quota", Given.Now.AddMinutes(10));
        (app.PausedSince, app.PausedUntil).ShouldBe((Given.Now, Later.AddHours(5)));

        app.Pause(null, PauseReason.ByHand, null, null, Later.AddDays(1));
        app.PausedSince.ShouldBe(Later.AddDays(1));
    }

    [Fact]
    public void WeChat_does_not_shorten_or_take_over_a_pause_made_by_hand()
    {
        var app = Given.Credential();
        app.Pause(null, PauseReason.ByHand, null, "stocktaking", Given.Now);
        app.Pause(Later, PauseReason.WeChatError, 45009, "quota", Given.Now);
        (app.PauseReason, app.PausedUntil, app.PauseDetail).ShouldBe((PauseReason.ByHand, null, "stocktaking"));

        app.Pause(Later.AddHours(2), PauseReason.ByHand, null, null, Given.Now);
        app.Pause(Later, PauseReason.WeChatError, 45009, "quota", Given.Now);
        (app.PauseReason, app.PausedUntil).ShouldBe((PauseReason.ByHand, Later.AddHours(2)));

        app.Pause(Later.AddHours(3), PauseReason.WeChatError, 45009, "quota", Given.Now);
        (app.PauseReason, app.PausedUntil).ShouldBe((PauseReason.WeChatError, Later.AddHours(3)));
    }

    [Fact]
    public void A_person_may_shorten_any_pause()
    {
        var app = Given.Credential();
        app.Pause(Later.AddDays(1), PauseReason.WeChatError, 45009, "quota", Given.Now);
        app.Pause(Later, PauseReason.ByHand, null, null, Given.Now);
        (app.PauseReason, app.PausedUntil, app.PauseErrorCode).ShouldBe((PauseReason.ByHand, Later, null));
    }

    [Fact]
    public void A_new_secret_lifts_the_pause_that_WeChat_caused()
    {
        var app = Given.Credential();
        app.Pause(null, PauseReason.WeChatError, 40125, "invalid appsecret", Given.Now);

        app.ChangeSecret(Given.Secret("another-secret-9876"), Later);

        (app.IsPausedAt(Later), app.SecretVersion, app.SecretHint, app.UpdatedAt).ShouldBe((false, 2, "9876", Later));
    }

    [Fact]
    public void A_new_secret_does_not_lift_a_pause_made_by_hand()
    {
        var app = Given.Credential();
        app.Pause(null, PauseReason.ByHand, null, "stocktaking", Given.Now);
        app.Pause(null, PauseReason.WeChatError, 40125, "invalid appsecret", Given.Now);

        app.ChangeSecret(Given.Secret("another-secret-9876"), Later);

        (app.IsPausedAt(Later), app.PauseReason, app.SecretVersion).ShouldBe((true, PauseReason.ByHand, 2));
    }

    [Fact]
    public void A_long_pause_text_is_cut_between_characters()
    {
        var app = Given.Credential();
        app.Pause(null, PauseReason.WeChatError, 1, new string('x', 511) + "😀", Given.Now);
        app.PauseDetail.ShouldBe(new string('x', 511));
        app.Pause(null, PauseReason.ByHand, null, "a\0b", Given.Now);
        app.PauseDetail.ShouldBe("a\uFFFDb");
    }

    [Fact]
    public void A_pause_on_its_way_to_the_database_is_cut_just_so()
    {
        new AppPause(Given.Now, null, PauseReason.WeChatError, 1, new string('x', 511) + "😀").Detail.ShouldBe(new string('x', 511));
        new AppPause(Given.Now, null, PauseReason.WeChatError, 1, null).Detail.ShouldBeNull();
    }

    [Fact]
    public void Every_change_moves_the_stamp()
    {
        var app = Given.Credential();
        var stamps = new HashSet<Guid> { app.ConcurrencyStamp };
        Action[] changes =
        [
            () => app.Configure(Given.AppSettings(), Later), () => app.Pause(null, PauseReason.ByHand, null, null, Later), () => app.Resume(Later),
            () => app.ChangeSecret(Given.Secret(), Later),
        ];
        foreach (var change in changes)
        {
            change();
            stamps.Add(app.ConcurrencyStamp).ShouldBeTrue();
        }
    }

    private static (string Field, string Rule)[] Broken(Action action)
        => [.. Should.Throw<RuleViolationException>(action).Violations.Select(v => (v.Field, v.Rule))];
}
