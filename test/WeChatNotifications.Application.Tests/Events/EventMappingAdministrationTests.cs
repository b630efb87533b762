using WeChatNotifications.Application.Tests.Sending;
using WeChatNotifications.Events;
using WeChatNotifications.Rules;
using static WeChatNotifications.Application.Tests.Events.EventShop;

namespace WeChatNotifications.Application.Tests.Events;

/// <summary>What administrators may map, what they are told when it is wrong, and the trial.</summary>
public sealed class EventMappingAdministrationTests
{
    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        await using var shop = await Shop();

        var refused = await Should.ThrowAsync<RuleViolationException>(() => Create(shop, new SaveEventMappingDto
        {
            Name = "",
            EventName = "order-paid",
            Template = "order-paid",
            RecipientPath = "Customer.Nobody",
            Fields =
            [
                new() { Field = "product", Path = "Amount", Constant = "x" },
                new() { Field = "colour", Path = "Product" },
                null,
            ],
            Conditions = [new() { Path = "Amount", Operator = EventConditionOperator.Contains, Value = "1" }, new() { Path = "PaidAt", Operator = EventConditionOperator.Gt, Value = "soon" }],
            DedupKeyPattern = "always",
            DelaySeconds = -1,
        }));

        refused.Violations.Select(v => v.ToString()).ShouldBe(
            [
                "name: Rule.Required",
                "recipientPath: Rule.EventPath",
                "fields[0].constant: Rule.GivenTwice",
                "fields[1].field: Rule.UnknownField",
                "fields[2].field: Rule.Required",
                "fields[2].path: Rule.Required",
                "fields: Rule.FieldUncovered",
                "conditions[0].operator: Rule.EventOperator",
                "conditions[1].value: Rule.EventOperand",
                "dedupKeyPattern: Rule.KeyPattern",
                "delaySeconds: Rule.OutOfRange",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("gone", "order-paid", "eventName: Rule.Unknown")]
    [InlineData("order-paid", "gone", "template: Rule.Unknown")]
    public async Task Event_and_template_must_exist(string eventName, string template, string violation)
    {
        await using var shop = await Shop();

        (await Should.ThrowAsync<RuleViolationException>(() => Create(shop, Mapping() with { EventName = eventName, Template = template })))
            .Violations.Select(v => v.ToString()).ShouldBe([violation]);
    }

    [Fact]
    public async Task Values_must_fit_their_fields_and_the_receiver()
    {
        await using var shop = await Shop();
        await shop.AddTemplate("dated", s => s with { Fields = [new() { Key = "date1", Name = "at" }, new() { Key = "amount2", Name = "price" }, new() { Key = "thing3", Name = "what" }] });

        var refused = await Should.ThrowAsync<RuleViolationException>(() => Create(shop, Mapping() with
        {
            Template = "dated",
            RecipientPath = "PaidAt",
            Fields = [new() { Field = "at", Path = "Amount" }, new() { Field = "price", Constant = "cheap" }, new() { Field = "what", Path = "IsGift" }],
        }));

        refused.Violations.Select(v => v.ToString()).ShouldBe(["recipientPath: Rule.EventValueType", "fields[0].path: Rule.EventValueType", "fields[1].constant: Rule.Field.Amount"], ignoreOrder: true);
    }

    [Fact]
    public async Task Two_mappings_of_one_event_cannot_share_a_key_and_names_are_unique()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping());

        (await Should.ThrowAsync<RuleViolationException>(() => Create(shop, Mapping() with { Name = "second" })))
            .Violations.ShouldHaveSingleItem().ToString().ShouldBe("dedupKeyPattern: Rule.KeyInUse");
        (await Should.ThrowAsync<RuleViolationException>(() => Create(shop, Mapping() with { DedupKeyPattern = "other-{Id}" })))
            .Violations.ShouldHaveSingleItem().ToString().ShouldBe("name: Rule.Taken");
    }

    [Fact]
    public async Task Who_saves_over_somebody_elses_change_is_told()
    {
        await using var shop = await Shop();
        var mapping = await Create(shop, Mapping());
        await Use(shop, s => s.UpdateAsync(mapping.Id, Changed(Mapping()) with { ConcurrencyStamp = mapping.ConcurrencyStamp }));

        await Should.ThrowAsync<ConflictException>(() => Use(shop, s => s.UpdateAsync(mapping.Id, Changed(Mapping()) with { ConcurrencyStamp = mapping.ConcurrencyStamp })));
    }

    [Fact]
    public async Task A_mapping_can_be_tried_on_a_sample_before_it_is_stored()
    {
        await using var shop = await Shop();

        var result = await Test(shop, Mapping() with { Name = null, DelaySeconds = 60 }, """
            {"id": "0191aa00-0000-7000-8000-000000000001", "customer": {"OPENID": "o-alice"}, "product": "Tea", "amount": 12.5}
            """);

        result.Violations.ShouldBeEmpty();
        result.Matches.ShouldBeTrue();
        result.OpenId.ShouldBe("o-alice");
        result.DedupKey.ShouldBe("order-0191aa00-0000-7000-8000-000000000001");
        result.NotBefore.ShouldBe(shop.Now.AddSeconds(60));
        result.Fields.Select(f => f.Value).ShouldBe(["Tea", "¥12.50"]);
        (await shop.Queue()).ShouldBeEmpty();
        (await Use(shop, s => s.ListAsync(null))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trial_says_whether_the_sample_matches_and_what_is_wrong_with_it()
    {
        await using var shop = await Shop();
        var expensive = Mapping() with { Conditions = [new() { Path = "Amount", Operator = EventConditionOperator.Gt, Value = "100" }] };

        var cheap = await Test(shop, expensive, """{"id": "0191aa00-0000-7000-8000-000000000001", "customer": {"openId": "o-alice"}, "product": "Tea", "amount": 12.5}""");
        var nobody = await Test(shop, Mapping(), """{"id": "0191aa00-0000-7000-8000-000000000001", "product": "Tea", "amount": 12.5}""");
        var wrong = await Test(shop, Mapping(), """{"id": "not a guid", "customer": {"openId": "o-alice"}, "product": "Tea", "amount": 12.5}""");
        var noSample = await Test(shop, Mapping(), "[]");

        (cheap.Matches, cheap.Violations.Count).ShouldBe((false, 0));
        nobody.Violations.ShouldHaveSingleItem().Field.ShouldBe("recipientPath");
        wrong.Violations.Select(v => v.Field).ShouldContain("sample.Id");
        noSample.Violations.ShouldHaveSingleItem().Field.ShouldBe("sample");
        (await Test(shop, new SaveEventMappingDto(), "{}")).Violations.ShouldNotBeEmpty();
    }
}
