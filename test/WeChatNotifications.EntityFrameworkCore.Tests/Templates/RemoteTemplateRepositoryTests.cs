using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Templates;

public sealed class RemoteTemplateRepositoryTests : IAsyncLifetime
{
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
    public async Task What_WeChat_said_comes_back_as_it_went_and_is_brought_up_to_date()
    {
        (await Store(Now, State("tmpl-1", "甲", "乙"), State("tmpl-2"))).ShouldBe(new RemoteTemplateChanges(2, 0, 0));

        var first = (await Find("tmpl-1")).ShouldNotBeNull();
        (first.AppCredentialId, first.TenantId, first.Title, first.Content, first.Example, first.SubscriptionKind, first.SyncedAt, first.DeletedAt).ShouldBe(
            (_app.Id, null, "标题 tmpl-1", "状态:{{enum_string1.DATA}}", "状态:甲", SubscriptionKind.OneTime, Now, null));
        first.EnumKeywords.ShouldBe([new EnumKeyword("enum_string1", ["甲", "乙"])]);

        var later = Now.AddHours(1);
        (await Store(later, State("tmpl-1", "甲", "丙"))).ShouldBe(new RemoteTemplateChanges(0, 1, 1));

        var again = (await Find("tmpl-1")).ShouldNotBeNull();
        again.Id.ShouldBe(first.Id);
        again.EnumKeywords.ShouldBe([new EnumKeyword("enum_string1", ["甲", "丙"])]);
        (await Find("tmpl-2")).ShouldNotBeNull().DeletedAt.ShouldBe(later);
        (await _world.AllAsync<AppCredential>()).Single().TemplatesSyncedAt.ShouldBe(later);
        (await _world.AllAsync<AppCredential>()).Single().ConcurrencyStamp.ShouldBe(_app.ConcurrencyStamp);
    }

    [Fact]
    public async Task Nothing_at_WeChat_is_remembered_as_a_look_too()
    {
        await Store(Now);

        (await _world.AllAsync<AppCredential>()).Single().TemplatesSyncedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task Message_templates_take_WeChats_values()
    {
        var template = MessageTemplate.Register(null, Given.TemplateSettings(_app) with { Fields = [new() { Key = "enum_string1" }] }, Now);
        await _world.AddAsync(template);

        await Store(Now.AddHours(1), State("tmpl-1", "甲", "乙"));

        var stored = (await _world.AllAsync<MessageTemplate>()).Single();
        stored.Fields.Single().AllowedValues.ShouldBe(["甲", "乙"]);
        stored.ConcurrencyStamp.ShouldNotBe(template.ConcurrencyStamp);
    }

    [Fact]
    public async Task Looks_at_the_same_time_store_every_template_once()
    {
        RemoteTemplateState[] states = [.. Enumerable.Range(0, 30).Select(i => State($"tmpl-{i}"))];

        var changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store(Now, states))));

        changes.Sum(c => c.Added).ShouldBe(30);
        (await _world.AllAsync<RemoteTemplate>()).Select(r => r.WeChatTemplateId).Order().ShouldBe(states.Select(s => s.WeChatTemplateId).Order());
    }

    [Fact]
    public async Task Of_an_administrator_and_a_look_at_once_the_look_gives_way_and_may_be_stored_again()
    {
        await _world.AddAsync(MessageTemplate.Register(null, Given.TemplateSettings(_app) with { Fields = [new() { Key = "enum_string1" }] }, Now));
        await using var scope = _world.Scope();
        var (remotes, templates) = (scope.ServiceProvider.GetRequiredService<IRemoteTemplateRepository>(), scope.ServiceProvider.GetRequiredService<IMessageTemplateRepository>());

        // Seen by this scope before the administrator changes it elsewhere.
        var seen = (await templates.FindAsync((await templates.ListAsync(null, default))[0].Id, default)).ShouldNotBeNull();
        await _world.UseAsync<IMessageTemplateRepository>(async r =>
        {
            var theirs = (await r.FindAsync(seen.Id, default))!;
            theirs.Configure(Given.TemplateSettings(_app) with { Fields = [new() { Key = "enum_string1", Name = "state" }] }, Now);
            await r.SaveAsync(theirs, default);
        });

        await Should.ThrowAsync<ConflictException>(() => remotes.StoreAsync(_app, Snapshot(State("tmpl-1", "甲")), Now, default));
        (await _world.AllAsync<RemoteTemplate>()).ShouldBeEmpty();
        (await _world.AllAsync<AppCredential>()).Single().TemplatesSyncedAt.ShouldBeNull();

        (await remotes.StoreAsync(_app, Snapshot(State("tmpl-1", "甲")), Now, default)).Added.ShouldBe(1);
        var field = (await _world.AllAsync<MessageTemplate>()).Single().Fields.Single();
        field.ShouldBe(new TemplateField { Key = "enum_string1", Name = "state", AllowedValues = ["甲"] });
    }

    [Fact]
    public async Task An_app_sees_its_own_and_a_tenant_its_own()
    {
        var (ours, theirs) = (await _world.AddAppAsync(Given.Tenant), await _world.AddAppAsync(Given.OtherTenant));
        foreach (var app in new[] { ours, theirs })
        {
            using var change = _world.Tenant.Change(app.TenantId);
            await _world.UseAsync<IRemoteTemplateRepository>(r => r.StoreAsync(app, Snapshot(State("tmpl-1")), Now, default));
        }

        using var tenant = _world.Tenant.Change(Given.Tenant);
        var mine = (await _world.UseAsync<IRemoteTemplateRepository, IReadOnlyList<RemoteTemplate>>(r => r.ListAsync(null, default))).ShouldHaveSingleItem();
        (mine.AppCredentialId, mine.TenantId).ShouldBe((ours.Id, Given.Tenant));
        (await _world.UseAsync<IRemoteTemplateRepository, IReadOnlyList<RemoteTemplate>>(r => r.ListAsync(theirs.Id, default))).ShouldBeEmpty();
        var foreign = (await _world.AllAsync<RemoteTemplate>()).Single(r => r.TenantId == Given.OtherTenant);
        (await _world.UseAsync<IRemoteTemplateRepository, RemoteTemplate?>(r => r.FindAsync(foreign.Id, default))).ShouldBeNull();
        await _world.UseAsync<IRemoteTemplateRepository>(r => r.MarkMissingAsync(foreign.Id, Now, default));
        await _world.UseAsync<IRemoteTemplateRepository>(r => r.RemoveOfAppAsync(theirs.Id, default));
        (await _world.AllAsync<RemoteTemplate>()).Single(r => r.Id == foreign.Id).DeletedAt.ShouldBeNull();
    }

    [Fact]
    public async Task One_is_marked_as_gone_once_and_an_apps_are_forgotten_with_it()
    {
        await Store(Now, State("tmpl-1"), State("tmpl-2"));
        var id = (await Find("tmpl-1"))!.Id;

        foreach (var at in new[] { Now.AddMinutes(1), Now.AddMinutes(2) })
        {
            await _world.UseAsync<IRemoteTemplateRepository>(r => r.MarkMissingAsync(id, at, default));
        }

        (await Find("tmpl-1"))!.DeletedAt.ShouldBe(Now.AddMinutes(1));
        (await Find("tmpl-2"))!.DeletedAt.ShouldBeNull();
        await _world.UseAsync<IRemoteTemplateRepository>(r => r.RemoveOfAppAsync(_app.Id, default));
        (await _world.AllAsync<RemoteTemplate>()).ShouldBeEmpty();
    }

    private Task<RemoteTemplateChanges> Store(DateTimeOffset now, params RemoteTemplateState[] states)
        => _world.UseAsync<IRemoteTemplateRepository, RemoteTemplateChanges>(r => r.StoreAsync(_app, Snapshot(states), now, default));

    private Task<RemoteTemplate?> Find(string id) => _world.UseAsync<IRemoteTemplateRepository, RemoteTemplate?>(r => r.FindAsync(_app.Id, id, default));

    private static RemoteTemplateSnapshot Snapshot(params RemoteTemplateState[] states) => new(states, HasSubscriptions: true, HasTemplateMessages: true);

    private static RemoteTemplateState State(string id, params string[] values) => new(
        id, "标题 " + id, "状态:{{enum_string1.DATA}}", "状态:甲", SubscriptionKind.OneTime, values.Length == 0 ? [] : [new("enum_string1", values)]);
}
