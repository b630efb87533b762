using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Statistics;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Broadcasts;

/// <summary>What tests of broadcasts do with a shop: recipients, lists, broadcasts, and a look at what became of them.</summary>
internal sealed class BroadcastShop(WeChatFixture given)
{
    public const string Data = """{"number":"A-1","goods":"tea","amount":12.5}""";

    /// <summary>Quick turns, so that no test waits for a second.</summary>
    public static void Quick(Dictionary<string, string?> settings)
    {
        settings["Broadcasts:Interval"] = "00:00:00.1";
        settings["Broadcasts:Lease"] = "00:00:05";
    }

    public Task<EngineHost> StartAsync(Action<Dictionary<string, string?>>? configure = null, Action<IServiceCollection>? services = null)
        => given.StartAsync(
            s =>
            {
                Quick(s);
                configure?.Invoke(s);
            },
            services);

    /// <summary>Lets the app know users u0, u1, … as recipients.</summary>
    public Task KnowAsync(int count, int from = 0) => given.Database.ExecuteAsync(
        """
        INSERT INTO "WeChatRecipients" ("Id", "AppCredentialId", "OpenId", "LastSeenAt", "CreatedAt", "TenantId")
        SELECT gen_random_uuid(), $1, 'u' || i, now(), now(), $2 FROM generate_series($3, $3 + $4 - 1) i
        """, given.AppCredentialId, given.Tenant!, from, count);

    /// <summary>Ties a user of the host to an openid.</summary>
    public Task TieAsync(string userId, string openId) => given.Database.ExecuteAsync(
        """UPDATE "WeChatRecipients" SET "UserId" = $1 WHERE "OpenId" = $2""", userId, openId);

    /// <summary>Makes a broadcast and lets it go.</summary>
    public async Task<Guid> BeginAsync(EngineHost host, Func<BroadcastContent, BroadcastContent>? change = null, params (string? OpenId, string? UserId, string? Data)[] list)
    {
        var content = new BroadcastContent
        {
            Name = "Spring sale",
            AppCredentialId = given.AppCredentialId,
            TemplateName = WeChatFixture.Template,
            Data = Data,
            Audience = list.Length > 0 ? AudienceKind.List : AudienceKind.AllRecipients,
        };
        var now = given.Time.GetUtcNow();
        var broadcast = Broadcast.Draft(given.Tenant, change?.Invoke(content) ?? content, createdBy: null, scheduleId: null, now);
        for (var i = 0; i < list.Length; i++)
        {
            await given.Database.ExecuteAsync(
                """INSERT INTO "WeChatBroadcastItems" ("BroadcastId", "Number", "TenantId", "OpenId", "UserId", "Data") VALUES ($1, $2, $3, $4, $5, $6)""",
                broadcast.Id, (long)i + 1, given.Tenant!, OrNull(list[i].OpenId), OrNull(list[i].UserId), OrNull(list[i].Data));
        }

        if (list.Length > 0)
        {
            broadcast.TakeList(list.Length, 0, 0);
        }

        broadcast.Start(now);
        await host.As<IBroadcastRepository, bool>(given.Tenant, async r =>
        {
            await r.AddAsync(broadcast, TestContext.Current.CancellationToken);
            return true;
        });
        return broadcast.Id;

        static object OrNull(string? text) => text is null ? DBNull.Value : text;
    }

    /// <summary>Changes it as a person does.</summary>
    public Task<BroadcastDto> ChangeAsync(EngineHost host, Func<IBroadcastAppService, Task<BroadcastDto>> change) => host.As(given.Tenant, change);

    public Task<Broadcast> FindAsync(EngineHost host, Guid id)
        => host.As<IBroadcastRepository, Broadcast>(given.Tenant, async r => (await r.FindAsync(id, TestContext.Current.CancellationToken))!);

    public Task<Broadcast> UntilAsync(EngineHost host, Guid id, Func<Broadcast, bool> condition, string what, TimeSpan? patience = null)
        => Eventually.GetAsync(async () => await FindAsync(host, id) is { } b && condition(b) ? b : null, patience ?? EngineHost.Patience, what);

    public Task<Broadcast> UntilCompletedAsync(EngineHost host, Guid id, TimeSpan? patience = null)
        => UntilAsync(host, id, b => b.Status == BroadcastStatus.Completed, "the broadcast is completed", patience);

    public async Task<BroadcastOutcomes> OutcomesAsync(EngineHost host, Guid id)
        => (await host.As<IDeliveryStatisticsRepository, IReadOnlyDictionary<Guid, BroadcastOutcomes>>(
            given.Tenant, r => r.GetBroadcastsAsync([id], TestContext.Current.CancellationToken)))[id];

    /// <summary>Rows of the log that are the broadcast's, in a state, or in any.</summary>
    public async Task<int> RowsAsync(Guid id, DeliveryStatus? status = null) => (int)(await given.Database.QueryAsync<long>(
        """SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "BroadcastId" = $1 AND ($2 < 0 OR "Status" = $2)""", id, (int?)status ?? -1)).Single();

    /// <summary>Openids that have more than one row.</summary>
    public async Task<int> DoublesAsync(Guid id) => (int)(await given.Database.QueryAsync<long>(
        """SELECT count(*) FROM (SELECT 1 FROM "WeChatDeliveryLogs" WHERE "BroadcastId" = $1 AND "OpenId" <> '' GROUP BY "OpenId" HAVING count(*) > 1) d""", id)).Single();

    /// <summary>Nobody twice, nobody left out, and the figures say so.</summary>
    public async Task ShouldHaveReachedAsync(EngineHost host, Guid id, int recipients)
    {
        var broadcast = await FindAsync(host, id);
        broadcast.Expanded.ShouldBe(recipients);
        (await RowsAsync(id)).ShouldBe(recipients);
        (await RowsAsync(id, DeliveryStatus.Sent)).ShouldBe(recipients);
        (await DoublesAsync(id)).ShouldBe(0);
        given.WeChat.Report().Duplicates.ShouldBe(0);
        (await OutcomesAsync(host, id)).ByOutcome.ShouldHaveSingleItem().ShouldBe(new OutcomeCount(DeliveryStatus.Sent, DeliveryReason.None, null, recipients));
    }
}
