using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Permits;

public sealed class PermitSumsTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private World _world = null!;
    private AppCredential _app = null!;

    private static DateTimeOffset Now => Given.Now;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        _app = await _world.AddAppAsync(tenant: null);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Ledgers_are_added_up_by_template_and_decision()
    {
        await _world.AddGrantAsync(_app, "o-1", remaining: 3);
        await _world.AddGrantAsync(_app, "o-2", remaining: 2);
        await _world.AddGrantAsync(_app, "o-3", remaining: 0);
        await _world.AddGrantAsync(_app, "o-4", remaining: 0, isLongTerm: true);
        await _world.AddGrantAsync(await _world.AddAppAsync(tenant: null), "o-1", remaining: 9);
        await _world.AddGrantAsync(await _world.AddAppAsync(Given.Tenant), "o-1", remaining: 9);

        var sums = await _world.UseAsync<IPermitSums, IReadOnlyList<GrantSum>>(s => s.OfGrantsAsync(_app.Id, Stop));

        sums.ShouldBe(
            [
                new("tmpl-1", false, GrantDecision.Accepted, 2, 2, 5),
                new("tmpl-1", false, GrantDecision.Rejected, 1, 0, 0),
                new("tmpl-1", true, GrantDecision.Accepted, 1, 0, 0),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Of_another_tenant_nothing_is_added_up()
    {
        await _world.AddGrantAsync(_app, "o-1", remaining: 3);
        await _world.AddAsync(FormId("f-1", expires: Now.AddDays(1)));

        using (_world.Tenant.Change(Given.OtherTenant))
        {
            (await _world.UseAsync<IPermitSums, IReadOnlyList<GrantSum>>(s => s.OfGrantsAsync(_app.Id, Stop))).ShouldBeEmpty();
            (await UsableAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Form_ids_are_added_up_by_the_days_that_are_left_and_used_ones_are_not()
    {
        await _world.AddAsync(
            FormId("gone", Now.AddTicks(-10)), FormId("now", Now), FormId("today", Now.AddHours(23)), FormId("tomorrow", Now.AddDays(1)),
            FormId("paid", Now.AddDays(6.5), FormIdKind.PrepayId, uses: 3), FormId("last", Now.AddDays(7)), FormId("far", Now.AddDays(29)), FormId("used", Now.AddDays(3)));
        await _world.Database.ExecuteAsync("""update "WeChatFormIdRecords" set "UsesLeft" = 0 where "FormId" = 'used'""");

        (await UsableAsync()).ShouldBe(
            [
                new(1, FormIdKind.FormId, 2, 2),
                new(2, FormIdKind.FormId, 1, 1),
                new(7, FormIdKind.PrepayId, 1, 3),
                new(8, FormIdKind.FormId, 2, 2),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Collected_ones_count_although_they_are_used()
    {
        await _world.AddAsync(FormId("f-1", Now.AddDays(1)), FormId("f-2", Now.AddDays(2)), FormId("f-3", Now.AddDays(2)));
        await _world.Database.ExecuteAsync("""update "WeChatFormIdRecords" set "UsesLeft" = 0 where "FormId" = 'f-1'""");

        var sums = await _world.UseAsync<IPermitSums, IReadOnlyList<FormIdSum>>(s => s.OfCollectedFormIdsAsync(_app.Id, Bounds(Now.AddDays(-6)), Stop));

        // All of these live for seven days.
        sums.ShouldBe([new(1, FormIdKind.FormId, 1, 0), new(2, FormIdKind.FormId, 2, 2)], ignoreOrder: true);
    }

    [Fact]
    public void Bounds_that_are_not_eight_or_not_in_their_order_are_refused()
    {
        Should.Throw<ArgumentException>(() => new FormIdBounds([Now]));
        Should.Throw<ArgumentException>(() => new FormIdBounds([.. Enumerable.Range(0, 8).Select(d => Now.AddDays(-d))]));
    }

    private Task<IReadOnlyList<FormIdSum>> UsableAsync() => _world.UseAsync<IPermitSums, IReadOnlyList<FormIdSum>>(s => s.OfUsableFormIdsAsync(_app.Id, Bounds(Now), Stop));

    private static FormIdBounds Bounds(DateTimeOffset first) => new([.. Enumerable.Range(0, FormIdBounds.Spans).Select(d => first.AddDays(d))]);

    private FormIdRecord FormId(string formId, DateTimeOffset expires, FormIdKind kind = FormIdKind.FormId, int uses = 1)
        => FormIdRecord.Collect(_app.TenantId, _app.Id, "o-1", formId, kind, uses, expires.AddDays(-7), TimeSpan.FromDays(7), Now);
}
