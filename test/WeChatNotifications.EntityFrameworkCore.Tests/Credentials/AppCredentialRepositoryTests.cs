using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Credentials;

public sealed class AppCredentialRepositoryTests : IAsyncLifetime
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
    public async Task What_is_added_is_what_is_found()
    {
        var app = Given.App(null, "wx-new");
        app.Pause(Now.AddDays(1).ToOffset(TimeSpan.FromHours(8)), PauseReason.ByHand, null, "盘点", Now);
        await _world.UseAsync<IAppCredentialRepository>(r => r.AddAsync(app, default));

        (await _world.UseAsync<IAppCredentialRepository, AppCredential?>(r => r.FindAsync(app.Id, default))).ShouldBeEquivalentTo(app);
        (await _world.UseAsync<IAppCredentialRepository, AppCredential?>(r => r.FindByAppIdAsync("WX-NEW", default))).ShouldBeNull();
    }

    [Fact]
    public async Task An_appid_that_the_tenant_has_already_is_refused_by_name()
    {
        var violation = (await Should.ThrowAsync<RuleViolationException>(
            () => _world.UseAsync<IAppCredentialRepository>(r => r.AddAsync(Given.App(null, _app.AppId), default)))).Violations.ShouldHaveSingleItem();

        (violation.Field, violation.Rule).ShouldBe(("appId", RuleCodes.Taken));
    }

    [Fact]
    public async Task Of_two_who_change_it_at_once_the_second_is_told_and_sees_the_first_ones_change_when_looking_again()
    {
        await using var scope = _world.Scope();
        var repository = scope.ServiceProvider.GetRequiredService<IAppCredentialRepository>();
        var mine = (await repository.FindAsync(_app.Id, default))!;
        await ChangeAsync(c => c.Configure(Given.AppSettings() with { Name = "Theirs" }, Now));

        mine.Configure(Given.AppSettings() with { Name = "Mine" }, Now);
        (await Should.ThrowAsync<ConflictException>(() => repository.SaveAsync(mine, default))).Code.ShouldBe(WeChatNotificationsErrorCodes.ConcurrencyConflict);

        (await repository.FindAsync(_app.Id, default)).ShouldNotBeNull().Name.ShouldBe("Theirs");
    }

    [Fact]
    public async Task What_somebody_else_removed_meanwhile_is_a_conflict_too()
    {
        await using var scope = _world.Scope();
        var repository = scope.ServiceProvider.GetRequiredService<IAppCredentialRepository>();
        var mine = (await repository.FindAsync(_app.Id, default))!;
        await _world.UseAsync<IAppCredentialRepository>(async r => await r.RemoveAsync((await r.FindAsync(_app.Id, default))!, default));

        await Should.ThrowAsync<ConflictException>(() => repository.RemoveAsync(mine, default));
    }

    [Fact]
    public async Task An_app_with_templates_is_in_use_also_when_the_template_came_at_the_last_moment()
    {
        await _world.AddAsync(Given.Template(_app));

        var conflict = await Should.ThrowAsync<ConflictException>(
            () => _world.UseAsync<IAppCredentialRepository>(async r => await r.RemoveAsync((await r.FindAsync(_app.Id, default))!, default)));

        conflict.Code.ShouldBe(WeChatNotificationsErrorCodes.InUse);
        (await _world.AllAsync<AppCredential>()).ShouldHaveSingleItem();
    }

    [Theory]
    // Standing pause (minutes from now; 0 for none, -1 for over, 999 for "until resumed"), wanted pause, whether it changes anything.
    [InlineData(0, 10, true)]
    [InlineData(0, 999, true)]
    [InlineData(5, 10, true)]
    [InlineData(10, 10, false)]
    [InlineData(20, 10, false)]
    [InlineData(20, 999, true)]
    [InlineData(999, 10, false)]
    [InlineData(999, 999, false)]
    [InlineData(-1, 10, true)]
    public async Task A_pause_is_only_ever_made_longer(int standing, int wanted, bool changes)
    {
        if (standing != 0)
        {
            await ChangeAsync(c => c.Pause(Until(standing), PauseReason.ByHand, null, "by hand", Now.AddMinutes(-30)));
        }

        var entity = (await _world.AllAsync<AppCredential>()).Single();
        var pause = new AppPause(Now, Until(wanted)?.ToOffset(TimeSpan.FromHours(8)), PauseReason.WeChatError, 45009, "reach max api daily quota limit");

        (await PauseAsync(pause)).ShouldBe(changes);
        (await PauseAsync(pause)).ShouldBeFalse();

        // Just what the entity would do.
        entity.Pause(pause.Until, pause.Reason, pause.ErrorCode, pause.Detail, Now);
        var row = (await _world.AllAsync<AppCredential>()).Single();
        (row.PausedUntil, row.PauseReason, row.PauseErrorCode, row.PauseDetail, row.PausedSince)
            .ShouldBe((entity.PausedUntil, entity.PauseReason, entity.PauseErrorCode, entity.PauseDetail, entity.PausedSince));

        static DateTimeOffset? Until(int minutes) => minutes == 999 ? null : Now.AddMinutes(minutes);
    }

    [Fact]
    public async Task Of_many_workers_who_say_the_same_at_once_one_has_changed_something()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => PauseAsync(new AppPause(Now, Now.AddHours(1), PauseReason.WeChatError, 45009, null)))));

        results.Count(changed => changed).ShouldBe(1);
    }

    [Fact]
    public async Task The_engines_pause_does_not_make_an_administrators_edit_fail_and_is_not_lost_by_it()
    {
        await using var scope = _world.Scope();
        var repository = scope.ServiceProvider.GetRequiredService<IAppCredentialRepository>();
        var mine = (await repository.FindAsync(_app.Id, default))!;
        await PauseAsync(new AppPause(Now, Now.AddHours(1), PauseReason.WeChatError, 45009, "quota"));

        mine.Configure(Given.AppSettings() with { Name = "New name" }, Now);
        await repository.SaveAsync(mine, default);

        var row = (await _world.AllAsync<AppCredential>()).Single();
        (row.Name, row.PausedUntil, row.PauseErrorCode).ShouldBe(("New name", Now.AddHours(1), 45009));
    }

    [Fact]
    public async Task An_error_that_the_old_secret_met_does_not_stop_the_new_one()
    {
        (await PauseAsync(new AppPause(Now, null, PauseReason.WeChatError, 40125, "invalid appsecret"), secretVersion: 2)).ShouldBeFalse();

        (await _world.AllAsync<AppCredential>()).Single().PauseReason.ShouldBeNull();
    }

    [Fact]
    public async Task The_engine_pauses_whichever_tenants_app_it_is()
    {
        using (_world.Tenant.Change(Given.OtherTenant))
        {
            (await PauseAsync(new AppPause(Now, null, PauseReason.WeChatError, 40125, "invalid appsecret"))).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_pause_that_the_old_secret_met_while_the_new_one_was_being_saved_is_lifted_too()
    {
        await using var scope = _world.Scope();
        var repository = scope.ServiceProvider.GetRequiredService<IAppCredentialRepository>();
        var mine = (await repository.FindAsync(_app.Id, default))!;
        (await PauseAsync(new(Now, null, PauseReason.WeChatError, 40125, "invalid appsecret"))).ShouldBeTrue();

        mine.ChangeSecret(Given.Secret("a-new-secret-0123456789abcdef0000"), Now);
        await repository.SaveAsync(mine, default);

        (await _world.UseAsync<IAppCredentialRepository, AppCredential?>(r => r.FindAsync(_app.Id, default))).ShouldNotBeNull().IsPausedAt(Now).ShouldBeFalse();
    }

    private Task ChangeAsync(Action<AppCredential> change) => _world.UseAsync<IAppCredentialRepository>(async r =>
    {
        var credential = (await r.FindAsync(_app.Id, default))!;
        change(credential);
        await r.SaveAsync(credential, default);
    });

    private Task<bool> PauseAsync(AppPause pause, int secretVersion = 1) => _world.UseAsync<IAppCredentialRepository, bool>(r => r.TryPauseAsync(_app.Id, secretVersion, pause, default));
}
