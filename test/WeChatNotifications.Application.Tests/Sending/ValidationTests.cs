using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;
using static WeChatNotifications.Application.Tests.Sending.SendingWorld;

namespace WeChatNotifications.Application.Tests.Sending;

public sealed class ValidationTests
{
    [Fact]
    public async Task One_bad_one_of_a_hundred_stores_none_and_everything_wrong_is_said_at_once()
    {
        await using var shop = await A_shop();
        var notifications = Enumerable.Range(0, 100).Select(i => Order($"o-user{i}")).ToArray();
        notifications[17] = new() { Template = "order-paid", To = "", Data = Data(("price", "twelve"), ("colour", "red")), Priority = (DeliveryPriority)9 };
        notifications[42] = Order(template: "order-payed");

        var violations = await Violations(shop, notifications);

        violations.ShouldBe(
            [
                ("notifications[17].to", RuleCodes.Required),
                ("notifications[17].priority", RuleCodes.NotAllowed),
                ("notifications[17].data.product", RuleCodes.Required),
                ("notifications[17].data.price", RuleCodes.FieldTypePrefix + "Amount"),
                ("notifications[17].data.colour", RuleCodes.UnknownField),
                ("notifications[42].template", RuleCodes.Unknown),
            ],
            ignoreOrder: true);
        (await shop.Queue()).ShouldBeEmpty();
        shop.Woken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_single_notification_has_plain_paths()
    {
        await using var shop = await A_shop();

        (await Violations(shop, Order(product: "") with { DedupKey = new('k', DeliveryLimits.DedupKeyLength + 1) })).ShouldBe(
            [("dedupKey", RuleCodes.TooLong), ("data.product", RuleCodes.Required)], ignoreOrder: true);
    }

    [Fact]
    public async Task What_a_careless_caller_leaves_out_is_a_violation_and_not_a_crash()
    {
        await using var shop = await A_shop();
        var careless = new Notification { Template = null!, To = null!, Data = null! };

        (await Violations(shop, careless)).ShouldBe([("to", RuleCodes.Required), ("template", RuleCodes.Required)], ignoreOrder: true);
        (await Violations(shop, Order() with { Data = null! })).ShouldBe([("data.product", RuleCodes.Required), ("data.price", RuleCodes.Required)], ignoreOrder: true);
        (await Violations(shop, Order(), null!)).ShouldBe([("notifications[1]", RuleCodes.Required)]);
        (await Violations(shop, Order(NotificationRecipients.OpenIds(["o-alice", null!])))).ShouldBe([("to[1]", RuleCodes.Required)]);
        (await shop.Queue()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(" o-alice", RuleCodes.Characters)]
    [InlineData("o alice", RuleCodes.Characters)]
    [InlineData("o-álice", RuleCodes.Characters)]
    [InlineData("o-alice,o-bob", RuleCodes.Characters)]
    [InlineData("o-alice\0", RuleCodes.Characters)]
    [InlineData("   ", RuleCodes.Required)]
    public async Task An_openid_is_letters_digits_underscores_and_hyphens(string openId, string rule)
    {
        await using var shop = await A_shop();

        (await Violations(shop, Order(openId))).ShouldContain(("to", rule));
    }

    [Fact]
    public async Task Recipients_are_named_once_and_not_too_many()
    {
        await using var shop = await A_shop();

        (await Violations(shop, Order(NotificationRecipients.OpenIds(["o-a", "o-b", "o-a"])))).ShouldBe([("to", RuleCodes.Duplicate)]);
        (await Violations(shop, Order(NotificationRecipients.OpenIds([])))).ShouldBe([("to", RuleCodes.Required)]);
        (await Violations(shop, Order(Users(DeliveryLimits.MaxRecipients + 1)))).ShouldBe([("to", RuleCodes.TooMany)]);
        (await Violations(shop, Order(new string('o', DeliveryLimits.OpenIdLength + 1)))).ShouldBe([("to", RuleCodes.TooLong)]);
    }

    [Fact]
    public async Task The_most_recipients_there_may_be_are_taken()
    {
        await using var shop = await A_shop();

        (await shop.Send(Order(Users(DeliveryLimits.MaxRecipients)))).Count.ShouldBe(DeliveryLimits.MaxRecipients);
    }

    [Fact]
    public async Task A_template_is_found_by_its_name_in_the_own_tenant_only()
    {
        await using var shop = await A_shop();
        using (shop.Tenant.Change(Guid.NewGuid()))
        {
            (await Violations(shop, Order())).ShouldBe([("template", RuleCodes.Unknown)]);
        }

        (await Violations(shop, Order(template: "Order-Paid"))).ShouldBe([("template", RuleCodes.Unknown)]);
        (await shop.SendOne(Order(template: " order-paid "))).Status.ShouldBe(DeliveryStatus.Pending);
    }

    [Fact]
    public async Task A_template_that_is_switched_off_takes_nothing()
    {
        await using var shop = await A_shop();
        await shop.AddTemplate("retired", t => t with { IsEnabled = false });

        var violation = (await Broken(shop, Order(template: "retired"))).ShouldHaveSingleItem();

        Text(shop, violation).ShouldBe("template “retired” is switched off.");
    }

    [Fact]
    public async Task An_app_that_is_switched_off_takes_nothing_and_is_named()
    {
        await using var shop = await A_shop(app => app.IsEnabled = false);

        var violation = (await Broken(shop, Order())).ShouldHaveSingleItem();

        (violation.Field, violation.Rule).ShouldBe(("template", RuleCodes.AppSwitchedOff));
        Text(shop, violation).ShouldBe("template “order-paid” cannot be used: its app “My shop” is switched off.");
    }

    [Fact]
    public async Task An_over_long_text_is_cut_or_refused_as_its_field_says()
    {
        await using var shop = await A_shop();
        await shop.AddTemplate("strict", t => t with { Fields = [new() { Key = "thing1", Overflow = OverflowRule.Reject }] });
        var longText = new string('长', 21);

        await shop.SendOne(Order(product: longText));
        (await Violations(shop, Order(template: "strict") with { Data = Data(("thing1", longText)) })).ShouldBe([("data.thing1", RuleCodes.FieldTypePrefix + "Thing")]);

        (await shop.OnlyDelivery()).Data.ShouldContain(new string('长', 19) + "…\"");
    }

    [Fact]
    public async Task The_exception_says_what_is_wrong_without_showing_the_values()
    {
        await using var shop = await A_shop();

        var exception = await Should.ThrowAsync<RuleViolationException>(() => shop.Send(Order(price: "secret price") with { To = "o private" }));

        exception.Message.ShouldBe("Not accepted: to: Rule.Characters; data.price: Rule.Field.Amount.");
    }

    private static async Task<IReadOnlyList<RuleViolation>> Broken(SendingWorld shop, params Notification[] notifications)
        => (await Should.ThrowAsync<RuleViolationException>(() => shop.Send(notifications))).Violations;

    private static async Task<IEnumerable<(string Field, string Rule)>> Violations(SendingWorld shop, params Notification[] notifications)
        => (await Broken(shop, notifications)).Select(v => (v.Field, v.Rule));

    private static string Text(SendingWorld shop, RuleViolation violation)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        return shop.Services.GetRequiredService<IModuleTexts>().Of(violation).Message;
    }
}
