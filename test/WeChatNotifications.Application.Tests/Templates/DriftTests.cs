using System.Globalization;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Application.Tests.Templates;

/// <summary>How a template says that WeChat's is another one, and how its lists of values follow WeChat's.</summary>
public sealed class DriftTests
{
    [Fact]
    public async Task Before_the_first_look_nothing_is_known_and_after_it_nothing_is_wrong()
    {
        await using var world = await TemplateWorld.CreateAsync();
        (await world.Drift()).ShouldBeNull();

        await world.Sync();

        (await world.Drift()).ShouldNotBeNull().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en", "does not hold")]
    [InlineData("zh-Hans", "已没有此模板")]
    public async Task A_template_that_is_gone_at_WeChat_says_so(string culture, string words)
    {
        await using var world = await TemplateWorld.CreateAsync();
        world.WeChat.DeleteTemplate(WeChatFixture.AppId, WeChatFixture.WeChatTemplate);
        await world.Sync();
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

        var drift = (await world.Drift()).ShouldNotBeNull().ShouldHaveSingleItem();

        drift.Kind.ShouldBe(TemplateDriftKind.Deleted);
        drift.Message.ShouldContain(words);
        (await world.Templates(s => s.ListAsync(null))).Single().Drift.ShouldNotBeNull().Single().Kind.ShouldBe(TemplateDriftKind.Deleted);
    }

    [Fact]
    public async Task Other_fields_and_another_kind_are_named()
    {
        await using var world = await TemplateWorld.CreateAsync();
        world.WeChat.SetTemplate(new() { AppId = WeChatFixture.AppId, TemplateId = WeChatFixture.WeChatTemplate, Type = 3, Fields = ["character_string1", "thing2", "time9"] });
        await world.Sync();

        var drift = (await world.Drift()).ShouldNotBeNull();

        drift.Select(d => d.Kind).ShouldBe([TemplateDriftKind.KindChanged, TemplateDriftKind.FieldsChanged]);
        drift[0].Message.ShouldContain("long-term");
        (drift[1].Added.Single(), drift[1].Removed.Single()).ShouldBe(("time9", "amount3"));
        drift[1].Message.ShouldContain("time9");
        drift[1].Message.ShouldContain("amount3");
    }

    [Fact]
    public async Task Values_that_WeChat_took_back_are_refused_here_after_the_next_look()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.Sync();
        var meeting = await world.Adopt(TemplateWorld.Meeting, "meeting");
        (await Violations(world, "已结束")).ShouldBeEmpty();

        world.WeChat.SetTemplate(new() { AppId = WeChatFixture.AppId, TemplateId = TemplateWorld.Meeting, Enums = TemplateWorld.Enums("进行中", "已取消") });
        await world.Sync(force: true);

        (await world.Templates(s => s.GetAsync(meeting.Id))).Fields!.Single(f => f.Key == "enum_string1").AllowedValues.ShouldBe(["进行中", "已取消"]);
        (await world.Drift(meeting.Id)).ShouldNotBeNull().ShouldBeEmpty();
        (await Violations(world, "已结束")).ShouldHaveSingleItem().ShouldContain("已取消");
        (await Violations(world, "已取消")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Values_that_somebody_chose_stay_and_the_drift_says_what_WeChat_takes()
    {
        await using var world = await TemplateWorld.CreateAsync();
        await world.Sync();
        var meeting = await world.Adopt(TemplateWorld.Meeting, "meeting");
        await world.Templates(s => s.UpdateAsync(meeting.Id, new()
        {
            Name = "meeting",
            AppCredentialId = world.App,
            WeChatTemplateId = TemplateWorld.Meeting,
            Fields = [new() { Key = "date2" }, new() { Key = "enum_string1", AllowedValues = ["进行中", "延期"] }],
        }));
        await world.Sync(force: true);

        var drift = (await world.Drift(meeting.Id)).ShouldNotBeNull().ShouldHaveSingleItem();

        (drift.Kind, drift.Field).ShouldBe((TemplateDriftKind.EnumValuesChanged, "enum_string1"));
        drift.Removed.ShouldBe(["延期"]);
        drift.Added.ShouldBe(["已结束"]);
        drift.Message.ShouldContain("延期");
    }

    private static async Task<IReadOnlyList<string>> Violations(TemplateWorld world, string state)
    {
        var preview = await world.Host.As<IWeChatNotifier, NotificationPreview>(world.Given.Tenant, s => s.PreviewAsync(new Notification
        {
            Template = "meeting",
            To = "u0",
            Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["会议时间"] = "2026年11月21日", ["会议状态"] = state },
        }));
        return [.. preview.Violations.Select(v => v.Message)];
    }
}
