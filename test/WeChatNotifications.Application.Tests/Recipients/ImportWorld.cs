using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Credentials;
using WeChatNotifications.Recipients;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Recipients;

/// <summary>A shop with an official account and its followers.</summary>
internal sealed class ImportWorld(WeChatFixture given, Guid accountId) : IAsyncDisposable
{
    public const string AccountAppId = "gh0000000000000001";
    public const string ListPath = "/cgi-bin/user/get";
    public const string InfoPath = "/cgi-bin/user/info/batchget";

    public WeChatFixture Given => given;

    public Guid AccountId => accountId;

    public static async Task<ImportWorld> CreateAsync(int followers)
    {
        var given = await WeChatFixture.CreateAsync(users: 1);
        given.WeChat.Seed(new()
        {
            Apps =
            [
                new() { AppId = AccountAppId, Secret = WeChatFixture.Secret, Kind = Simulator.Accounts.AppKind.OfficialAccount, Followers = new() { Count = followers, UnionIdPrefix = "union-" } },
            ],
        });
        await using var host = EngineHost.Build(given, Quiet);
        var app = await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.CreateAsync(
            new CreateAppCredentialDto { AppId = AccountAppId, Name = "Account", Kind = AppKind.OfficialAccount, Secret = WeChatFixture.Secret }));
        return new ImportWorld(given, app.Id);
    }

    /// <summary>A node that imports, and retries soon.</summary>
    public Task<EngineHost> StartAsync(Action<Dictionary<string, string?>>? configure = null, Action<IServiceCollection>? services = null) => given.StartAsync(
        settings =>
        {
            Quiet(settings);
            settings["FollowerImports:PollInterval"] = "00:00:01";
            settings["FollowerImports:RetryBase"] = "00:00:01";
            configure?.Invoke(settings);
        },
        services);

    public Task<FollowerImportDto> BeginAsync(EngineHost host, bool withUnionIds = false)
        => host.As<IFollowerImportAppService, FollowerImportDto>(given.Tenant, s => s.StartAsync(new() { AppCredentialId = accountId, WithUnionIds = withUnionIds }));

    public Task<FollowerImportDto> GetAsync(EngineHost host, Guid id) => host.As<IFollowerImportAppService, FollowerImportDto>(given.Tenant, s => s.GetAsync(id));

    public Task<FollowerImportDto> UntilAsync(EngineHost host, Guid id, Func<FollowerImportDto, bool> condition, string what) => Eventually.GetAsync(
        async () => await GetAsync(host, id) is { } import && condition(import) ? import : null, TimeSpan.FromSeconds(120), what);

    public Task<FollowerImportDto> UntilAsync(EngineHost host, Guid id, FollowerImportStatus status) => UntilAsync(host, id, i => i.Status == status, $"the import is {status}");

    /// <summary>Makes one step by hand, as the job does.</summary>
    public async Task<bool> StepAsync(EngineHost host, Guid id)
    {
        using var allTenants = host.Services.GetRequiredService<IAmbientTenant>().DisableFilter();
        return await host.Services.GetRequiredService<FollowerImportStep>().MakeAsync(id, CancellationToken.None);
    }

    public async Task<long> CountAsync(string condition = "true")
        => (await given.Database.QueryAsync<long>($"""select count(*) from "WeChatRecipients" where "AppCredentialId" = $1 and {condition}""", accountId)).Single();

    public ValueTask DisposeAsync() => given.DisposeAsync();

    private static void Quiet(Dictionary<string, string?> settings) => settings["Dispatch:IsEnabled"] = "false";
}
