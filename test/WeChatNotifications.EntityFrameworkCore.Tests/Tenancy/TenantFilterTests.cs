using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Events;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Tenancy;

/// <summary>Two tenants and the host with the same things each; nobody sees or touches another's.</summary>
public sealed class TenantFilterTests : IAsyncLifetime
{
    private static readonly Guid?[] Owners = [Given.Tenant, Given.OtherTenant, null];

    private readonly Dictionary<string, Belongings> _of = [];
    private World _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        foreach (var owner in Owners)
        {
            var app = Given.App(owner, "wx-same");
            var delivery = Given.Delivery(app, key: "same");
            var attempt = DeliveryAttempt.Of(delivery, 1, Given.Now);
            _of[Key(owner)] = new Belongings(app, Given.Template(app), delivery, attempt);
            await _world.AddAsync(app, _of[Key(owner)].Template, delivery, attempt);
            await _world.AddGrantAsync(app, "o-alice", 1);
            var formId = FormIdRecord.Collect(owner, app.Id, "o-alice", "form-1", FormIdKind.FormId, 1, Given.Now, TimeSpan.FromDays(7), Given.Now);
            await _world.AddAsync(
                formId,
                new FormIdUse(owner, formId.Id, delivery.Id, Given.Now),
                Recipient.Meet(owner, app.Id, new RecipientSighting("o-alice"), Given.Now),
                FollowerImport.Start(owner, app.Id, withUnionIds: false, Given.Now),
                new InboxEntry(owner, app.Id, "message-1", Given.Now),
                PendingReceipt.Keep(owner, app.Id, 1, "o-alice", null, isDelivered: true, null, Given.Now, Given.Now, Given.Now),
                RemoteTemplate.Found(owner, app.Id, "tmpl", Given.Now));
            var broadcast = Broadcast.Draft(owner, new BroadcastContent { Name = "news", AppCredentialId = app.Id, TemplateName = "same" }, createdBy: null, scheduleId: null, Given.Now);
            var outcome = new TallyKey(owner, Given.Now, app.Id, "same", broadcast.Id, DeliveryStatus.Sent, DeliveryReason.None, ErrorCode: null);
            await _world.AddAsync(
                broadcast,
                BroadcastItem.Of(broadcast, 1, "o-alice", userId: null, data: null),
                BroadcastBadRow.Of(broadcast, 2, "openId", RuleCodes.Required, arguments: null),
                DeliveryTally.Of(outcome, 1, Given.Now),
                DeliveryStatistic.Of(outcome, 1, Given.Now),
                DeliveryPace.Of(owner, Given.Now, 1),
                TenantSettings.Of(owner, Given.Now),
                BroadcastSchedule.Create(
                    owner,
                    new BroadcastScheduleContent(new BroadcastContent { Name = "news", AppCredentialId = app.Id, TemplateName = "same" }) { Cron = "0 9 * * *", TimeZone = "Asia/Shanghai" },
                    createdBy: null, Given.Now),
                EventMapping.Create(owner, new EventMappingSettings { Name = "paid", EventName = "order-paid", TemplateName = "same", RecipientPath = "BuyerId" }, Given.Now));
        }
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    public static TheoryData<Type> OwnedEntities => [.. typeof(Entity).Assembly.GetTypes().Where(t => !t.IsAbstract && typeof(ITenantOwned).IsAssignableFrom(t))];

    [Theory]
    [MemberData(nameof(OwnedEntities))]
    public async Task Every_entity_of_a_tenant_is_filtered(Type entity)
    {
        var seen = (Task)typeof(TenantFilterTests).GetMethod(nameof(EachSeesItsOwnAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
            .MakeGenericMethod(entity).Invoke(this, null)!;
        await seen;
    }

    [Fact]
    public async Task One_context_follows_the_ambient_tenant_from_query_to_query()
    {
        await using var scope = _world.Scope();
        var context = scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>();
        IQueryable<DeliveryLog> query = context.Set<DeliveryLog>().AsNoTracking();

        (await query.SingleAsync()).TenantId.ShouldBeNull();
        using (_world.Tenant.Change(Given.Tenant))
        {
            (await query.SingleAsync()).TenantId.ShouldBe(Given.Tenant);
            using (_world.Tenant.Change(Given.OtherTenant))
            {
                (await query.SingleAsync()).TenantId.ShouldBe(Given.OtherTenant);
            }

            using (_world.Tenant.DisableFilter())
            {
                (await query.CountAsync()).ShouldBe(3);
                using (_world.Tenant.Change(Given.OtherTenant))
                {
                    (await query.SingleAsync()).TenantId.ShouldBe(Given.OtherTenant);
                }
            }

            (await query.SingleAsync()).TenantId.ShouldBe(Given.Tenant);
        }

        (await query.SingleAsync()).TenantId.ShouldBeNull();
    }

    [Fact]
    public Task Credentials_are_found_and_listed_by_their_tenant_only() => ForEachPairAsync<IAppCredentialRepository>(async (repository, mine, theirs) =>
    {
        (await repository.FindAsync(mine.App.Id, default)).ShouldNotBeNull();
        (await repository.FindAsync(theirs.App.Id, default)).ShouldBeNull();
        (await repository.GetManyAsync([mine.App.Id, theirs.App.Id], default)).Select(c => c.Id).ShouldBe([mine.App.Id]);
        (await repository.FindByAppIdAsync("wx-same", default)).ShouldNotBeNull().Id.ShouldBe(mine.App.Id);
        (await repository.ListAsync(default)).Select(c => c.Id).ShouldBe([mine.App.Id]);
    });

    [Fact]
    public Task Templates_are_found_and_listed_by_their_tenant_only() => ForEachPairAsync<IMessageTemplateRepository>(async (repository, mine, theirs) =>
    {
        (await repository.FindAsync(mine.Template.Id, default)).ShouldNotBeNull();
        (await repository.FindAsync(theirs.Template.Id, default)).ShouldBeNull();
        var (template, app) = (await repository.FindByNameAsync("order-paid", default)).ShouldNotBeNull();
        (template.Id, app.Id).ShouldBe((mine.Template.Id, mine.App.Id));
        (await repository.ListAsync(null, default)).Select(t => t.Id).ShouldBe([mine.Template.Id]);
        (await repository.ListAsync(theirs.App.Id, default)).ShouldBeEmpty();
    });

    [Fact]
    public Task Deliveries_are_found_listed_and_cancelled_by_their_tenant_only() => ForEachPairAsync<IDeliveryLogRepository>(async (repository, mine, theirs) =>
    {
        (await repository.FindAsync(theirs.Delivery.Id, default)).ShouldBeNull();
        (await repository.GetAttemptsAsync(mine.Delivery.Id, default)).Select(a => a.Id).ShouldBe([mine.Attempt.Id]);
        (await repository.GetAttemptsAsync(theirs.Delivery.Id, default)).ShouldBeEmpty();
        (await repository.ListAsync(new DeliveryFilter(), null, 10, default)).Select(d => d.Id).ShouldBe([mine.Delivery.Id]);
        (await repository.ListAsync(new DeliveryFilter { AppCredentialId = theirs.App.Id }, null, 10, default)).ShouldBeEmpty();
        (await repository.ListAsync(new DeliveryFilter { DedupKey = "same", OpenId = "o-alice" }, null, 10, default)).Select(d => d.Id).ShouldBe([mine.Delivery.Id]);
        (await repository.CancelWaitingOfAppAsync(theirs.App.Id, Given.Now, default)).ShouldBe(0);
    });

    [Fact]
    public Task Grants_are_recorded_and_listed_by_their_tenant_only() => ForEachPairAsync<ISubscriptionGrantRepository>(async (repository, mine, theirs) =>
    {
        (await repository.ListAsync(new GrantFilter(null, null, null), null, 10, default)).Select(g => g.AppCredentialId).ShouldBe([mine.App.Id]);
        (await repository.ListAsync(new GrantFilter(theirs.App.Id, ["o-alice"], null), null, 10, default)).ShouldBeEmpty();

        // The service asks for the app first; whoever gets round it still reaches nobody else's ledger.
        await Should.ThrowAsync<Exception>(() => repository.RecordAsync(
            theirs.App.Id, [new GrantReport("o-alice", "tmpl-1", false, GrantDecision.UsedUp, 1)], Given.Now, default));
        (await _world.AllAsync<SubscriptionGrant>()).ShouldAllBe(g => g.Remaining == 1);
    });

    [Fact]
    public async Task The_same_values_may_exist_once_in_each_tenant()
    {
        foreach (var owner in Owners)
        {
            using (_world.Tenant.Change(owner))
            {
                var twin = Given.App(owner, "wx-same");
                (await Should.ThrowAsync<RuleViolationException>(() => _world.UseAsync<IAppCredentialRepository>(r => r.AddAsync(twin, default))))
                    .Violations.Single().Rule.ShouldBe(RuleCodes.Taken);
                var template = Given.Template(_of[Key(owner)].App);
                (await Should.ThrowAsync<RuleViolationException>(() => _world.UseAsync<IMessageTemplateRepository>(r => r.AddAsync(template, default))))
                    .Violations.Single().Rule.ShouldBe(RuleCodes.Taken);
            }
        }
    }

    [Fact]
    public async Task A_hosts_own_context_can_have_the_same_filter()
    {
        var options = new DbContextOptionsBuilder<HostDbContext>().UseNpgsql(_world.Database.ConnectionString).Options;
        await using var context = new HostDbContext(options, _world.Tenant);
        await using var second = new HostDbContext(options, new WeChatNotifications.Testing.TestTenant());

        using (_world.Tenant.Change(Given.Tenant))
        {
            (await context.Set<DeliveryLog>().AsNoTracking().SingleAsync()).TenantId.ShouldBe(Given.Tenant);
            // Not the tenant of the context that happened to build the model.
            (await second.Set<DeliveryLog>().AsNoTracking().SingleAsync()).TenantId.ShouldBeNull();
            using (_world.Tenant.DisableFilter())
            {
                (await context.Set<DeliveryLog>().CountAsync()).ShouldBe(3);
            }
        }
    }

    private static string Key(Guid? owner) => owner?.ToString() ?? "host";

    private async Task EachSeesItsOwnAsync<TEntity>()
        where TEntity : class, ITenantOwned
    {
        var all = 0;
        foreach (var owner in Owners)
        {
            using (_world.Tenant.Change(owner))
            {
                var seen = await _world.UseAsync<WeChatNotificationsDbContext, List<TEntity>>(c => c.Set<TEntity>().AsNoTracking().ToListAsync());
                seen.ShouldNotBeEmpty();
                seen.ShouldAllBe(e => e.TenantId == owner);
                all += seen.Count;
            }
        }

        using (_world.Tenant.DisableFilter())
        {
            (await _world.UseAsync<WeChatNotificationsDbContext, int>(c => c.Set<TEntity>().CountAsync())).ShouldBe(all);
        }
    }

    private async Task ForEachPairAsync<TRepository>(Func<TRepository, Belongings, Belongings, Task> check)
        where TRepository : notnull
    {
        foreach (var (mine, theirs) in Owners.SelectMany(a => Owners.Where(b => b != a).Select(b => (a, b))))
        {
            using (_world.Tenant.Change(mine))
            {
                await _world.UseAsync<TRepository>(r => check(r, _of[Key(mine)], _of[Key(theirs)]));
            }
        }
    }

    private sealed record Belongings(AppCredential App, MessageTemplate Template, DeliveryLog Delivery, DeliveryAttempt Attempt);

    private sealed class HostDbContext(DbContextOptions<HostDbContext> options, IAmbientTenant tenant) : DbContext(options), ITenantFilteredDbContext
    {
        public Guid? CurrentTenantId => tenant.Id;

        public bool SeesAllTenants => !tenant.IsFilterEnabled;

        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.ConfigureWeChatNotifications(Database.ProviderName).FilterWeChatNotificationsByTenant(this);
    }
}
