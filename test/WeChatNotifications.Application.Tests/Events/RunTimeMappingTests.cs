using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Sending;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Application.Tests.Events;

/// <summary>Mappings that administrators make, on a real database.</summary>
public sealed class RunTimeMappingTests
{
    private static readonly OrderPaid Paid = new(Guid.Parse("0191aa00-0000-7000-8000-000000000001"), new Customer("o-alice", "u-17", Level.Gold), "Tea", 12.5m, DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task An_event_sends_what_an_administrator_has_mapped_it_to()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping() with { DelaySeconds = 60, Priority = DeliveryPriority.Normal });

        await Publish(shop, Paid);

        (await shop.OnlyDelivery()).ShouldSatisfyAllConditions(
            d => d.OpenId.ShouldBe("o-alice"),
            d => d.TemplateName.ShouldBe("order-paid"),
            d => d.Data.ShouldContain("Tea"),
            d => d.Data.ShouldContain("12.50"),
            d => d.DedupKey.ShouldBe($"order-{Paid.Id}"),
            d => d.NotBefore.ShouldBe(shop.Now.AddSeconds(60)),
            d => d.Priority.ShouldBe(DeliveryPriority.Normal),
            d => d.TenantId.ShouldBe(shop.TenantId));
    }

    [Fact]
    public async Task A_repeated_event_sends_once()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping());

        await Publish(shop, Paid);
        await Publish(shop, Paid);

        await shop.OnlyDelivery();
    }

    [Fact]
    public async Task A_change_counts_for_the_next_event_and_a_mapping_that_is_switched_off_or_removed_sends_nothing()
    {
        await using var shop = await Shop();
        var mapping = await Create(shop, Mapping() with { DedupKeyPattern = null });
        await Publish(shop, Paid);

        await Use(shop, s => s.UpdateAsync(mapping.Id, Changed(Mapping() with { DedupKeyPattern = null, RecipientPath = "customer.userId", RecipientKind = EventRecipientKind.UserId })));
        await Publish(shop, Paid);
        await Use(shop, s => s.UpdateAsync(mapping.Id, Changed(Mapping() with { IsEnabled = false })));
        await Publish(shop, Paid);
        await shop.InScope(s => s.GetRequiredService<IEventMappingAppService>().DeleteAsync(mapping.Id));
        await Publish(shop, Paid);

        (await shop.Queue()).Select(d => (d.OpenId, d.UserId)).ShouldBe([("", "u-17"), ("o-alice", null)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_change_on_another_node_counts_within_ten_seconds()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping() with { DedupKeyPattern = null });
        await Publish(shop, Paid);
        await shop.Database.ExecuteAsync("""UPDATE "WeChatEventMappings" SET "IsEnabled" = false""");

        await Publish(shop, Paid);
        shop.Clock.Advance(TimeSpan.FromSeconds(10));
        await Publish(shop, Paid);

        (await shop.Queue()).Count.ShouldBe(2, "the second one by what was known then");
    }

    [Fact]
    public async Task Another_tenants_mapping_is_nobody_elses()
    {
        await using var shop = await Shop();
        var mapping = await Create(shop, Mapping());
        using var stranger = shop.Tenant.Change(Guid.NewGuid());

        await Publish(shop, Paid);

        (await shop.Queue()).ShouldBeEmpty();
        (await Use(shop, s => s.ListAsync(null))).ShouldBeEmpty();
        await Should.ThrowAsync<EntityNotFoundException>(() => Use(shop, s => s.GetAsync(mapping.Id)));
        await Should.ThrowAsync<EntityNotFoundException>(() => Use(shop, s => s.UpdateAsync(mapping.Id, Changed(Mapping()))));
        await Should.ThrowAsync<EntityNotFoundException>(() => shop.InScope(s => s.GetRequiredService<IEventMappingAppService>().DeleteAsync(mapping.Id)));
    }

    [Theory]
    [InlineData("Amount", EventConditionOperator.Ge, "12.5", true)]
    [InlineData("Amount", EventConditionOperator.Gt, "12.5", false)]
    [InlineData("Amount", EventConditionOperator.Lt, "12.51", true)]
    [InlineData("Amount", EventConditionOperator.Le, "12", false)]
    [InlineData("Amount", EventConditionOperator.Eq, "12.50", true)]
    [InlineData("Product", EventConditionOperator.Contains, "te", true)]
    [InlineData("Product", EventConditionOperator.Eq, "tea", false)]
    [InlineData("Product", EventConditionOperator.Ne, "Coffee", true)]
    [InlineData("Note", EventConditionOperator.Exists, null, false)]
    [InlineData("Note", EventConditionOperator.Ne, "x", true)]
    [InlineData("Note", EventConditionOperator.Eq, "x", false)]
    [InlineData("Customer.Level", EventConditionOperator.Eq, "gold", true)]
    [InlineData("Customer.Level", EventConditionOperator.Ne, "gold", false)]
    [InlineData("PaidAt", EventConditionOperator.Lt, "1970-01-01T00:00:01", true)]
    [InlineData("PaidAt", EventConditionOperator.Ge, "1970-01-01T08:00:00+08:00", true)]
    [InlineData("Id", EventConditionOperator.Eq, "0191AA00-0000-7000-8000-000000000001", true)]
    [InlineData("IsGift", EventConditionOperator.Eq, "false", true)]
    public async Task Only_events_that_fulfil_the_conditions_send(string path, EventConditionOperator comparison, string? value, bool sends)
    {
        await using var shop = await Shop();
        await Create(shop, Mapping() with { Conditions = [new() { Path = "Product", Operator = EventConditionOperator.Exists }, new() { Path = path, Operator = comparison, Value = value }] });

        await Publish(shop, Paid);

        (await shop.Queue()).Count.ShouldBe(sends ? 1 : 0);
    }

    [Fact]
    public async Task An_event_that_names_nobody_sends_nothing_and_is_no_fault()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping());

        await Publish(shop, Paid with { Customer = null });

        (await shop.Queue()).ShouldBeEmpty();
        shop.Logs.Lines.ShouldNotContain(l => l.EventId.Id == 3001 || l.EventId.Id == 3002);
    }

    [Fact]
    public async Task A_broken_mapping_is_logged_and_disturbs_neither_the_business_nor_other_mappings()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping() with { Name = "throws", Fields = [new() { Field = "product", Path = "Broken" }, new() { Field = "price", Path = "Amount" }], DedupKeyPattern = null });
        await Create(shop, Mapping() with { Name = "no key", DedupKeyPattern = "{Note}" });
        await Create(shop, Mapping() with { Name = "too long", Fields = [new() { Field = "product", Constant = "Tea" }, new() { Field = "price", Path = "Product" }], DedupKeyPattern = null });
        await Create(shop, Mapping() with { Name = "good" });

        await Publish(shop, Paid);

        (await shop.OnlyDelivery()).DedupKey.ShouldBe($"order-{Paid.Id}");
        shop.Logs.Lines.Where(l => l.EventId.Id == 3002).Select(l => l.Message).ShouldBe(
            ["The mapping throws made no notification of an event order-paid", "The mapping no key made no notification of an event order-paid"], ignoreOrder: true);
        shop.Logs.Lines.Where(l => l.EventId.Id == 3001).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_mapping_whose_event_the_host_has_dropped_is_logged_and_passed_over()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping() with { Name = "old", DedupKeyPattern = null });
        await Create(shop, Mapping());
        await shop.Database.ExecuteAsync("""UPDATE "WeChatEventMappings" SET "RecipientPath" = 'Customer.Gone' WHERE "Name" = 'old'""");
        shop.Clock.Advance(TimeSpan.FromSeconds(10));

        await Publish(shop, Paid);

        await shop.OnlyDelivery();
        shop.Logs.Lines.Single(l => l.EventId.Id == 3004).Message.ShouldContain("old");
    }

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

    [Fact]
    public async Task What_code_maps_and_what_administrators_map_go_out_together()
    {
        await using var shop = await SendingWorld.A_shop(events: e => e.On<OrderPaid>(_ => SendingWorld.Order("o-warehouse")));
        await Create(shop, Mapping());

        await Publish(shop, Paid);

        (await shop.Queue()).Select(d => d.OpenId).ShouldBe(["o-alice", "o-warehouse"]);
    }

    [Fact]
    public async Task An_event_that_is_derived_from_a_registered_one_counts_as_that_one()
    {
        await using var shop = await Shop();
        await Create(shop, Mapping());

        await Publish(shop, new GiftOrderPaid());

        (await shop.OnlyDelivery()).OpenId.ShouldBe("o-alice");
    }

    private static Task<SendingWorld> Shop() => SendingWorld.A_shop(events: e => e.Event<OrderPaid>());

    private static SaveEventMappingDto Mapping() => new()
    {
        Name = "paid",
        EventName = "order-paid",
        Template = "order-paid",
        RecipientPath = "Customer.OpenId",
        Fields = [new() { Field = "product", Path = "Product" }, new() { Field = "price", Path = "Amount" }],
        DedupKeyPattern = "order-{Id}",
    };

    private static UpdateEventMappingDto Changed(SaveEventMappingDto mapping) => new()
    {
        Name = mapping.Name,
        EventName = mapping.EventName,
        IsEnabled = mapping.IsEnabled,
        Template = mapping.Template,
        RecipientKind = mapping.RecipientKind,
        RecipientPath = mapping.RecipientPath,
        Fields = mapping.Fields,
        DedupKeyPattern = mapping.DedupKeyPattern,
    };

    private static Task<EventMappingDto> Create(SendingWorld shop, SaveEventMappingDto mapping) => Use(shop, s => s.CreateAsync(mapping));

    private static Task<EventMappingTestResultDto> Test(SendingWorld shop, SaveEventMappingDto mapping, string sample)
        => Use(shop, s => s.TestAsync(new() { Mapping = mapping, Sample = JsonDocument.Parse(sample).RootElement }));

    private static Task<T> Use<T>(SendingWorld shop, Func<IEventMappingAppService, Task<T>> use) => shop.InScope(s => use(s.GetRequiredService<IEventMappingAppService>()));

    private static Task Publish(SendingWorld shop, object domainEvent) => shop.InScope(s => s.GetRequiredService<INotificationEventPublisher>().PublishAsync(domainEvent));

    private enum Level
    {
        Silver,
        Gold,
    }

    private sealed record Customer(string OpenId, string UserId, Level Level);

    private record OrderPaid(Guid Id, Customer? Customer, string Product, decimal Amount, DateTimeOffset PaidAt, bool IsGift = false, string? Note = null)
    {
        public string Broken => throw new InvalidOperationException("a bug of the host");
    }

    private sealed record GiftOrderPaid() : OrderPaid(RunTimeMappingTests.Paid.Id, RunTimeMappingTests.Paid.Customer, "Tea", 1m, DateTimeOffset.UnixEpoch, IsGift: true);
}
