using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Host.Modules.Identity;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Security;

public sealed class ApiKeyTests(RunningHost host)
{
    [Fact]
    public async Task Only_a_keys_hash_is_stored()
    {
        var shop = await host.NewShopAsync();
        var key = await NewKeyAsync(shop);
        var hashes = await host.Database.QueryAsync<byte[]>("""select "Hash" from identity.api_keys where "TenantId" = $1""", shop.TenantId);
        hashes.ShouldContain(h => h.SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        var rows = await host.Database.QueryAsync<string>("select row_to_json(k)::text from identity.api_keys k");
        rows.ShouldAllBe(r => !r.Contains(key, StringComparison.Ordinal));
        host.Logs.AllText.ShouldNotContain(key);
    }

    [Fact]
    public async Task Keys_are_long_random_and_told_apart_by_their_beginning()
    {
        var shop = await host.NewShopAsync();
        var (first, second) = (await NewKeyAsync(shop), await NewKeyAsync(shop));
        first.ShouldStartWith("wcn_");
        first.Length.ShouldBeGreaterThan(40);
        first[..12].ShouldNotBe(second[..12]);
    }

    [Fact]
    public async Task A_revoked_key_and_an_expired_one_open_nothing()
    {
        var shop = await host.NewShopAsync();
        var revoked = host.Anonymous().With("X-Api-Key", await NewKeyAsync(shop));
        (await revoked.GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.OK);
        await host.Database.ExecuteAsync("""update identity.api_keys set "RevokedAt" = now() where "TenantId" = $1""", shop.TenantId);
        (await revoked.GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.Unauthorized);

        var expired = host.Anonymous().With("X-Api-Key", await NewKeyAsync(shop, DateTimeOffset.UtcNow.AddSeconds(-1)));
        (await expired.GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("' or 1=1 --")]
    [InlineData("钥匙")]
    public async Task Nonsense_opens_nothing_and_breaks_nothing(string key)
        => (await host.Anonymous().With("X-Api-Key", key).GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_key_of_absurd_length_is_not_even_looked_up()
        => (await host.Anonymous().With("X-Api-Key", new string('k', 8000)).GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.Unauthorized);

    private async Task<string> NewKeyAsync(Shop shop, DateTimeOffset? expiresAt = null)
    {
        await using var scope = host.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityAdministration>()
            .CreateApiKeyAsync(shop.TenantId, "Key", RunningHost.AllPermissions, expiresAt, CancellationToken.None);
    }
}
