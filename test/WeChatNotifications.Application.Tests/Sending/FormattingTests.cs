using System.ComponentModel.DataAnnotations;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Templates;
using static WeChatNotifications.Application.Tests.Sending.SendingWorld;

namespace WeChatNotifications.Application.Tests.Sending;

public sealed class FormattingTests
{
    private static readonly DateTimeOffset LateInLondon = new(2026, 11, 21, 17, 5, 0, TimeSpan.Zero);

    public enum Step
    {
        [Display(Name = "已发货")]
        Shipped,
    }

    [Fact]
    public async Task Values_are_shown_in_the_apps_own_culture_and_time_zone()
    {
        await using var beijing = await A_shop();
        await using var newYork = await A_shop(app => (app.Culture, app.TimeZone) = ("en-US", "America/New_York"));

        (await Rendered(beijing)).ShouldBe("""{"date1":"2026年11月22日","time2":"2026年11月22日 01:05","amount3":"¥1234.50","number4":"0.25","phrase5":"已发货","thing6":"是"}""");
        (await Rendered(newYork)).ShouldBe("""{"date1":"2026-11-21","time2":"2026-11-21 12:05","amount3":"¥1234.50","number4":"0.25","phrase5":"已发货","thing6":"Yes"}""");
    }

    [Fact]
    public async Task Neither_the_callers_culture_nor_the_machines_zone_has_a_say()
    {
        await using var shop = await A_shop();
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("ar-SA");

            (await Rendered(shop)).ShouldStartWith("""{"date1":"2026年11月22日","time2":"2026年11月22日 01:05","amount3":"¥1234.50","number4":"0.25",""");
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public async Task A_field_may_have_its_own_format_and_a_default()
    {
        await using var shop = await A_shop();
        await shop.AddTemplate("mine", t => t with
        {
            Fields =
            [
                new() { Key = "time1", Name = "at", Format = "HH:mm" }, new() { Key = "amount2", Name = "price", Format = "0.00元" },
                new() { Key = "thing3", Name = "note", DefaultValue = "无" },
            ],
        });

        await shop.Send(Order(template: "mine") with { Data = Data(("at", LateInLondon), ("price", 5)) });

        (await shop.OnlyDelivery()).Data.ShouldBe("""{"time1":"01:05","amount2":"5.00元","thing3":"无"}""");
    }

    [Fact]
    public async Task An_app_can_change_its_zone_between_two_messages()
    {
        await using var shop = await A_shop();
        var other = await shop.AddApp("wx0000000000000002", new() { TimeZone = "Europe/London" });
        foreach (var (name, app) in new[] { ("here", shop.App), ("there", other) })
        {
            await shop.AddTemplate(name, t => t with { AppCredentialId = app.Id, Fields = [new() { Key = "time1", Format = "HH:mm" }] });
        }

        await shop.Send(Order("o-1", "here") with { Data = Data(("time1", LateInLondon)) }, Order("o-2", "there") with { Data = Data(("time1", LateInLondon)) });

        (await shop.Queue()).Select(d => RenderedData.FromJson(d.Data).Single().Value).ShouldBe(["01:05", "17:05"]);
    }

    private static async Task<string> Rendered(SendingWorld shop)
    {
        await shop.AddTemplate("all", t => t with
        {
            Fields = [.. new[] { "date1", "time2", "amount3", "number4", "phrase5", "thing6" }.Select(key => new TemplateField { Key = key })],
        });
        await shop.Send(Order(template: "all") with
        {
            Data = Data(("date1", LateInLondon), ("time2", LateInLondon), ("amount3", 1234.5m), ("number4", 0.25), ("phrase5", Step.Shipped), ("thing6", true)),
        });
        return (await shop.OnlyDelivery()).Data;
    }
}
