using System.Net;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Dashboard.Tests.Jobs;

public sealed class JobsPageTests(RunningHost host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_hosts_own_people_see_every_job_and_have_one_run()
    {
        using var visitor = await Visitor.LogInAsync(host, null, RunningHost.AllPermissions);

        var page = await visitor.GetAsync("/jobs");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("Folds the latest counts into the statistics");
        page.Element("run-log-retention").ShouldNotBeNull();
        page.Element("run-lapsed-claims").ShouldBeNull("the engine does it along the way");

        var asked = await visitor.SubmitAsync("/jobs", "Run", ("name", "log-retention"));
        asked.Element("flash").ShouldNotBeNull().ShouldContain("Removes old messages and statistics");
        await Eventually.GetAsync(async () => await visitor.LookAsync("/jobs") is { } seen && RowOf(seen, "log-retention").Contains("dealt with") ? seen : null, Patience, "the job has run");
    }

    [Fact]
    public async Task Who_may_only_look_has_no_button()
    {
        using var visitor = await Visitor.LogInAsync(host, null, [WeChatNotificationsPermissions.Jobs.Default], "zh-CN");

        var page = await visitor.GetAsync("/jobs");

        page.Text.ShouldContain("后台任务");
        page.Text.ShouldNotContain("Jobs.");
        page.Element("run-log-retention").ShouldBeNull();
        (await visitor.PostAsync("/jobs", "Run", page.AntiforgeryToken, ("name", "log-retention"))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_job_that_does_not_exist_is_not_found()
    {
        using var visitor = await Visitor.LogInAsync(host, null, RunningHost.AllPermissions);

        (await visitor.SubmitAsync("/jobs", "Run", ("name", "no-such-job"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.SubmitAsync("/jobs", "Run")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_tenants_users_do_not_see_them_whatever_they_were_granted()
    {
        var shop = await host.NewShopAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);

        (await visitor.GetAsync("")).Element("nav-jobs").ShouldBeNull();
        (await visitor.GetAsync("/jobs")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await visitor.PostAsync("/jobs", "Run", (await visitor.GetAsync("")).AntiforgeryToken, ("name", "log-retention"))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static string RowOf(VisitedPage page, string job)
    {
        var row = page.Html[page.Html.IndexOf($"<code>{job}</code>", StringComparison.Ordinal)..];
        return row[..row.IndexOf("</tr>", StringComparison.Ordinal)];
    }
}
