using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Recipients;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Broadcasts;

public sealed class AudienceCounterTests
{
    private static readonly DateTimeOffset Now = Given.Now;

    [Fact]
    public async Task Who_holds_a_permit_is_counted_once_and_other_tenants_are_not()
    {
        await using var world = await World.CreateAsync();
        var (app, _) = await FillAsync(world);
        var other = await world.AddAppAsync(Given.OtherTenant);
        await world.AddGrantAsync(other, "o-1", 3);
        using var tenant = world.Tenant.Change(Given.Tenant);

        (await CountAsync(world, Query(app, AudienceKind.PermitHolders))).ShouldBe(3);
        (await CountAsync(world, Query(app, AudienceKind.PermitHolders, MessageChannel.OfficialAccountTemplateMessage))).ShouldBe(1);
        (await CountAsync(world, Query(app, AudienceKind.AllRecipients))).ShouldBe(4);
        (await UnreachableAsync(world, Query(app, AudienceKind.AllRecipients), app)).ShouldBe(["NoPermit 2 "]);
        (await UnreachableAsync(world, Query(app, AudienceKind.PermitHolders), app)).ShouldBeEmpty();
        using (world.Tenant.Change(Given.OtherTenant))
        {
            (await CountAsync(world, Query(app, AudienceKind.PermitHolders))).ShouldBe(0);
            (await CountAsync(world, Query(app, AudienceKind.AllRecipients))).ShouldBe(0);
        }
    }

    [Fact]
    public async Task Of_a_list_it_is_told_who_lacks_a_permit_and_whom_nobody_knows()
    {
        await using var world = await World.CreateAsync();
        var (app, second) = await FillAsync(world);
        using var tenant = world.Tenant.Change(Given.Tenant);
        var list = await ListAsync(world, app, (2, "o-1", null), (3, "o-nobody", null), (4, "o-empty", null), (5, null, "user-1"), (6, null, "user-gone"), (7, null, "user-2"), (8, null, "user-other"));

        var query = Query(app, AudienceKind.List) with { BroadcastId = list };
        (await CountAsync(world, query)).ShouldBe(7);
        (await UnreachableAsync(world, query, app)).ShouldBe(["NoPermit 3 3,4,7", "UnknownUser 2 6,8"]);
        (await UnreachableAsync(world, query, app, second)).ShouldBe(["NoPermit 3 3,4,7", "UnknownUser 1 6"], "another app of the chain knows user-other");

        var account = query with { Channel = MessageChannel.OfficialAccountTemplateMessage };
        (await UnreachableAsync(world, account, app)).ShouldBe(["UnknownUser 2 6,8"]);
        var gone = await ListAsync(world, app, (2, "o-left", null), (3, "o-unknown", null));
        (await UnreachableAsync(world, account with { BroadcastId = gone }, app)).ShouldBe(["NoPermit 1 2"]);
    }

    [Fact]
    public async Task Openids_are_told_apart_by_their_permit()
    {
        await using var world = await World.CreateAsync();
        var (app, _) = await FillAsync(world);
        using var tenant = world.Tenant.Change(Given.Tenant);
        string[] asked = ["o-1", "o-long", "o-empty", "o-left", "o-nobody"];
        (await PermittedAsync(world, Query(app, AudienceKind.List), asked)).ShouldBe(["o-1", "o-long"]);
        (await PermittedAsync(world, Query(app, AudienceKind.List, MessageChannel.OfficialAccountTemplateMessage), asked)).ShouldBe(["o-1", "o-empty", "o-long", "o-nobody"]);
    }

    /// <summary>Grants: o-1 and o-2 some, o-long for good, o-empty used up. Recipients: o-1 (user-1), o-2, o-empty (user-2), o-new; o-left follows no more; user-other only with the second app.</summary>
    private static async Task<(AppCredential App, AppCredential Second)> FillAsync(World world)
    {
        using var tenant = world.Tenant.Change(Given.Tenant);
        var (app, second) = (await world.AddAppAsync(Given.Tenant), await world.AddAppAsync(Given.Tenant));
        await world.AddGrantAsync(app, "o-1", 2);
        await world.AddGrantAsync(app, "o-2", 1);
        await world.AddGrantAsync(app, "o-long", 0, isLongTerm: true);
        await world.AddGrantAsync(app, "o-empty", 0);
        await world.AddGrantAsync(second, "o-nobody", 5);
        await world.UseAsync<IRecipientRepository>(async r =>
        {
            await r.SeeAsync(
                Given.Tenant, app.Id,
                [new("o-1") { UserId = "user-1" }, new("o-2") { IsSubscribed = true, SubscribedSince = Now.AddDays(-1) }, new("o-empty") { UserId = "user-2" }, new("o-new"), new("o-left") { IsSubscribed = false }], Now, default);
            await r.SeeAsync(Given.Tenant, second.Id, [new("x-1") { UserId = "user-other" }], Now, default);
        });
        return (app, second);
    }

    private static async Task<Guid> ListAsync(World world, AppCredential app, params (long Line, string? OpenId, string? UserId)[] rows)
    {
        var broadcast = Broadcast.Draft(Given.Tenant, new() { Name = "x", AppCredentialId = app.Id, TemplateName = "sale", Audience = AudienceKind.List }, createdBy: null, scheduleId: null, Now);
        await world.UseAsync<IBroadcastRepository>(r => r.AddAsync(broadcast, default));
        await world.UseAsync<IBroadcastListStore, Broadcast>(
            s => s.ReplaceAsync(broadcast.Id, rows.Select(r => new BroadcastListRow(r.Line, r.OpenId, r.UserId, Data: null, Fault: null)).ToAsyncEnumerable(), default));
        return broadcast.Id;
    }

    private static AudienceQuery Query(AppCredential app, AudienceKind kind, MessageChannel channel = MessageChannel.SubscribeMessage)
        => new(Guid.NewGuid(), kind, app.Id, channel, "tmpl-1", Now);

    private static Task<long> CountAsync(World world, AudienceQuery query) => world.UseAsync<IAudienceCounter, long>(c => c.CountAsync(query, default));

    private static async Task<IReadOnlyList<string>> UnreachableAsync(World world, AudienceQuery query, params AppCredential[] chain)
        => [.. (await world.UseAsync<IAudienceCounter, IReadOnlyList<UnreachableCount>>(c => c.CountUnreachableAsync(query, [.. chain.Select(a => a.Id)], default)))
            .Select(u => $"{u.Reason} {u.Count} {string.Join(',', u.Lines)}")];

    private static async Task<IReadOnlyList<string>> PermittedAsync(World world, AudienceQuery query, string[] openIds)
        => [.. (await world.UseAsync<IAudienceCounter, IReadOnlySet<string>>(c => c.FindPermittedAsync(query, openIds, default))).Order(StringComparer.Ordinal)];
}
