using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Simulator.Faults;
using static WeChatNotifications.Application.Tests.Channels.ChannelShop;
using static WeChatNotifications.Application.Tests.Channels.ChannelTests;

namespace WeChatNotifications.Application.Tests.Channels;

/// <summary>A form id pays for one message, whatever happens between the claim and the record.</summary>
public sealed class FormIdTests
{
    [Fact]
    public async Task What_WeChat_does_not_take_is_burned_and_the_next_is_tried_at_once()
    {
        await using var shop = await OpenAsync();
        await shop.FormTemplate();
        await shop.Report("u0", ["forged-1"]);
        var good = (await shop.FormIds("u0")).Single();
        await shop.Given.Database.ExecuteAsync("""UPDATE "WeChatFormIdRecords" SET "ExpiresAt" = "ExpiresAt" - interval '1 hour' WHERE "FormId" = 'forged-1'""");

        var delivery = await shop.SentBy(FormOrder());

        shop.OnlyMessage().FormId.ShouldBe(good);
        (delivery.Attempts, delivery.Timeline.ShouldHaveSingleItem().ErrorCode).ShouldBe((1, 41028));
        (await shop.Balance("u0")).ShouldBeNull();
    }

    [Fact]
    public async Task An_attempt_without_an_answer_is_repeated_with_the_same_form_id_and_WeChat_says_that_it_had_arrived()
    {
        await using var shop = await OpenAsync();
        await shop.FormTemplate();
        await shop.Host.Configure(a => a with { UnconfirmedPolicy = UnconfirmedPolicy.Hold, LinkedAppId = OfficialAppId });
        await shop.FormIds("u0", count: 3);
        shop.WeChat.AddFault(new FaultRule { Kind = FaultKind.ResetAfter, Path = TemplatePath, Count = 1 });

        var delivery = await shop.SentBy(FormOrder());

        shop.WeChat.Report().Accepted.ShouldBe(1, "held is not needed where WeChat itself refuses the double");
        shop.Calls(TemplatePath, "41029").ShouldBe(1);
        delivery.Attempts.ShouldBe(2);
        delivery.Timeline.Select(t => (t.Status, t.ErrorCode)).ShouldBe([(DeliveryStatus.Pending, null), (DeliveryStatus.Sent, 41029)]);
        (await shop.Balance("u0"))!.FormIds.ShouldBe(2);
    }

    [Fact]
    public async Task A_node_that_dies_between_call_and_record_leaves_a_form_id_that_nobody_else_gets()
    {
        await using var shop = await OpenAsync(configure: s => s["Dispatch:IsEnabled"] = "false");
        await shop.FormTemplate();
        var formIds = await shop.FormIds("u0", count: 2);
        var id = (await shop.SendOne(FormOrder())).DeliveryId;

        // What a node leaves that has claimed, called, and died: the row under a lapsed lease, the use bound, the form id spent at WeChat.
        await shop.Given.Database.ExecuteAsync(
            """UPDATE "WeChatDeliveryLogs" SET "Status" = 1, "ClaimToken" = gen_random_uuid(), "Attempts" = 1, "LeaseUntil" = now() - interval '1 second'""");
        var permit = await shop.Host.As<IFormIdStore, FormIdPermit?>(shop.Given.Tenant, s => s.ClaimAsync(
            new(shop.MiniProgram, "u0", id, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1)), default));
        await CallAsTheDeadNodeDid(shop, permit!.FormId);

        var survivor = await shop.Given.StartAsync();
        var delivery = await survivor.Until(id, DeliveryStatus.Sent);

        shop.WeChat.Report().Accepted.ShouldBe(1);
        shop.Calls(TemplatePath, "41029").ShouldBe(1);
        delivery.Attempts.ShouldBe(2);
        (await shop.Balance("u0"))!.FormIds.ShouldBe(1);
        shop.WeChat.FormIds(WeChatFixture.AppId, "u0").Single(f => f.FormId == formIds.Single(x => x != permit.FormId)).UsesLeft.ShouldBe(1);
    }

    [Fact]
    public async Task An_official_accounts_message_without_an_answer_is_repeated_even_where_the_app_holds()
    {
        await using var shop = await OpenAsync();
        await shop.OfficialTemplate();
        await shop.Host.As<IAppCredentialAppService, AppCredentialDto>(shop.Given.Tenant, s => s.UpdateAsync(
            shop.OfficialAccount, new() { Name = "Account", UnconfirmedPolicy = UnconfirmedPolicy.Hold, LinkedAppId = WeChatFixture.AppId }));
        shop.WeChat.AddFault(new FaultRule { Kind = FaultKind.ResetAfter, Path = OfficialPath, Count = 1 });

        var delivery = await shop.SentBy(Order("official", "f0") with { Data = Values(("goods", "茶"), ("id", 7)) });

        (shop.WeChat.Report().Accepted, delivery.Attempts, shop.Calls(OfficialPath)).ShouldBe((1, 2, 2));

        // Twice without an answer is once too often to be sure that WeChat remembers the first.
        shop.WeChat.AddFault(new FaultRule { Kind = FaultKind.ResetAfter, Path = OfficialPath, Count = 2 });
        var held = await shop.SentBy(Order("official", "f1") with { Data = Values(("goods", "茶"), ("id", 8)) }, DeliveryStatus.Unconfirmed);
        held.Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_message_that_surely_did_not_go_out_gives_its_form_id_back()
    {
        await using var shop = await OpenAsync();
        var template = await shop.FormTemplate();
        await shop.FormIds("u0");
        shop.WeChat.DeleteTemplate(WeChatFixture.AppId, "tmpl-form");

        var delivery = await shop.SentBy(FormOrder(), DeliveryStatus.Failed);

        (delivery.Reason, delivery.ErrorCode, template.IsRetired).ShouldBe((DeliveryReason.TemplateBroken, 40037, true));
        template.RetirementAdvice.ShouldNotBeNullOrEmpty();
        (await shop.Balance("u0"))!.FormIds.ShouldBe(1);
    }

    [Fact]
    public async Task A_report_keeps_what_is_good_and_says_of_each_other_why_not()
    {
        await using var shop = await OpenAsync();
        var now = DateTimeOffset.UtcNow;

        var result = await shop.Host.As<IFormIdAppService, FormIdReportResultDto>(shop.Given.Tenant, s => s.ReportAsync(new()
        {
            AppCredentialId = shop.MiniProgram,
            Items =
            [
                new() { OpenId = "u0", FormId = " good-1 ", CollectedAt = now.AddYears(10) },
                new() { OpenId = "u0", FormId = "good-1" },
                new() { OpenId = "u0", FormId = "the formId is a mock one" },
                new() { OpenId = "u0", FormId = "The_formId_is_a_mock_one!" },
                new() { OpenId = "u0", FormId = "undefined" },
                new() { OpenId = "u0", FormId = "NULL" },
                new() { OpenId = "u0", FormId = "old-1", CollectedAt = now.AddDays(-6) },
                new() { OpenId = "u 0", FormId = "good-2" },
                new() { OpenId = "u0", FormId = new string('x', 129) },
                null,
                new() { OpenId = "u0", FormId = "wx-prepay", Kind = FormIdKind.PrepayId },
            ],
        }));

        (result.Accepted, result.Duplicates, result.Mock).ShouldBe((2, 1, 4));
        result.Refused.Select(r => (r.Index, r.Rule)).ShouldBe(
            [(6, RuleCodes.FormIdExpired), (7, RuleCodes.Characters), (8, RuleCodes.TooLong), (9, RuleCodes.Required)]);
        var balance = (await shop.Balance("u0"))!;
        (balance.FormIds, balance.PrepayUses, balance.Messages).ShouldBe((1, 3, 4));
        balance.FirstExpiry.ShouldBeInRange(now.AddDays(7).AddMinutes(-1), now.AddDays(7).AddMinutes(1), "nothing was collected in the future");
    }

    [Fact]
    public async Task Of_too_many_those_that_expire_first_are_given_up()
    {
        await using var shop = await OpenAsync(configure: s => s["Permits:MaxFormIdsPerUser"] = "5");
        var now = DateTimeOffset.UtcNow;
        await shop.Host.As<IFormIdAppService, FormIdReportResultDto>(shop.Given.Tenant, s => s.ReportAsync(new()
        {
            AppCredentialId = shop.MiniProgram,
            Items = [.. Enumerable.Range(0, 8).Select(i => new ReportedFormIdDto { OpenId = "u0", FormId = $"f{i}", CollectedAt = now.AddHours(-i) })],
        }));

        (await shop.Balance("u0"))!.FormIds.ShouldBe(5);
        (await shop.Report("u0", ["f7"])).Duplicates.ShouldBe(1, "given up is not forgotten");
        (await shop.Given.Database.QueryAsync<string>("""SELECT "FormId" FROM "WeChatFormIdRecords" WHERE "UsesLeft" > 0 ORDER BY 1""")).ShouldBe(["f0", "f1", "f2", "f3", "f4"]);
    }

    private static Notification FormOrder() => Order("form") with { Data = Values(("goods", "茶"), ("price", 1), ("id", 7)) };

    private static async Task CallAsTheDeadNodeDid(ChannelShop shop, string formId)
    {
        using var http = new HttpClient { BaseAddress = shop.Given.Simulator.BaseAddress };
        var api = new WeChatApi.WeChatApiClient(http, new WeChatApi.WeChatApiOptions { BaseAddress = shop.Given.Simulator.BaseAddress }, TimeProvider.System);
        var token = (await api.GetStableAccessTokenAsync(new(WeChatFixture.AppId, WeChatFixture.Secret))).ShouldBeOfType<WeChatApi.Tokens.TokenResult.Issued>();
        (await api.SendTemplateMessageAsync(token.AccessToken, new() { ToUser = "u0", TemplateId = "tmpl-form", FormId = formId, Data = [new("keyword1", "茶"), new("keyword2", "1")] }))
            .ShouldBeOfType<WeChatApi.Sending.SendResult.Accepted>();
    }
}
