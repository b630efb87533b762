using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Application.Tests.Templates;

/// <summary>WeChat's public library: browsing it, and taking templates from it.</summary>
public sealed class LibraryTests
{
    private const long Retail = 307;
    private const string OrderPaid = "1476";

    [Fact]
    public async Task Categories_titles_and_keywords_lead_to_a_template()
    {
        await using var world = await TemplateWorld.CreateAsync();

        (await world.Library(s => s.GetCategoriesAsync(world.App))).ShouldContain(c => c.Id == Retail && c.Name.Length > 0);
        var all = await world.Library(s => s.GetTitlesAsync(new() { AppCredentialId = world.App, CategoryIds = [Retail, 411] }));
        var second = await world.Library(s => s.GetTitlesAsync(new() { AppCredentialId = world.App, CategoryIds = [Retail, 411], Start = 1, Limit = 1 }));
        (second.Count, second.Titles.Single()).ShouldBe((all.Count, all.Titles[1]));
        all.Titles.Single(t => t.Tid == OrderPaid).ShouldSatisfyAllConditions(
            t => t.Title.ShouldBe("订单支付成功通知"), t => t.SubscriptionKind.ShouldBe(SubscriptionKind.OneTime), t => t.CategoryId.ShouldBe(Retail));
        all.Titles.ShouldContain(t => t.SubscriptionKind == SubscriptionKind.LongTerm);
        (await world.Library(s => s.GetKeywordsAsync(world.App, OrderPaid))).Take(2).ShouldBe(
            [new(1, "订单编号", "2026052000123", "character_string"), new(2, "商品名称", "纯棉短袖衬衫", "thing")]);

        var added = await world.Library(s => s.AddAsync(Add(world) with { Name = "paid-by-library" }));

        added.Notice.ShouldBeNull();
        var remote = added.Remote.ShouldNotBeNull();
        (remote.WeChatTemplateId, remote.Title).ShouldBe((added.WeChatTemplateId, "订单支付成功通知"));
        remote.UsedBy.ShouldBe(["paid-by-library"]);
        var template = added.Template.ShouldNotBeNull();
        template.Fields!.Select(f => (f.Key, f.Name)).ShouldBe([("amount3", "支付金额"), ("character_string1", "订单编号"), ("time4", "支付时间")]);
        template.Drift.ShouldNotBeNull().ShouldBeEmpty();
        (await world.Templates(s => s.GetAsync(template.Id))).WeChatTemplateId.ShouldBe(added.WeChatTemplateId);
    }

    [Fact]
    public async Task Without_a_name_only_WeChat_gets_the_template()
    {
        await using var world = await TemplateWorld.CreateAsync();

        var added = await world.Library(s => s.AddAsync(Add(world)));

        (added.Template, added.Notice).ShouldBe((null, null));
        added.Remote.ShouldNotBeNull().UsedBy.ShouldBeEmpty();
        (await world.Templates(s => s.ListAsync(null))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_listed_at_once_and_WeChat_is_not_asked()
    {
        await using var world = await TemplateWorld.CreateAsync();

        (await Violations(() => world.Library(s => s.AddAsync(new() { AppCredentialId = world.App, KidList = [1], SceneDesc = new string('景', 16), Name = "a b" })))).ShouldBe(
            [("tid", RuleCodes.Required), ("kidList", RuleCodes.Count), ("sceneDesc", RuleCodes.TooLong), ("name", RuleCodes.Characters)], ignoreOrder: true);
        (await Violations(() => world.Library(s => s.AddAsync(Add(world) with { KidList = [1, 1, 2, 3, 4, 5], Name = WeChatFixture.Template })))).ShouldBe(
            [("kidList", RuleCodes.Count), ("kidList", RuleCodes.Duplicate), ("name", RuleCodes.Taken)], ignoreOrder: true);
        (await Violations(() => world.Library(s => s.AddAsync(Add(world) with { AppCredentialId = Guid.NewGuid() })))).ShouldBe([("appCredentialId", RuleCodes.Unknown)]);
        (await Violations(() => world.Library(s => s.GetTitlesAsync(new() { AppCredentialId = world.App, Start = -1, Limit = 31 })))).ShouldBe(
            [("categoryId", RuleCodes.Required), ("start", RuleCodes.OutOfRange), ("limit", RuleCodes.OutOfRange)], ignoreOrder: true);
        (await Violations(() => world.Library(s => s.GetKeywordsAsync(world.App, " ")))).ShouldBe([("tid", RuleCodes.Required)]);
        (await Violations(() => world.Library(s => s.GetCategoriesAsync(default)))).ShouldBe([("appCredentialId", RuleCodes.Required)]);

        foreach (var path in new[] { TemplateWorld.AddPath, "/wxaapi/newtmpl/getpubtemplatetitles", "/wxaapi/newtmpl/getpubtemplatekeywords", "/wxaapi/newtmpl/getcategory" })
        {
            world.Calls(path).ShouldBe(0, path);
        }
    }

    [Fact]
    public async Task What_WeChat_refuses_is_told_with_its_code()
    {
        await using var world = await TemplateWorld.CreateAsync();

        (await Refusal(() => world.Library(s => s.GetKeywordsAsync(world.App, "99999")))).ErrorCode.ShouldBe(200014);
        (await Refusal(() => world.Library(s => s.GetTitlesAsync(new() { AppCredentialId = world.App, CategoryIds = [5] })))).ErrorCode.ShouldBe(200019);
        (await Refusal(() => world.Library(s => s.AddAsync(Add(world) with { KidList = [1, 99] })))).ErrorCode.ShouldBe(200020);
        await world.Library(s => s.AddAsync(Add(world)));
        var twin = await Refusal(() => world.Library(s => s.AddAsync(Add(world) with { Name = "twin" })));
        twin.ErrorCode.ShouldBe(200022);
        world.TextOf(twin).ShouldContain("Use the existing template.");
        (await world.Templates(s => s.ListAsync(null))).ShouldNotContain(t => t.Name == "twin");
    }

    [Fact]
    public async Task A_template_that_was_added_but_cannot_be_seen_is_not_lost_from_sight()
    {
        await using var world = await TemplateWorld.CreateAsync();
        world.Fault(TemplateWorld.ListPath, code: 45009);

        var added = await world.Library(s => s.AddAsync(Add(world) with { Name = "paid-by-library" }));

        (added.Remote, added.Template).ShouldBe((null, null));
        added.WeChatTemplateId.ShouldNotBeNullOrEmpty();
        added.Notice.ShouldNotBeNull().ShouldContain("daily quota");
        world.WeChat.ClearFaults();
        await world.Sync(force: true);
        (await world.Adopt(added.WeChatTemplateId, "paid-by-library")).Name.ShouldBe("paid-by-library");
    }

    [Fact]
    public async Task An_addition_whose_answer_is_lost_is_found_by_the_next_look()
    {
        await using var world = await TemplateWorld.CreateAsync();
        world.Fault(TemplateWorld.AddPath, FaultKind.ResetAfter, count: 1);

        (await Refusal(() => world.Library(s => s.AddAsync(Add(world))))).Code.ShouldBe(WeChatNotificationsErrorCodes.WeChatUnreachable);

        (await world.Sync()).Templates.ShouldContain(t => t.Title == "订单支付成功通知");
    }

    private static AddLibraryTemplateDto Add(TemplateWorld world) => new() { AppCredentialId = world.App, Tid = OrderPaid, KidList = [3, 1, 4], SceneDesc = "付款成功后通知" };

    private static Task<WeChatCallException> Refusal(Func<Task> use) => Should.ThrowAsync<WeChatCallException>(use);

    private static async Task<IEnumerable<(string, string)>> Violations(Func<Task> use)
        => (await Should.ThrowAsync<RuleViolationException>(use)).Violations.Select(v => (v.Field, v.Rule));
}
