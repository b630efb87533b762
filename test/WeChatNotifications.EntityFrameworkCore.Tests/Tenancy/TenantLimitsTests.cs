using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Rules;
using WeChatNotifications.Statistics;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Tenancy;

public sealed class TenantLimitsTests : IAsyncLifetime
{
    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Limits_are_kept_per_tenant_whoever_asks()
    {
        foreach (var (tenant, volume) in new (Guid?, int)[] { (Given.Tenant, 10), (Given.OtherTenant, 20), (null, 30) })
        {
            await SaveAsync(tenant, s => s.Limit(null, volume, null, Given.Now));
        }

        (await _world.UseAsync<ITenantLimits, TenantSettings?>(l => l.FindAsync(Given.OtherTenant, default)))!.DailyVolume.ShouldBe(20);
        (await _world.UseAsync<ITenantLimits, IReadOnlyList<TenantSettings>>(l => l.GetManyAsync([Given.Tenant, null, Guid.NewGuid()], default)))
            .Select(s => s.DailyVolume).Order().ShouldBe([10, 30]);
        (await _world.UseAsync<ITenantLimits, IReadOnlyList<TenantSettings>>(l => l.GetManyAsync([Given.Tenant], default))).ShouldHaveSingleItem().DailyVolume.ShouldBe(10);
        (await _world.UseAsync<ITenantLimits, IReadOnlyList<TenantSettings>>(l => l.ListAsync(default))).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Two_who_give_a_tenant_its_first_limits_at_once_do_not_both_win()
    {
        var (first, second) = (TenantSettings.Of(Given.Tenant, Given.Now), TenantSettings.Of(Given.Tenant, Given.Now));
        first.Limit(1, null, null, Given.Now);
        second.Limit(2, null, null, Given.Now);

        await _world.UseAsync<ITenantLimits>(l => l.SaveAsync(first, default));
        await Should.ThrowAsync<ConflictException>(() => _world.UseAsync<ITenantLimits>(l => l.SaveAsync(second, default)));

        (await _world.AllAsync<TenantSettings>()).ShouldHaveSingleItem().SendsPerSecond.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_sent_is_counted_by_tenant_from_statistics_and_tallies_together()
    {
        var app = await _world.AddAppAsync(Given.Tenant);
        var hour = TallyKey.HourOf(Given.Now);
        await _world.AddAsync(
            DeliveryStatistic.Of(Key(Given.Tenant, hour, DeliveryStatus.Confirmed), 40, Given.Now),
            DeliveryStatistic.Of(Key(Given.Tenant, hour.AddHours(-1), DeliveryStatus.Sent), 1_000, Given.Now),
            DeliveryStatistic.Of(Key(Given.OtherTenant, hour, DeliveryStatus.Sent), 500, Given.Now),
            DeliveryTally.Of(Key(Given.Tenant, hour, DeliveryStatus.Sent), 3, Given.Now),
            DeliveryTally.Of(Key(Given.Tenant, hour, DeliveryStatus.Refused), 1, Given.Now),
            DeliveryTally.Of(Key(Given.Tenant, hour, DeliveryStatus.Sent), -1, Given.Now),
            DeliveryTally.Of(Key(Given.Tenant, hour, DeliveryStatus.Failed), 77, Given.Now));

        (await _world.UseAsync<ITenantLimits, long>(l => l.CountSentAsync(Given.Tenant, hour, default))).ShouldBe(43);
        (await _world.UseAsync<ITenantLimits, long>(l => l.CountSentAsync(null, hour, default))).ShouldBe(0);

        TallyKey Key(Guid? tenant, DateTimeOffset at, DeliveryStatus status) => new(tenant, at, app.Id, "order-paid", null, status, DeliveryReason.None, null);
    }

    [Fact]
    public async Task What_was_put_off_is_let_go_for_its_tenant_alone()
    {
        var rows = new List<DeliveryLog>();
        foreach (var tenant in new[] { Given.Tenant, Given.OtherTenant })
        {
            var app = await _world.AddAppAsync(tenant);
            rows.Add(Given.Delivery(app));
            await _world.AddAsync(rows[^1]);
        }

        await _world.Database.ExecuteAsync(
            """update "WeChatDeliveryLogs" set "Reason" = $1, "NotBefore" = $2""", (int)DeliveryReason.TenantQuota, BeijingDay.EndOf(Given.Now));

        (await _world.UseAsync<ITenantLimits, int>(l => l.ReleasePostponedAsync(Given.Tenant, Given.Now, default))).ShouldBe(1);

        (await _world.RowAsync(rows[0].Id)).ShouldSatisfyAllConditions(d => d.NotBefore.ShouldBe(Given.Now), d => d.Reason.ShouldBe(DeliveryReason.None));
        (await _world.RowAsync(rows[1].Id)).Reason.ShouldBe(DeliveryReason.TenantQuota);
    }

    private Task SaveAsync(Guid? tenant, Action<TenantSettings> change) => _world.UseAsync<ITenantLimits>(async limits =>
    {
        var settings = await limits.FindAsync(tenant, default) ?? TenantSettings.Of(tenant, Given.Now);
        change(settings);
        await limits.SaveAsync(settings, default);
    });
}
