using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Application.Tests.Templates;

/// <summary>Making message templates of WeChat's, and deleting those.</summary>
public sealed class AdoptionTests
{
    [Fact]
    public async Task A_template_is_taken_over_with_its_fields_called_by_their_labels_and_sends()
    {
        await using var world = await TemplateWorld.CreateAsync(sends: true);
        world.WeChat.SetGrant(new() { AppId = WeChatFixture.AppId, OpenId = "u0", TemplateId = TemplateWorld.Meeting, Sends = 1 });
        await world.Sync();

        var meeting = await world.Adopt(TemplateWorld.Meeting, "meeting");

        (meeting.Name, meeting.WeChatTemplateId, meeting.Title, meeting.Channel, meeting.SubscriptionKind, meeting.IsEnabled).ShouldBe(
            ("meeting", TemplateWorld.Meeting, "会议通知", MessageChannel.SubscribeMessage, SubscriptionKind.OneTime, true));
        meeting.Fields!.Select(f => (f.Key, f.Name)).ShouldBe([("date2", "会议时间"), ("enum_string1", "会议状态")]);
        meeting.Fields![1].AllowedValues.ShouldBe(["进行中", "已结束"]);
        meeting.Drift.ShouldNotBeNull().ShouldBeEmpty();
        (await world.Found(TemplateWorld.Meeting)).UsedBy.ShouldBe(["meeting"]);

        var delivery = (await world.Host.Send(new Notification
        {
            Template = "meeting",
            To = "u0",
            Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["会议时间"] = "2026年11月21日", ["会议状态"] = "进行中" },
        })).Single().DeliveryId;
        await world.Host.Until(delivery, DeliveryStatus.Sent);
    }

    [Fact]
    public async Task Names_may_be_given_and_only_for_fields_that_are_there()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.Sync();

        var meeting = await world.AdoptAs(TemplateWorld.Meeting, new()
        {
            Name = "meeting",
            FieldNames = Names(("date2", "when")),
            PagePattern = "pages/meeting?id={id}",
            IsEnabled = false,
        });
        meeting.Fields!.Select(f => f.Name).ShouldBe(["when", "会议状态"]);
        (meeting.PagePattern, meeting.IsEnabled).ShouldBe(("pages/meeting?id={id}", false));

        (await Violations(() => world.AdoptAs(TemplateWorld.Meeting, new() { Name = "other", FieldNames = Names(("date3", "when")) })))
            .ShouldBe([("fieldNames.date3", RuleCodes.Unknown)]);
        (await Violations(() => world.Adopt(TemplateWorld.Meeting, "meeting"))).ShouldBe([("name", RuleCodes.Taken)]);
        (await Violations(() => world.Adopt(TemplateWorld.Meeting, " "))).ShouldBe([("name", RuleCodes.Required)]);
    }

    [Fact]
    public async Task Labels_that_stand_twice_name_the_first_only()
    {
        await using var world = await TemplateWorld.CreateAsync();
        world.WeChat.SetTemplate(new() { AppId = WeChatFixture.AppId, TemplateId = "tmpl-twice", Title = "t", Content = "备注:{{thing1.DATA}}\n备注:{{thing2.DATA}}\nthing1:{{thing3.DATA}}\n" });
        await world.Sync();

        (await world.Adopt("tmpl-twice", "twice")).Fields!.Select(f => (f.Key, f.Name)).ShouldBe([("thing1", "备注"), ("thing2", null), ("thing3", null)]);
    }

    [Fact]
    public async Task A_template_that_is_gone_cannot_be_taken_over()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.Sync();
        world.WeChat.DeleteTemplate(WeChatFixture.AppId, TemplateWorld.Meeting);
        await world.Sync(force: true);

        var refusal = await Should.ThrowAsync<ConflictException>(() => world.Adopt(TemplateWorld.Meeting, "meeting"));

        refusal.Code.ShouldBe(WeChatNotificationsErrorCodes.RemoteTemplateGone);
        world.TextOf(refusal).ShouldContain("会议通知");
    }

    [Fact]
    public async Task An_official_accounts_templates_go_out_by_their_own_channels()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.AddAccount();
        await world.Sync(app: world.Account);

        (await world.Adopt("tmpl-paid", "paid")).ShouldSatisfyAllConditions(
            t => t.Channel.ShouldBe(MessageChannel.OfficialAccountTemplateMessage),
            t => t.Fields!.Select(f => (f.Key, f.Name)).ShouldBe([("first", null), ("keyword1", "商品"), ("remark", null)]),
            t => t.Drift.ShouldNotBeNull().ShouldBeEmpty());
        (await world.AdoptAs("tmpl-notice", new() { Name = "notice", PagePattern = "pages/shop", JumpAppId = WeChatFixture.AppId })).ShouldSatisfyAllConditions(
            t => t.Channel.ShouldBe(MessageChannel.OfficialAccountSubscribeMessage),
            t => t.SubscriptionKind.ShouldBe(SubscriptionKind.LongTerm),
            t => (t.PagePattern, t.JumpAppId).ShouldBe(("pages/shop", WeChatFixture.AppId)));
        (await world.AdoptAs("tmpl-paid", new() { Name = "paid-too", UrlPattern = "https://shop.example/{id}" })).UrlPattern.ShouldBe("https://shop.example/{id}");
        (await Violations(() => world.AdoptAs("tmpl-notice", new() { Name = "lost", PagePattern = "pages/shop" }))).ShouldBe([("jumpAppId", RuleCodes.Required)]);
    }

    [Fact]
    public async Task A_template_is_deleted_at_WeChat_unless_it_is_in_use()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.Sync();
        var used = await world.Found(WeChatFixture.WeChatTemplate);
        var unused = await world.Found(TemplateWorld.Meeting);

        (await Should.ThrowAsync<ConflictException>(() => world.Remote(s => s.DeleteAsync(used.Id)))).Message.ShouldContain(WeChatFixture.Template);
        await world.Remote(s => s.DeleteAsync(unused.Id));
        await world.Remote(s => s.DeleteAsync(unused.Id));

        world.Calls(TemplateWorld.DeletePath).ShouldBe(1);
        (await world.Found(TemplateWorld.Meeting)).DeletedAt.ShouldNotBeNull();
        (await world.Sync(force: true)).Removed.ShouldBe(0);
        await world.Host.ConfigureTemplate(t => t with { IsEnabled = false });
        await world.Remote(s => s.DeleteAsync(used.Id));
        (await world.Drift()).ShouldNotBeNull().Single().Kind.ShouldBe(TemplateDriftKind.Deleted);
    }

    [Fact]
    public async Task An_official_accounts_templates_are_deleted_each_by_its_call()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.AddAccount();
        var templates = (await world.Sync(app: world.Account)).Templates;

        foreach (var template in templates)
        {
            await world.Remote(s => s.DeleteAsync(template.Id));
        }

        (await world.Sync(force: true, app: world.Account)).ShouldSatisfyAllConditions(r => r.Removed.ShouldBe(0), r => r.Added.ShouldBe(0));
        world.Calls(TemplateWorld.DeletePath).ShouldBe(1);
        world.Calls("/cgi-bin/template/del_private_template").ShouldBe(1);
    }

    [Fact]
    public async Task One_that_somebody_else_has_deleted_at_WeChat_is_gone_as_wanted()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.AddAccount();
        await world.Sync();
        await world.Sync(app: world.Account);
        world.WeChat.DeleteTemplate(WeChatFixture.AppId, TemplateWorld.Meeting);
        world.WeChat.DeleteTemplate(TemplateWorld.AccountAppId, "tmpl-paid");

        foreach (var id in new[] { TemplateWorld.Meeting, "tmpl-paid" })
        {
            var template = await world.Found(id);
            await world.Remote(s => s.DeleteAsync(template.Id));
            (await world.Found(id)).DeletedAt.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_deletion_that_WeChat_refuses_or_does_not_answer_is_told_and_noted_by_the_next_look()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.Sync();
        var id = (await world.Found(TemplateWorld.Meeting)).Id;

        world.Fault(TemplateWorld.DeletePath, code: 200011, count: 1);
        (await Should.ThrowAsync<WeChatCallException>(() => world.Remote(s => s.DeleteAsync(id)))).ErrorCode.ShouldBe(200011);
        (await world.Found(TemplateWorld.Meeting)).DeletedAt.ShouldBeNull();

        world.Fault(TemplateWorld.DeletePath, FaultKind.ResetAfter, count: 1);
        (await Should.ThrowAsync<WeChatCallException>(() => world.Remote(s => s.DeleteAsync(id)))).Code.ShouldBe(WeChatNotificationsErrorCodes.WeChatUnreachable);
        (await world.Found(TemplateWorld.Meeting)).DeletedAt.ShouldBeNull();
        (await world.Sync(force: true)).Removed.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_tenant_does_not_have_is_not_found()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.Sync();
        var theirs = (await world.Found(TemplateWorld.Meeting)).Id;
        Task<T> AsAnother<T>(Func<IRemoteTemplateAppService, Task<T>> use) => world.Host.As(Guid.NewGuid(), use);

        (await AsAnother(s => s.ListAsync(null))).ShouldBeEmpty();
        await Should.ThrowAsync<EntityNotFoundException>(() => AsAnother(s => s.GetAsync(theirs)));
        await Should.ThrowAsync<EntityNotFoundException>(() => AsAnother(s => s.AdoptAsync(theirs, new() { Name = "x" })));
        await Should.ThrowAsync<EntityNotFoundException>(() => AsAnother(async s =>
        {
            await s.DeleteAsync(theirs);
            return true;
        }));
        world.Calls(TemplateWorld.DeletePath).ShouldBe(0);
    }

    private static Dictionary<string, string> Names(params (string Key, string Name)[] names) => names.ToDictionary(n => n.Key, n => n.Name, StringComparer.Ordinal);

    private static async Task<IEnumerable<(string, string)>> Violations(Func<Task> use)
        => (await Should.ThrowAsync<RuleViolationException>(use)).Violations.Select(v => (v.Field, v.Rule));
}
