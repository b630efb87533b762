using WeChatNotifications.Credentials;
using WeChatNotifications.Support;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

public sealed class RemoteTemplateMergeTests
{
    private static readonly DateTimeOffset Later = Given.Now.AddHours(1);

    [Fact]
    public void What_is_new_is_added_what_is_other_is_changed_and_what_is_missing_is_gone()
    {
        RemoteTemplate[] rows = [Row("same"), Row("other"), Row("gone")];

        var (found, changes) = Merge(rows, [], State("same"), State("other") with { Title = "新标题" }, State("new"));

        changes.ShouldBe(new RemoteTemplateChanges(Added: 1, Changed: 1, Removed: 1));
        var added = found.ShouldHaveSingleItem();
        (added.WeChatTemplateId, added.AppCredentialId, added.TenantId, added.Title).ShouldBe(("new", Given.App, Given.Tenant, "标题"));
        rows.Select(r => (r.WeChatTemplateId, r.Title, r.SyncedAt, r.DeletedAt)).ShouldBe(
            [("same", "标题", Later, null), ("other", "新标题", Later, null), ("gone", "标题", Given.Now, Later)]);
    }

    [Fact]
    public void A_template_that_comes_back_is_added_again_and_one_that_stays_away_is_not_removed_twice()
    {
        RemoteTemplate[] rows = [Row("back"), Row("away")];
        Array.ForEach(rows, r => r.Missing(Given.Now));

        Merge(rows, [], State("back")).Changes.ShouldBe(new RemoteTemplateChanges(Added: 1, Changed: 0, Removed: 0));

        rows.Select(r => r.DeletedAt).ShouldBe([null, Given.Now]);
    }

    [Fact]
    public void What_WeChat_did_not_list_is_not_taken_for_gone()
    {
        RemoteTemplate[] rows = [Row("message", kind: null), Row("subscription")];

        RemoteTemplateMerge.Apply(Given.Tenant, Given.App, rows, [], new([], HasSubscriptions: true, HasTemplateMessages: false), Later).Changes.Removed.ShouldBe(1);

        rows.Select(r => r.DeletedAt).ShouldBe([null, Later]);
    }

    [Fact]
    public void An_id_that_stands_twice_or_cannot_be_stored_does_no_harm() =>
        Merge([], [], State("a"), State("a"), State(""), State(new string('x', 200))).New.ShouldHaveSingleItem().WeChatTemplateId.ShouldBe("a");

    [Fact]
    public void Texts_that_are_too_long_are_cut_and_lists_that_no_field_can_have_are_left_out()
    {
        EnumKeyword[] keywords =
        [
            new("enum_string1", [" 甲 ", "", "甲", "乙"]), new("enum_string2", [.. Enumerable.Range(0, 101).Select(i => $"v{i}")]),
            new("enum_string3", ["a\nb"]), new("enum_string4", []), new(new string('k', 40), ["x"]),
        ];

        var row = Merge([], [], State("a") with { Title = new string('题', 500), Content = new string('x', 9_000), Example = "e\0", EnumKeywords = keywords }).New[0];

        row.Title.Length.ShouldBe(MessageTemplateLimits.TitleLength);
        row.Content.Length.ShouldBe(MessageTemplateLimits.RemoteContentLength);
        row.Example.ShouldBe("e\uFFFD");
        row.EnumKeywords.ShouldBe([new EnumKeyword("enum_string1", ["甲", "乙"])]);
    }

    [Fact]
    public void Values_follow_WeChat_where_they_were_WeChats_or_none_and_stay_where_somebody_chose_them()
    {
        var (were, none, chosen, byDefault) = (Template("甲", "乙"), Template(), Template("甲"), Template("甲", "乙", defaultValue: "乙"));
        RemoteTemplate[] rows = [Row("tmpl-0123456789", values: ["甲", "乙"])];
        var stamps = new[] { were, none, chosen, byDefault }.Select(t => t.ConcurrencyStamp).ToList();

        Merge(rows, [were, none, chosen, byDefault], State("tmpl-0123456789", "甲", "丙"));

        were.Fields[1].AllowedValues.ShouldBe(["甲", "丙"]);
        none.Fields[1].AllowedValues.ShouldBe(["甲", "丙"]);
        chosen.Fields[1].AllowedValues.ShouldBe(["甲"]);
        byDefault.Fields[1].AllowedValues.ShouldBe(["甲", "乙"], "its default value would not be allowed any more");
        new[] { were, none, chosen, byDefault }.Select(t => t.ConcurrencyStamp).Zip(stamps, (now, before) => now != before).ShouldBe([true, true, false, false]);
        were.UpdatedAt.ShouldBe(Later);

        Merge(rows, [were], State("tmpl-0123456789", "甲", "丙"));
        were.Fields[1].AllowedValues.ShouldBe(["甲", "丙"]);
    }

    [Fact]
    public void A_template_that_uses_another_id_keeps_its_values()
    {
        var other = Template("甲");

        Merge([], [other], State("another", "乙"));

        other.Fields[1].AllowedValues.ShouldBe(["甲"]);
    }

    [Theory]
    [InlineData(AppKind.MiniProgram, SubscriptionKind.LongTerm, MessageChannel.SubscribeMessage)]
    [InlineData(AppKind.OfficialAccount, SubscriptionKind.OneTime, MessageChannel.OfficialAccountSubscribeMessage)]
    [InlineData(AppKind.OfficialAccount, null, MessageChannel.OfficialAccountTemplateMessage)]
    public void The_account_and_the_kind_of_consent_say_which_API_takes_it(AppKind app, SubscriptionKind? kind, MessageChannel channel) =>
        Row("a", kind).ChannelOf(app).ShouldBe(channel);

    private static (IReadOnlyList<RemoteTemplate> New, RemoteTemplateChanges Changes) Merge(
        IReadOnlyList<RemoteTemplate> rows, IReadOnlyList<MessageTemplate> templates, params RemoteTemplateState[] states)
        => RemoteTemplateMerge.Apply(Given.Tenant, Given.App, rows, templates, new(states, HasSubscriptions: true, HasTemplateMessages: true), Later);

    private static RemoteTemplate Row(string id, SubscriptionKind? kind = SubscriptionKind.OneTime, string[]? values = null)
    {
        var row = RemoteTemplate.Found(Given.Tenant, Given.App, id, Given.Now);
        row.Update("标题", "状态:{{enum_string2.DATA}}", null, kind, values is null ? [] : [new("enum_string2", values)], Given.Now);
        return row;
    }

    private static RemoteTemplateState State(string id, params string[] values)
        => new(id, "标题", "状态:{{enum_string2.DATA}}", null, SubscriptionKind.OneTime, values.Length == 0 ? [] : [new("enum_string2", values)]);

    private static MessageTemplate Template(string? first = null, string? second = null, string? defaultValue = null)
        => Given.Template(Given.Field("thing1"), Given.Field("enum_string2") with { AllowedValues = [.. new[] { first, second }.OfType<string>()], DefaultValue = defaultValue });
}
