using WeChatNotifications.Support;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

public sealed class TemplateDriftTests
{
    private const string Content = "商品:{{thing1.DATA}}\n状态:{{enum_string2.DATA}}";

    private static readonly TemplateField Goods = Given.Field("thing1");
    private static readonly TemplateField State = Given.Field("enum_string2") with { AllowedValues = ["进行中", "已结束"] };

    [Fact]
    public void The_same_template_has_no_drift_whatever_the_order_of_its_fields() =>
        DriftOf(Template(State, Goods), Remote()).ShouldNotBeNull().ShouldBeEmpty();

    [Fact]
    public void A_template_that_is_gone_or_was_never_there_is_deleted()
    {
        var gone = Remote();
        gone.Missing(Given.Now);

        Kinds(Template(Goods, State), gone).ShouldBe([TemplateDriftKind.Deleted]);
        Kinds(Template(Goods, State), null).ShouldBe([TemplateDriftKind.Deleted]);
    }

    [Fact]
    public void Other_fields_are_named_on_both_sides()
    {
        var drift = DriftOf(Template(Goods, Given.Field("time3")), Remote()).ShouldNotBeNull().ShouldHaveSingleItem();

        drift.Kind.ShouldBe(TemplateDriftKind.FieldsChanged);
        drift.Added.ShouldBe(["enum_string2"]);
        drift.Removed.ShouldBe(["time3"]);
    }

    [Fact]
    public void A_value_that_WeChat_does_not_take_is_named_and_a_narrower_list_is_nobodys_fault()
    {
        var drift = DriftOf(Template(Goods, State with { AllowedValues = ["进行中", "暂停"] }), Remote()).ShouldNotBeNull().ShouldHaveSingleItem();

        drift.Kind.ShouldBe(TemplateDriftKind.EnumValuesChanged);
        drift.Field.ShouldBe("enum_string2");
        drift.Added.ShouldBe(["已结束"]);
        drift.Removed.ShouldBe(["暂停"]);
        DriftOf(Template(Goods, State with { AllowedValues = ["进行中"] }), Remote()).ShouldNotBeNull().ShouldBeEmpty();
        DriftOf(Template(Goods, State with { AllowedValues = [] }), Remote()).ShouldNotBeNull().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(MessageChannel.SubscribeMessage, SubscriptionKind.LongTerm, TemplateDriftKind.KindChanged)]
    [InlineData(MessageChannel.OfficialAccountSubscribeMessage, SubscriptionKind.LongTerm, TemplateDriftKind.KindChanged)]
    [InlineData(MessageChannel.OfficialAccountSubscribeMessage, null, TemplateDriftKind.WrongChannel)]
    [InlineData(MessageChannel.OfficialAccountTemplateMessage, SubscriptionKind.OneTime, TemplateDriftKind.WrongChannel)]
    [InlineData(MessageChannel.OfficialAccountTemplateMessage, null, null)]
    [InlineData(MessageChannel.OfficialAccountSubscribeMessage, SubscriptionKind.OneTime, null)]
    public void Consent_that_counts_otherwise_and_the_wrong_kind_of_message_are_noticed(MessageChannel channel, SubscriptionKind? kind, TemplateDriftKind? expected)
    {
        var drifts = DriftOf(OnChannel(channel), Remote(kind)).ShouldNotBeNull();

        drifts.Select(d => d.Kind).ShouldBe(expected is { } one ? [one] : []);
        drifts.ShouldAllBe(d => d.RemoteKind == (d.Kind == TemplateDriftKind.KindChanged ? kind : null));
    }

    [Theory]
    [InlineData(MessageChannel.TemplateMessage)]
    [InlineData(MessageChannel.UniformMessage)]
    public void Channels_whose_templates_WeChat_does_not_list_are_not_compared(MessageChannel channel) => DriftOf(OnChannel(channel), null).ShouldBeNull();

    private static MessageTemplate OnChannel(MessageChannel channel)
    {
        var template = Template(Goods, State);
        template.Set(nameof(MessageTemplate.Channel), channel);
        return template;
    }

    private static MessageTemplate Template(params TemplateField[] fields) => Given.Template(fields);

    private static RemoteTemplate Remote(SubscriptionKind? kind = SubscriptionKind.OneTime)
    {
        var remote = RemoteTemplate.Found(Given.Tenant, Given.App, "tmpl-0123456789", Given.Now);
        remote.Update("订单", Content, null, kind, [new("enum_string2", ["进行中", "已结束"])], Given.Now);
        return remote;
    }

    private static IReadOnlyList<TemplateDrift>? DriftOf(MessageTemplate template, RemoteTemplate? remote) => TemplateDrift.Of(template, remote);

    private static IEnumerable<TemplateDriftKind> Kinds(MessageTemplate template, RemoteTemplate? remote) => DriftOf(template, remote)!.Select(d => d.Kind);
}
