using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Deliveries;
using WeChatNotifications.MiniProgram;
using WeChatNotifications.Rules;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.MiniProgram;

/// <summary>A log-in names no tenant: the app is found in whichever database it is, and its user is noted there.</summary>
public sealed class OwnDatabaseTests
{
    private const string OwnersAppId = "wx0000000000000002";

    [Fact]
    public async Task A_tenant_with_a_database_of_its_own_is_found_by_its_appid()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 1);
        await using var own = await TestDatabase.CreateAsync();
        var owner = Guid.NewGuid();
        await using var host = EngineHost.Build(
            given, database: tenant => tenant == owner ? own.ConnectionString : given.Database.ConnectionString,
            partitions: new Partitions([DeliveryPartition.Host, new DeliveryPartition("owner", owner)]));
        given.WeChat.Seed(new()
        {
            Apps = [new() { AppId = OwnersAppId, Secret = WeChatFixture.Secret }],
            Templates = [new() { AppId = OwnersAppId, TemplateId = WeChatFixture.WeChatTemplate, Fields = ["character_string1", "thing2", "amount3"] }],
        });
        await WeChatFixture.SetUpAsync(host, owner, OwnersAppId, WeChatFixture.Secret);

        var session = (await LoginAsync(host, OwnersAppId, "alice", given)).Session;
        await LoginAsync(host, WeChatFixture.AppId, "bob", given);
        await Should.ThrowAsync<EntityNotFoundException>(() => host.As<IMiniProgramAppService, MiniProgramLoginDto>(null, s => s.LoginAsync("wx-nobody", "x", null)));

        (await UsersAsync(own)).ShouldBe(["alice"]);
        (await UsersAsync(given.Database)).ShouldBe(["bob"]);

        // What the user reports later goes the same way, whoever the request's tenant is.
        var user = (await host.As<IMiniProgramAppService, MiniProgramUser?>(given.Tenant, s => s.FindUserAsync(session))).ShouldNotBeNull();
        user.TenantId.ShouldBe(owner);
        var result = await host.As<IMiniProgramAppService, PermitReportResultDto>(given.Tenant, s => s.ReportAsync(
            user, new PermitReport { ReportId = Guid.NewGuid(), FormIds = [new("form-1", given.Time.GetUtcNow())] }));
        result.Accepted.ShouldBe(1);
        (await own.QueryAsync<string>("""select "FormId" from "WeChatFormIdRecords" """)).ShouldBe(["form-1"]);
    }

    private static Task<MiniProgramLoginDto> LoginAsync(EngineHost host, string appId, string openId, WeChatFixture given)
        => host.As<IMiniProgramAppService, MiniProgramLoginDto>(
            null, s => s.LoginAsync(appId, given.WeChat.IssueLoginCodes(new() { AppId = appId, OpenId = openId }).Codes.Single(), null));

    private static async Task<IReadOnlyList<string>> UsersAsync(TestDatabase database) => [.. await database.QueryAsync<string>("""select "OpenId" from "WeChatRecipients" """)];

    private sealed class Partitions(IReadOnlyList<DeliveryPartition> present) : IDeliveryPartitionSource
    {
        public Task<IReadOnlyList<DeliveryPartition>> GetAsync(CancellationToken cancellationToken) => Task.FromResult(present);
    }
}
