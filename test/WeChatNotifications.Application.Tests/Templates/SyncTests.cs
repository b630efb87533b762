using System.Globalization;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Application.Tests.Templates;

/// <summary>Looking at WeChat: what is kept, how often, and what happens when WeChat says no.</summary>
public sealed class SyncTests
{
    [Fact]
    public async Task A_look_finds_what_WeChat_holds_with_its_fields()
    {
        await using var world = await TemplateWorld.CreateAsync();

        var result = await world.Sync();

        (result.AskedWeChat, result.Added, result.Changed, result.Removed).ShouldBe((true, 2, 0, 0));
        result.Templates.Select(t => t.WeChatTemplateId).ShouldBe([WeChatFixture.WeChatTemplate, TemplateWorld.Meeting], ignoreOrder: true);
        var meeting = result.Templates.Single(t => t.WeChatTemplateId == TemplateWorld.Meeting);
        (meeting.Title, meeting.Channel, meeting.SubscriptionKind, meeting.AppCredentialId, meeting.DeletedAt).ShouldBe(
            ("会议通知", MessageChannel.SubscribeMessage, SubscriptionKind.OneTime, world.App, null));
        meeting.Content.ShouldBe("会议时间:{{date2.DATA}}\n会议状态:{{enum_string1.DATA}}\n");
        meeting.Fields.Select(f => (f.Key, f.Label, f.Type)).ShouldBe([("date2", "会议时间", TemplateFieldType.Date), ("enum_string1", "会议状态", TemplateFieldType.Enum)]);
        meeting.Fields[1].AllowedValues.ShouldBe(["进行中", "已结束"]);
        meeting.UsedBy.ShouldBeEmpty();
        result.Templates.Single(t => t.WeChatTemplateId == WeChatFixture.WeChatTemplate).UsedBy.ShouldBe([WeChatFixture.Template]);
        (await world.Remote(s => s.GetAsync(meeting.Id))).Title.ShouldBe("会议通知");
    }

    [Fact]
    public async Task WeChat_is_asked_again_only_after_a_while_or_by_force()
    {
        await using var world = await TemplateWorld.CreateAsync();
        var first = await world.Sync();
        world.WeChat.DeleteTemplate(WeChatFixture.AppId, TemplateWorld.Meeting);

        var soon = await world.Sync();
        (soon.AskedWeChat, soon.SyncedAt, soon.Removed, soon.Templates.Count).ShouldBe((false, Whole(first.SyncedAt), 0, 2));
        world.Calls(TemplateWorld.ListPath).ShouldBe(1);

        var forced = await world.Sync(force: true);
        (forced.AskedWeChat, forced.Removed).ShouldBe((true, 1));
        forced.Templates.Single(t => t.WeChatTemplateId == TemplateWorld.Meeting).DeletedAt.ShouldNotBeNull();
        world.Calls(TemplateWorld.ListPath).ShouldBe(2);

        world.Given.Time.Shift(TimeSpan.FromMinutes(10));
        (await world.Sync()).AskedWeChat.ShouldBeTrue();
        (await world.Sync()).AskedWeChat.ShouldBeFalse();
    }

    [Fact]
    public async Task An_account_without_templates_is_not_asked_again_and_again_either()
    {
        await using var world = await TemplateWorld.CreateAsync();
        world.WeChat.DeleteTemplate(WeChatFixture.AppId, TemplateWorld.Meeting);
        world.WeChat.DeleteTemplate(WeChatFixture.AppId, WeChatFixture.WeChatTemplate);

        (await world.Sync()).Templates.ShouldBeEmpty();

        (await world.Sync()).AskedWeChat.ShouldBeFalse();
    }

    [Theory]
    [InlineData("en", "daily quota")]
    [InlineData("zh-Hans", "调用次数已用完")]
    public async Task A_spent_quota_is_told_with_advice_and_what_was_known_stays(string culture, string words)
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.Sync();
        world.Fault(TemplateWorld.ListPath, code: 45009);

        var refusal = await Should.ThrowAsync<WeChatCallException>(() => world.Sync(force: true));

        refusal.ErrorCode.ShouldBe(45009);
        refusal.Rid.ShouldNotBeNullOrEmpty();
        refusal.Code.ShouldBe(WeChatNotificationsErrorCodes.WeChatRefused);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        (await Should.ThrowAsync<WeChatCallException>(() => world.Sync(force: true))).ShouldSatisfyAllConditions(
            e => world.TextOf(e).ShouldContain(words),
            e => world.TextOf(e).ShouldContain("45009"));
        (await world.Remote(s => s.ListAsync(world.App))).Count.ShouldBe(2);
        (await world.Sync()).AskedWeChat.ShouldBeFalse();
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore)]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.Html)]
    [InlineData(FaultKind.HttpStatus)]
    public async Task A_WeChat_that_is_away_changes_nothing_and_may_be_asked_at_once_again(FaultKind kind)
    {
        await using var world = await TemplateWorld.CreateAsync();
        world.Fault(TemplateWorld.ListPath, kind);

        var failure = await Should.ThrowAsync<WeChatCallException>(() => world.Sync());

        (failure.Code, failure.ErrorCode).ShouldBe((WeChatNotificationsErrorCodes.WeChatUnreachable, null));
        world.TextOf(failure).ShouldNotContain("access_token");
        (await world.Remote(s => s.ListAsync(null))).ShouldBeEmpty();
        world.WeChat.ClearFaults();
        (await world.Sync()).Added.ShouldBe(2);
    }

    [Fact]
    public async Task A_rejected_token_is_replaced_once_and_a_second_rejection_is_told()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.Sync();
        world.WeChat.InvalidateTokens(WeChatFixture.AppId);

        (await world.Sync(force: true)).AskedWeChat.ShouldBeTrue();
        world.Calls(TemplateWorld.ListPath).ShouldBe(3);

        world.Fault(TemplateWorld.ListPath, code: 40001);
        (await Should.ThrowAsync<WeChatCallException>(() => world.Sync(force: true))).ErrorCode.ShouldBe(40001);
        world.Calls(TemplateWorld.ListPath).ShouldBe(5);
    }

    [Fact]
    public async Task A_refused_token_is_explained_as_such()
    {
        await using var world = await TemplateWorld.CreateAsync();
        world.WeChat.RotateSecret(WeChatFixture.AppId, "ffffffffffffffffffffffffffffffff");

        var refusal = await Should.ThrowAsync<WeChatCallException>(() => world.Sync());

        world.TextOf(refusal).ShouldContain("The app secret is wrong.");
        world.Calls(TemplateWorld.ListPath).ShouldBe(0);
    }

    [Fact]
    public async Task An_official_account_holds_templates_of_messages_and_of_subscriptions()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.AddAccount();

        var result = await world.Sync(app: world.Account);

        result.Templates.OrderBy(t => t.WeChatTemplateId, StringComparer.Ordinal).Select(t => (t.WeChatTemplateId, t.Channel, t.SubscriptionKind)).ShouldBe(
        [
            ("tmpl-notice", MessageChannel.OfficialAccountSubscribeMessage, SubscriptionKind.LongTerm),
            ("tmpl-paid", MessageChannel.OfficialAccountTemplateMessage, null),
        ]);
        result.Templates.Single(t => t.WeChatTemplateId == "tmpl-paid").Fields.Select(f => (f.Key, f.Label)).ShouldBe([("first", null), ("keyword1", "商品"), ("remark", null)]);
        (await world.Remote(s => s.ListAsync(world.App))).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_without_the_right_to_one_kind_has_none_of_it_and_loses_none()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.AddAccount();
        await world.Sync(app: world.Account);
        world.Fault(TemplateWorld.AccountListPath, code: 48001);
        world.WeChat.DeleteTemplate(TemplateWorld.AccountAppId, "tmpl-notice");

        var result = await world.Sync(force: true, app: world.Account);

        result.Removed.ShouldBe(1);
        result.Templates.Single(t => t.WeChatTemplateId == "tmpl-paid").DeletedAt.ShouldBeNull();
        result.Templates.Single(t => t.WeChatTemplateId == "tmpl-notice").DeletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_account_without_any_right_is_told_so()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.AddAccount(isVerified: false);

        (await Should.ThrowAsync<WeChatCallException>(() => world.Sync(app: world.Account))).ErrorCode.ShouldBe(48001);
    }

    [Fact]
    public async Task An_app_that_is_not_the_tenants_is_unknown()
    {
        await using var world = await TemplateWorld.CreateAsync();

        (await Should.ThrowAsync<RuleViolationException>(() => world.Sync(app: Guid.NewGuid()))).Violations.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(v => v.Field.ShouldBe("appCredentialId"), v => v.Rule.ShouldBe(RuleCodes.Unknown));
        (await Should.ThrowAsync<RuleViolationException>(() => world.Host.As<IRemoteTemplateAppService, TemplateSyncResultDto>(
            Guid.NewGuid(), s => s.SyncAsync(new() { AppCredentialId = world.App })))).Violations.Single().Rule.ShouldBe(RuleCodes.Unknown);
        world.Calls(TemplateWorld.ListPath).ShouldBe(0);
    }

    [Fact]
    public async Task A_removed_account_takes_its_templates_along()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.AddAccount();
        await world.Sync(app: world.Account);

        await world.Host.As<IAppCredentialAppService, bool>(world.Given.Tenant, async s =>
        {
            await s.DeleteAsync(world.Account);
            return true;
        });

        (await world.Given.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatRemoteTemplates" """)).Single().ShouldBe(0);
    }

    /// <summary>As PostgreSQL keeps it.</summary>
    private static DateTimeOffset Whole(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
