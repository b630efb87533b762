using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;
using WeChatNotifications.Support;
using WeChatNotifications.Templates;
using static WeChatNotifications.Templates.MessageChannel;

namespace WeChatNotifications.Domain.Tests.Templates;

/// <summary>Which settings each channel has, and what its messages consist of.</summary>
public sealed class ChannelRulesTests
{
    [Theory]
    [InlineData(SubscribeMessage, "urlPattern jumpAppId officialAccountAppId weapp emphasisKeyword fields[0].color")]
    [InlineData(TemplateMessage, "urlPattern jumpAppId officialAccountAppId weapp requiresGrant")]
    [InlineData(UniformMessage, "emphasisKeyword requiresGrant")]
    [InlineData(OfficialAccountTemplateMessage, "officialAccountAppId weapp emphasisKeyword requiresGrant")]
    [InlineData(OfficialAccountSubscribeMessage, "officialAccountAppId weapp emphasisKeyword fields[0].color")]
    public void A_channel_refuses_what_it_has_no_use_for(MessageChannel channel, string refused)
    {
        var settings = Given.Settings(Given.Field("thing1") with { Color = "#173177" }) with
        {
            Channel = channel,
            UrlPattern = "https://shop.example/{id}",
            JumpAppId = "wx1",
            OfficialAccountAppId = "wx2",
            EmphasisKeyword = "thing1",
            RequiresGrant = true,
            Weapp = new() { WeChatTemplateId = "w", Fields = [Given.Field("keyword1")] },
        };

        var violations = Should.Throw<RuleViolationException>(() => Register(settings)).Violations;

        violations.Where(v => v.Rule == RuleCodes.NotForChannel).Select(v => v.Field).ShouldBe(refused.Split(' '), ignoreOrder: true);
        violations.ShouldAllBe(v => v.Rule == RuleCodes.NotForChannel);
    }

    [Theory]
    [InlineData(SubscribeMessage, false)]
    [InlineData(OfficialAccountSubscribeMessage, false)]
    [InlineData(TemplateMessage, true)]
    [InlineData(UniformMessage, true)]
    [InlineData(OfficialAccountTemplateMessage, true)]
    public void Free_text_is_for_the_older_templates(MessageChannel channel, bool allowed)
    {
        var settings = Given.Settings(Given.Field("keyword1")) with { Channel = channel };
        if (allowed)
        {
            Register(settings).Channel.ShouldBe(channel);
        }
        else
        {
            Should.Throw<RuleViolationException>(() => Register(settings)).Violations.ShouldHaveSingleItem().Rule.ShouldBe(RuleCodes.KeyNotForChannel);
        }
    }

    [Fact]
    public void A_uniform_message_may_do_without_the_accounts_part_and_not_without_both()
    {
        var weapp = new WeappTemplatePart { WeChatTemplateId = " w ", Fields = [Given.Field("keyword1"), Given.Field("keyword2")], PagePattern = "pages/x", EmphasisKeyword = "keyword2" };
        var alone = Register(Given.Settings() with { Channel = UniformMessage, WeChatTemplateId = "", Fields = [], Weapp = weapp });
        (alone.WeChatTemplateId, alone.Fields.Count, alone.Weapp!.WeChatTemplateId).ShouldBe(("", 0, "w"));

        Violations(Given.Settings() with { Channel = UniformMessage, WeChatTemplateId = "", Fields = [] }).ShouldBe([("weChatTemplateId", RuleCodes.Required), ("fields", RuleCodes.Required)]);
        Violations(Given.Settings() with { Channel = UniformMessage, WeChatTemplateId = "", Weapp = weapp }).ShouldBe([("weChatTemplateId", RuleCodes.Required)]);
        Violations(Given.Settings() with { Channel = UniformMessage, Weapp = weapp with { WeChatTemplateId = "", Fields = [], EmphasisKeyword = "keyword9", PagePattern = "https://x" } })
            .ShouldBe([("weapp.weChatTemplateId", RuleCodes.Required), ("weapp.pagePattern", RuleCodes.Page), ("weapp.fields", RuleCodes.Required), ("weapp.emphasisKeyword", RuleCodes.NotAllowed)]);
    }

    [Theory]
    [InlineData("https://shop.example", true)]
    [InlineData("https://shop.example:8443/a/{b}?c={d}#{e}", true)]
    [InlineData("HTTPS://shop.example/x", true)]
    [InlineData("http://shop.example/x", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("https://{host}/x", false)]
    [InlineData("https://shop.example{path}", false)]
    [InlineData("https://user@shop.example/", false)]
    [InlineData("https:///x", false)]
    [InlineData("https://shop.example/{a", false)]
    [InlineData("https://shop.example/a b", false)]
    [InlineData("https://shop.example\\@evil.example/", false)]
    public void An_address_has_a_fixed_host(string pattern, bool valid) => UrlPattern.IsValid(pattern).ShouldBe(valid);

    [Fact]
    public void No_value_changes_where_an_address_leads()
    {
        var template = Register(Given.Settings(Given.Field("first")) with { Channel = OfficialAccountTemplateMessage, UrlPattern = "https://shop.example/{id}?q={q}" });
        var check = new RuleCheck();

        var message = TemplateRenderer.Render(template, Input(("first", "x"), ("id", "//evil.example/..@"), ("q", "a&b=c#d")), check);

        message.Options!.Url.ShouldBe("https://shop.example/%2F%2Fevil.example%2F..%40?q=a%26b%3Dc%23d");
        TemplateRenderer.Render(template, Input(("first", "x"), ("id", ".."), ("q", 1)), check);
        check.Violations.ShouldHaveSingleItem().ToString().ShouldBe("data.id: Rule.Characters");
    }

    [Fact]
    public void An_app_of_the_wrong_kind_and_a_missing_link_are_found_when_the_template_is_saved()
    {
        var app = Given.Credential();
        Check(Given.Settings() with { Channel = OfficialAccountTemplateMessage }).ShouldBe([("appCredentialId", RuleCodes.ChannelAppKind)]);
        Check(Given.Settings() with { Channel = UniformMessage }).ShouldBe([("officialAccountAppId", RuleCodes.Required)]);
        Check(Given.Settings() with { Channel = UniformMessage, OfficialAccountAppId = "wx1" }).ShouldBeEmpty();
        app.Configure(Given.AppSettings() with { LinkedAppId = "wx1" }, Given.Now);
        Check(Given.Settings() with { Channel = UniformMessage }).ShouldBeEmpty();

        (string, string)[] Check(MessageTemplateSettings settings)
        {
            var check = new RuleCheck();
            ChannelRules.CheckApp(settings, app, check);
            return [.. check.Violations.Select(v => (v.Field, v.Rule))];
        }
    }

    [Fact]
    public void Colours_are_six_hexadecimal_digits()
    {
        foreach (var color in new[] { "red", "#12345", "#12345g", "123456", "#1234567" })
        {
            Violations(Given.Settings(Given.Field("keyword1") with { Color = color })).ShouldBe([("fields[0].color", RuleCodes.Color)]);
        }

        Register(Given.Settings(Given.Field("keyword1") with { Color = " #17aF77 " })).Fields[0].Color.ShouldBe("#17aF77");
    }

    [Fact]
    public void The_templates_of_a_chain_share_their_data_and_know_each_others_names()
    {
        var (first, second) = (Register(Given.Settings(Given.Field("thing1") with { Name = "goods" })), Register(Given.Settings(Given.Field("keyword1") with { Name = "price" })));
        var check = new RuleCheck();

        TemplateRenderer.RefuseUnknownKeys([first, second], Given.Data(("goods", 1), ("keyword1", 2), ("prise", 3)), check);

        check.Violations.ShouldHaveSingleItem().Arguments["known"].ShouldBe("goods, price");
    }

    private static MessageTemplate Register(MessageTemplateSettings settings) => MessageTemplate.Register(Given.Tenant, settings, Given.Now);

    private static (string, string)[] Violations(MessageTemplateSettings settings)
        => [.. Should.Throw<RuleViolationException>(() => Register(settings)).Violations.Select(v => (v.Field, v.Rule))];

    private static RenderInput Input(params (string, object?)[] data) => new(Given.Data(data), Keywords: null, Given.Chinese, Given.Shanghai);
}
