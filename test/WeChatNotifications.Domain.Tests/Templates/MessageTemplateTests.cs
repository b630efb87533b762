using WeChatNotifications.Rules;
using WeChatNotifications.Support;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

public sealed class MessageTemplateTests
{
    [Fact]
    public void A_template_keeps_what_it_was_given_without_surrounding_blanks()
    {
        var template = MessageTemplate.Register(
            Given.Tenant,
            Given.Settings(new TemplateField { Key = " thing1 ", Name = " product ", DefaultValue = " 茶 ", Format = " ", AllowedValues = [" a "] }) with
            {
                Name = " order-paid ",
                Title = "  ",
                PagePattern = " pages/x ",
                Language = "zh_CN",
            },
            Given.Now);

        (template.Name, template.Title, template.PagePattern, template.Language, template.TenantId).ShouldBe(("order-paid", null, "pages/x", "zh_CN", Given.Tenant));
        template.Fields.ShouldHaveSingleItem().ShouldBe(new TemplateField { Key = "thing1", Name = "product", DefaultValue = "茶", AllowedValues = ["a"] });
        (template.CreatedAt, template.UpdatedAt).ShouldBe((Given.Now, Given.Now));
        template.Id.Version.ShouldBe(7);
    }

    [Fact]
    public void Every_broken_rule_is_listed_with_the_path_of_its_field()
    {
        var settings = new MessageTemplateSettings
        {
            Name = "order paid!",
            AppCredentialId = Guid.Empty,
            WeChatTemplateId = " ",
            Title = new string('t', 129),
            Channel = (MessageChannel)9,
            SubscriptionKind = default(SubscriptionKind),
            MiniProgramVersion = (MiniProgramVersion)9,
            Language = "fr",
            PagePattern = "https://example.com",
            Fields =
            [
                new() { Key = "string1" },
                new() { Key = "thing2", Name = "a b", Overflow = (OverflowRule)9, DefaultValue = new string('x', 21) },
                new() { Key = "amount3", Format = "C" },
                new() { Key = "enum_string4", AllowedValues = ["a", "", "a", new string('x', 129), "b\0"], DefaultValue = "c" },
                new() { Key = "thing2" },
                new() { Key = "" },
                new() { Key = "" },
            ],
        };

        var violations = Should.Throw<RuleViolationException>(() => MessageTemplate.Register(null, settings, Given.Now)).Violations;

        violations.Select(v => (v.Field, v.Rule)).ShouldBe(
            [
                ("name", RuleCodes.Characters), ("appCredentialId", RuleCodes.Required), ("weChatTemplateId", RuleCodes.Required), ("title", RuleCodes.TooLong),
                ("channel", RuleCodes.NotAllowed), ("subscriptionKind", RuleCodes.NotAllowed), ("miniProgramVersion", RuleCodes.NotAllowed),
                ("language", RuleCodes.NotAllowed), ("pagePattern", RuleCodes.Page),
                ("fields[0].key", RuleCodes.FieldKey),
                ("fields[1].name", RuleCodes.Characters), ("fields[1].overflow", RuleCodes.NotAllowed), ("fields[1].defaultValue", RuleCodes.FieldTypePrefix + "Thing"),
                ("fields[2].format", RuleCodes.Format),
                ("fields[3].allowedValues[1]", RuleCodes.Required), ("fields[3].allowedValues[3]", RuleCodes.TooLong), ("fields[3].allowedValues[4]", RuleCodes.ControlCharacter),
                ("fields[3].allowedValues", RuleCodes.Duplicate), ("fields[3].defaultValue", RuleCodes.FieldTypePrefix + "Enum"),
                ("fields", RuleCodes.Duplicate),
                ("fields[5].key", RuleCodes.Required), ("fields[6].key", RuleCodes.Required),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void A_template_needs_fields_but_not_too_many()
    {
        Broken(Given.Settings() with { Fields = [] }).ShouldBe([("fields", RuleCodes.Required)]);
        Broken(Given.Settings([.. Enumerable.Range(1, 21).Select(i => Given.Field("thing" + i))])).ShouldBe([("fields", RuleCodes.TooMany)]);
        Broken(Given.Settings(new TemplateField { Key = "enum1", AllowedValues = [.. Enumerable.Range(1, 101).Select(i => "v" + i)] }))
            .ShouldBe([("fields[0].allowedValues", RuleCodes.TooMany)]);
    }

    [Fact]
    public void A_name_may_not_be_the_key_of_another_field()
        => Broken(Given.Settings(new TemplateField { Key = "thing1", Name = "thing2" }, Given.Field("thing2"))).ShouldBe([("fields", RuleCodes.Duplicate)]);

    [Fact]
    public void Texts_that_no_database_can_store_are_refused()
    {
        Broken(Given.Settings() with { Title = "a\0b" }).ShouldBe([("title", RuleCodes.ControlCharacter)]);
        Broken(Given.Settings() with { Title = "a\uD83D" }).ShouldBe([("title", RuleCodes.ControlCharacter)]);
        Broken(Given.Settings(new TemplateField { Key = "thing1", Format = "HH:mm\0" })).ShouldContain(("fields[0].format", RuleCodes.ControlCharacter));
        Broken(Given.Settings() with { WeChatTemplateId = "t\uDE00" }).ShouldBe([("weChatTemplateId", RuleCodes.ControlCharacter)]);
    }

    [Fact]
    public void Lists_and_entries_that_are_missing_in_JSON_are_rules_not_crashes()
    {
        Broken(Given.Settings() with { Fields = null! }).ShouldBe([("fields", RuleCodes.Required)]);
        Broken(Given.Settings(new TemplateField { Key = null! })).ShouldBe([("fields[0].key", RuleCodes.Required)]);
        Broken(Given.Settings(new TemplateField { Key = "enum1", AllowedValues = [null!] })).ShouldBe([("fields[0].allowedValues[0]", RuleCodes.Required)]);
        MessageTemplate.Register(null, Given.Settings(new TemplateField { Key = "thing1", AllowedValues = null! }), Given.Now).Fields.Single().AllowedValues.ShouldBeEmpty();
    }

    [Fact]
    public void A_change_that_breaks_a_rule_changes_nothing()
    {
        var template = Given.Template();
        var stamp = template.ConcurrencyStamp;

        Should.Throw<RuleViolationException>(() => template.Configure(Given.Settings() with { Name = "", Title = "new" }, Given.Now.AddDays(1)));

        (template.Name, template.Title, template.ConcurrencyStamp, template.UpdatedAt).ShouldBe(("order-paid", null, stamp, Given.Now));
    }

    [Fact]
    public void A_change_replaces_everything_and_moves_the_stamp()
    {
        var template = Given.Template();
        var stamp = template.ConcurrencyStamp;

        template.Configure(Given.Settings(Given.Field("time2")) with { IsEnabled = false, SubscriptionKind = SubscriptionKind.LongTerm }, Given.Now.AddDays(1));

        template.Fields.ShouldHaveSingleItem().Key.ShouldBe("time2");
        (template.IsEnabled, template.SubscriptionKind, template.UpdatedAt, template.CreatedAt).ShouldBe((false, SubscriptionKind.LongTerm, Given.Now.AddDays(1), Given.Now));
        template.ConcurrencyStamp.ShouldNotBe(stamp);
    }

    private static (string Field, string Rule)[] Broken(MessageTemplateSettings settings)
        => [.. Should.Throw<RuleViolationException>(() => MessageTemplate.Register(null, settings, Given.Now)).Violations.Select(v => (v.Field, v.Rule))];
}
