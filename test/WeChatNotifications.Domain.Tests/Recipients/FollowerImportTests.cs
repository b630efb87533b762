using WeChatNotifications.Deliveries;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;
using WeChatNotifications.Support;

namespace WeChatNotifications.Domain.Tests.Recipients;

public sealed class FollowerImportTests
{
    private static readonly DateTimeOffset Now = Given.Now;
    private static readonly DeliveryError Fault = new(45009, "quota", null);

    [Fact]
    public void Its_pace_counts_since_it_goes_on_without_a_break()
    {
        var import = FollowerImport.Start(Given.Tenant, Guid.NewGuid(), withUnionIds: false, Now);
        (import.Rate, import.TimeLeft).ShouldBe((null, null));

        import.PageStored(new(40_000, 10_000, 10_000, "next"), Now.AddSeconds(10));
        (import.Rate, import.TimeLeft).ShouldBe((1_000, TimeSpan.FromSeconds(30)));

        import.Postpone(FollowerImportStatus.WaitingForQuota, Now.AddHours(9), Fault, Now.AddSeconds(11));
        import.TimeLeft.ShouldBeNull();
        import.PageStored(new(40_000, 10_000, 0, "more"), Now.AddHours(9));
        import.PageStored(new(40_000, 10_000, 0, "last"), Now.AddHours(9).AddSeconds(5));
        (import.Imported, import.Rate, import.TimeLeft).ShouldBe((30_000, 4_000, TimeSpan.FromSeconds(3)));

        import.PageStored(new(40_000, 10_000, 0, null), Now.AddHours(9).AddSeconds(6));
        (import.Status, import.TimeLeft, import.FinishedAt).ShouldBe((FollowerImportStatus.Completed, null, Now.AddHours(9).AddSeconds(6)));
    }

    [Fact]
    public void A_wait_for_the_quota_is_no_failure_and_a_page_that_is_stored_forgets_those_before()
    {
        var import = FollowerImport.Start(Given.Tenant, Guid.NewGuid(), withUnionIds: false, Now);
        import.Postpone(FollowerImportStatus.Running, Now.AddSeconds(5), Fault, Now);
        import.Postpone(FollowerImportStatus.Running, Now.AddSeconds(5), Fault, Now);
        import.Failures.ShouldBe(2);
        import.PageStored(new(1, 1, 1, "next"), Now);
        (import.Failures, import.ErrorCode, import.ErrorMessage).ShouldBe((0, null, null));
        import.Postpone(FollowerImportStatus.WaitingForQuota, Now.AddHours(5), Fault, Now);
        import.Failures.ShouldBe(0);
    }

    [Fact]
    public void Only_what_has_stopped_goes_on_and_only_what_goes_on_is_cancelled()
    {
        var import = FollowerImport.Start(Given.Tenant, Guid.NewGuid(), withUnionIds: false, Now);
        Should.Throw<ConflictException>(() => import.Resume(Now));
        import.Fail(Fault, Now);
        Should.Throw<ConflictException>(() => import.Cancel(Now));
        import.Resume(Now.AddHours(1));
        (import.Status, import.FinishedAt, import.NotBefore).ShouldBe((FollowerImportStatus.Running, null, Now.AddHours(1)));
        import.Cancel(Now);
        import.Resume(Now);
        import.PageStored(new(0, 0, 0, null), Now);
        Should.Throw<ConflictException>(() => import.Resume(Now)).Code.ShouldBe(WeChatNotificationsErrorCodes.FollowerImportState);
    }

    [Fact]
    public void A_cursor_that_is_gone_lists_from_the_beginning_and_its_fault_counts()
    {
        var import = FollowerImport.Start(Given.Tenant, Guid.NewGuid(), withUnionIds: false, Now);
        import.PageStored(new(20, 10, 10, "gone"), Now);
        import.BeginAgain(Now.AddSeconds(5), Fault, Now);
        (import.NextOpenId, import.Imported, import.Pages, import.Added, import.Failures, import.Status).ShouldBe((null, 0, 0, 10, 1, FollowerImportStatus.Running));
    }
}
