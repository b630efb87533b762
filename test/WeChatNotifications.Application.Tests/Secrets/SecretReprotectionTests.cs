using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Credentials;
using WeChatNotifications.Jobs;
using WeChatNotifications.Security;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Secrets;

/// <summary>The host's key ring goes on to the next key.</summary>
public sealed class SecretReprotectionTests
{
    [Fact]
    public async Task After_a_key_rotation_every_secret_is_protected_with_the_new_key_and_stays_the_same_secret()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var keys = Keys();
        await using var host = EngineHost.Build(given, services: s => s.AddSingleton<IDataProtectionProvider>(keys.GetRequiredService<IDataProtectionProvider>()));
        var protector = host.Services.GetRequiredService<ISecretProtector>();
        var app = await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.UpdateAsync(
            given.AppCredentialId, new UpdateAppCredentialDto { Name = "Shop", Secret = WeChatFixture.Secret }));
        var before = await StoredAsync(given);
        protector.IsOutdated(before).ShouldBeFalse();
        (await RunAsync(host)).Count.ShouldBe(0, "nothing to do with the present key");

        var now = DateTimeOffset.UtcNow;
        keys.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
        protector.IsOutdated(before).ShouldBeTrue();
        var audited = await AuditedAsync(given);

        (await RunAsync(host)).Count.ShouldBe(1);

        var after = await StoredAsync(given);
        after.ShouldNotBe(before);
        protector.IsOutdated(after).ShouldBeFalse();
        protector.Unprotect(SecretPurposes.AppSecret, after).ShouldBe(WeChatFixture.Secret);
        var present = await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.GetAsync(given.AppCredentialId));
        present.ConcurrencyStamp.ShouldBe(app.ConcurrencyStamp, "nobody's edit is in its way");
        (await AuditedAsync(given)).ShouldBe(audited, "it is the same secret: nobody changed anything");
    }

    [Fact]
    public async Task A_secret_that_no_key_reads_is_counted_and_left_alone()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var keys = Keys();
        await using var host = EngineHost.Build(given, services: s => s.AddSingleton<IDataProtectionProvider>(keys.GetRequiredService<IDataProtectionProvider>()));
        var before = await StoredAsync(given);

        var result = await RunAsync(host);

        result.Count.ShouldBe(0);
        result.Note.ShouldNotBeNull().ShouldContain("1 account");
        (await StoredAsync(given)).ShouldBe(before);
    }

    private static ServiceProvider Keys()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataProtection().SetApplicationName("test").AddKeyManagementOptions(o => o.XmlRepository = new MemoryKeys());
        return services.BuildServiceProvider();
    }

    private static async Task<JobResult> RunAsync(EngineHost host)
    {
        using var all = host.Services.GetRequiredService<IAmbientTenant>().DisableFilter();
        return await host.Services.GetServices<IModuleJob>().Single(j => j.Name == "secrets-reprotect").RunAsync(CancellationToken.None);
    }

    private static async Task<string> StoredAsync(WeChatFixture given)
        => (await given.Database.QueryAsync<string>("""SELECT "ProtectedSecret" FROM "WeChatAppCredentials" WHERE "Id" = $1""", given.AppCredentialId)).Single();

    private static async Task<long> AuditedAsync(WeChatFixture given)
        => (await given.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatAuditEntries" """)).Single();

    private sealed class MemoryKeys : Microsoft.AspNetCore.DataProtection.Repositories.IXmlRepository
    {
        private readonly List<System.Xml.Linq.XElement> _elements = [];

        public IReadOnlyCollection<System.Xml.Linq.XElement> GetAllElements() => [.. _elements];

        public void StoreElement(System.Xml.Linq.XElement element, string friendlyName) => _elements.Add(element);
    }
}
