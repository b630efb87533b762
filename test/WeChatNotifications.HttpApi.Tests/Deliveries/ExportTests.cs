using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Deliveries;

public sealed class ExportTests(RunningHost host)
{
    private const string Export = Shop.Deliveries + "/export";

    [Fact]
    public async Task The_whole_log_comes_as_one_file_however_many_pages_it_has()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var users = Enumerable.Range(0, 1_203).Select(i => $"user-{i}").ToArray();
        await shop.Admin.PostAsync(Shop.Notifications, Shop.Message(users, notBefore: DateTimeOffset.UtcNow.AddDays(1)));

        var answer = (await shop.Admin.GetAsync(Export)).ShouldBe(HttpStatusCode.OK);

        answer.ContentHeaders.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        answer.ContentHeaders.ContentDisposition!.FileName.ShouldBe("deliveries.csv");
        var lines = answer.Body.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldStartWith("id,createdAt,template,channel,appCredentialId,openId,userId,status,");
        lines.Skip(1).Select(l => l.Split(',')[5]).ShouldBe(users, ignoreOrder: true);
        (await shop.Admin.GetAsync(Export + "?openId=user-7")).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("=HYPERLINK(1)")]
    [InlineData("+1")]
    [InlineData("-2")]
    [InlineData("@SUM(1)")]
    [InlineData("＝1")]
    public async Task No_value_of_a_stranger_is_a_formula(string value)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();

        // A user's id may hold anything; nobody knows this one, which is logged too.
        (await shop.Admin.PostAsync(Shop.Notifications, new
        {
            Template = "order-paid",
            ToUsers = new[] { value },
            Data = new { OrderNo = "A1", Product = "龙井茶", Amount = 12.5m, PaidAt = "2026-11-21T15:30:00+08:00", OrderId = "7" },
        })).ShouldBe(HttpStatusCode.Accepted);

        var csv = (await shop.Admin.GetAsync(Export)).ShouldBe(HttpStatusCode.OK).Body;

        csv.ShouldContain(",'" + value);
        csv.ShouldNotContain("," + value);
    }

    [Fact]
    public async Task A_wrong_query_is_refused_and_not_exported()
    {
        var shop = await host.NewShopAsync();
        (await shop.Admin.GetAsync(Export + "?pageSize=3")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation");
        (await shop.Admin.GetAsync(Export + "?status=lost")).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation");
    }

    [Fact]
    public async Task Another_tenants_rows_are_not_in_it()
    {
        var theirs = await (await host.NewShopAsync()).OpenAsync();
        var id = await theirs.SendTomorrowAsync();
        var ours = await (await host.NewShopAsync()).OpenAsync();
        (await ours.Admin.GetAsync(Export)).Body.ShouldNotContain(id.ToString());
        (await theirs.Admin.GetAsync(Export)).Body.ShouldContain(id.ToString());
    }
}
