using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Auditing;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Auditing;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Rules;
using WeChatNotifications.Security;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Auditing;

/// <summary>What of a change is kept, and that it stands or falls with the change.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private World _world = null!;
    private AppCredential _app = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        _app = await _world.AddAppAsync(Given.Tenant);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_new_thing_is_told_with_what_it_has_and_without_its_secret()
    {
        var entry = (await EntriesAsync()).ShouldHaveSingleItem();

        (entry.Action, entry.Kind, entry.EntityId, entry.EntityName, entry.TenantId).ShouldBe((AuditAction.Created, AuditedKind.AppCredential, _app.Id, "Shop", Given.Tenant));
        entry.UserId.ShouldBeNull("nobody asked for it: the module itself");
        entry.Changes.ShouldContain(new AuditChange("appId", null, _app.AppId));
        entry.Changes.ShouldContain(new AuditChange("kind", null, "miniProgram"));
        entry.Changes.ShouldContain(new AuditChange("secret", null, null, IsSecret: true));
        entry.Changes.Select(c => c.Field).ShouldNotContain("concurrencyStamp");
        (await _world.Database.QueryAsync<string>("""select row_to_json(a)::text from "WeChatAuditEntries" a""")).ShouldAllBe(row => !row.Contains(_app.ProtectedSecret) && !row.Contains(_app.SecretHint));
    }

    [Fact]
    public async Task A_change_is_told_by_its_fields_alone_and_a_pause_by_its_name()
    {
        await ChangeAsync<AppCredential>(_app.Id, a => a.Configure(Given.AppSettings() with { Name = "Shop", SendsPerSecond = 20 }, Given.Now));
        await ChangeAsync<AppCredential>(_app.Id, a => a.Pause(null, PauseReason.ByHand, null, "Holiday", Given.Now));
        await ChangeAsync<AppCredential>(_app.Id, a => a.Resume(Given.Now));
        await ChangeAsync<AppCredential>(_app.Id, a => a.ChangeSecret(Given.Secret("another-secret-0123456789abcdef0"), Given.Now));

        var entries = (await EntriesAsync()).Skip(1).ToList();
        entries.Select(e => e.Action).ShouldBe([AuditAction.Changed, AuditAction.Paused, AuditAction.Resumed, AuditAction.Changed]);
        entries[0].Changes.ShouldBe([new AuditChange("sendsPerSecond", null, "20")]);
        entries[1].Changes.ShouldBe([new AuditChange("pauseDetail", null, "Holiday"), new AuditChange("pauseReason", null, "byHand")], ignoreOrder: true);
        entries[3].Changes.ShouldBe([new AuditChange("secret", null, null, IsSecret: true)]);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_leaves_no_entry()
    {
        await ChangeAsync<AppCredential>(_app.Id, a => a.Configure(Given.AppSettings(), Given.Now.AddHours(1)));

        (await EntriesAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_database_refuses_leaves_no_entry_neither_then_nor_with_the_next_change()
    {
        using var tenant = _world.Tenant.Change(Given.Tenant);
        await using var scope = _world.Scope();
        var repository = scope.ServiceProvider.GetRequiredService<IAppCredentialRepository>();

        await Should.ThrowAsync<RuleViolationException>(() => repository.AddAsync(Given.App(Given.Tenant, _app.AppId), default));
        await repository.AddAsync(Given.App(Given.Tenant, "wx-new"), default);

        (await EntriesAsync()).Select(e => e.Action).ShouldBe([AuditAction.Created, AuditAction.Created]);
    }

    [Fact]
    public async Task A_change_that_is_rolled_back_takes_its_entry_along()
    {
        using var tenant = _world.Tenant.Change(Given.Tenant);
        await _world.UseAsync<WeChatNotificationsDbContext>(async context =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            (await context.Set<AppCredential>().SingleAsync()).Pause(null, PauseReason.ByHand, null, "Never", Given.Now);
            await context.SaveChangesAsync();
            await transaction.RollbackAsync();
        });

        (await EntriesAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Templates_are_told_with_their_fields_and_a_removal_with_what_was_there()
    {
        var template = Given.Template(_app);
        await _world.AddAsync(template);
        await ChangeAsync<MessageTemplate>(template.Id, t => t.Configure(Given.TemplateSettings(_app) with { Fields = [new TemplateField { Key = "thing2", Name = "product" }] }, Given.Now));
        await RemoveAsync<MessageTemplate>(template.Id);

        var entries = (await EntriesAsync()).Where(e => e.Kind == AuditedKind.MessageTemplate).ToList();
        entries.Select(e => e.Action).ShouldBe([AuditAction.Created, AuditAction.Changed, AuditAction.Removed]);
        var change = entries[1].Changes.ShouldHaveSingleItem();
        change.Field.ShouldBe("fields");
        change.Old!.ShouldContain("thing1");
        change.New!.ShouldContain("thing2");
        entries[2].Changes.ShouldContain(c => c.Field == "name" && c.Old == "order-paid" && c.New == null);
    }

    [Fact]
    public async Task Of_deliveries_only_what_a_person_does_is_told_and_nothing_of_what_they_say()
    {
        var delivery = Given.Delivery(_app);
        await _world.AddAsync(delivery);
        await ChangeAsync<DeliveryLog>(delivery.Id, d => d.Cancel(Given.Now));
        await ChangeAsync<DeliveryLog>(delivery.Id, d => d.Retry(Given.Now));

        var entries = (await EntriesAsync()).Where(e => e.Kind == AuditedKind.Delivery).ToList();
        entries.Select(e => e.Action).ShouldBe([AuditAction.Cancelled, AuditAction.Retried]);
        entries.SelectMany(e => e.Changes).ShouldBe([new AuditChange("status", "pending", "cancelled"), new AuditChange("status", "cancelled", "pending")]);
        entries.ShouldAllBe(e => e.EntityName == "order-paid");
    }

    [Fact]
    public void Whatever_is_stored_protected_is_known_as_a_secret()
    {
        foreach (var type in AuditedEntities.Types)
        {
            var plan = AuditedEntities.Find(type)!;
            type.GetProperties().Select(p => p.Name).Where(n => n.StartsWith("Protected", StringComparison.Ordinal)).ShouldAllBe(n => plan.Secrets.ContainsKey(n) || plan.IsNoise(n));
            plan.Secrets.Keys.Concat(plan.Noise).ShouldAllBe(n => type.GetProperty(n) != null, type.Name);
        }
    }

    private async Task<IReadOnlyList<AuditEntry>> EntriesAsync() => [.. (await _world.AllAsync<AuditEntry>()).OrderBy(e => e.At)];

    private async Task ChangeAsync<TEntity>(Guid id, Action<TEntity> change)
        where TEntity : Entity
    {
        using var tenant = _world.Tenant.Change(Given.Tenant);
        await _world.UseAsync<WeChatNotificationsDbContext>(async context =>
        {
            change(await context.Set<TEntity>().SingleAsync(e => e.Id == id));
            await context.SaveChangesAsync();
        });
    }

    private async Task RemoveAsync<TEntity>(Guid id)
        where TEntity : Entity
    {
        using var tenant = _world.Tenant.Change(Given.Tenant);
        await _world.UseAsync<WeChatNotificationsDbContext>(async context =>
        {
            context.Remove(await context.Set<TEntity>().SingleAsync(e => e.Id == id));
            await context.SaveChangesAsync();
        });
    }
}
