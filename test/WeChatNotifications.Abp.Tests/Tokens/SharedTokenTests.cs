using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Volo.Abp.Caching;
using Volo.Abp.DistributedLocking;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Abp.Tests.Tokens;

public sealed class SharedTokenTests(RunningAbpHost shared)
{
    [Fact]
    public async Task Tokens_stand_in_ABPs_cache_under_its_prefix_each_tenants_under_its_own_key_and_encrypted()
    {
        var cache = new RecordingCache();
        await using var host = await RunningAbpHost.StartAsync(builder =>
        {
            builder.Services.AddSingleton<IDistributedCache>(cache);
            builder.Services.Configure<AbpDistributedCacheOptions>(o => o.KeyPrefix = "shop:");
        });

        foreach (var shop in new[] { host.North, host.South })
        {
            var receipts = await host.Send(shop, Shop.Order(shop.NewUser()));
            await host.Until(shop, receipts.Single().DeliveryId, DeliveryStatus.Sent);
        }

        foreach (var shop in new[] { host.North, host.South })
        {
            var (key, entry) = cache.Written.Single(w => w.Key.Contains(shop.AppCredentialId.ToString("N"), StringComparison.Ordinal));
            key.ShouldStartWith($"t:{shop.Id},");
            key.ShouldContain("c:WeChatNotifications.AccessToken,k:shop:wechat-notifications:access-token:");
            Encoding.UTF8.GetString(JsonDocument.Parse(entry).RootElement.GetProperty("sealed").GetBytesFromBase64()).ShouldStartWith("abp1:");
        }
    }

    [Fact]
    public async Task With_a_lock_that_spans_the_cluster_leases_are_its_locks()
    {
        var locks = new RecordingLock();
        await using var host = await RunningAbpHost.StartAsync(replace: services => services.AddSingleton<IAbpDistributedLock>(locks));
        var leases = host.Services.GetRequiredService<ILeaseStore>();
        var (mine, theirs, now) = (Guid.NewGuid(), Guid.NewGuid(), DateTimeOffset.UtcNow);

        (await leases.TryAcquireAsync("access-token:x", mine, now, now.AddMinutes(1), CancellationToken.None)).ShouldBeTrue();
        (await leases.TryAcquireAsync("access-token:x", mine, now, now.AddMinutes(1), CancellationToken.None)).ShouldBeTrue("its holder may prolong it");
        (await leases.TryAcquireAsync("access-token:x", theirs, now, now.AddMinutes(1), CancellationToken.None)).ShouldBeFalse();
        await leases.ReleaseAsync("access-token:x", mine, CancellationToken.None);
        (await leases.TryAcquireAsync("access-token:x", theirs, now, now.AddMinutes(1), CancellationToken.None)).ShouldBeTrue();

        locks.Asked.ShouldContain("WeChatNotifications:access-token:x");
        (await host.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatLeases" WHERE "Name" NOT LIKE 'job:%'""")).Single().ShouldBe(0);
    }

    [Fact]
    public async Task Leases_of_jobs_are_rows_even_then_for_they_outlast_the_work_and_are_of_one_database()
    {
        var locks = new RecordingLock();
        await using var host = await RunningAbpHost.StartAsync(replace: services => services.AddSingleton<IAbpDistributedLock>(locks));
        var leases = host.Services.GetRequiredService<ILeaseStore>();
        var (mine, theirs, now) = (Guid.NewGuid(), Guid.NewGuid(), DateTimeOffset.UtcNow);

        (await leases.TryAcquireAsync("job:x", mine, now, now.AddMinutes(1), CancellationToken.None)).ShouldBeTrue();
        (await leases.TryAcquireAsync("job:x", theirs, now, now.AddMinutes(1), CancellationToken.None)).ShouldBeFalse();
        (await leases.TryAcquireAsync("job:x", theirs, now.AddMinutes(2), now.AddMinutes(3), CancellationToken.None)).ShouldBeTrue("it lapses by itself");

        locks.Asked.ShouldNotContain("WeChatNotifications:job:x");
    }

    [Fact]
    public async Task With_ABPs_default_lock_which_ends_at_the_process_leases_are_rows_even_inside_a_unit_of_work()
    {
        var leases = shared.Services.GetRequiredService<ILeaseStore>();
        var (name, holder, now) = ("test:" + Guid.NewGuid().ToString("N"), Guid.NewGuid(), DateTimeOffset.UtcNow);

        await shared.InUnitOfWork(tenant: null, isTransactional: true, async _ =>
        {
            (await leases.TryAcquireAsync(name, holder, now, now.AddMinutes(1), CancellationToken.None)).ShouldBeTrue();
            return false;
        });

        (await shared.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatLeases" WHERE "Name" = $1""", name)).Single().ShouldBe(1);
        (await leases.TryAcquireAsync(name, Guid.NewGuid(), now, now.AddMinutes(1), CancellationToken.None)).ShouldBeFalse();
        await leases.ReleaseAsync(name, holder, CancellationToken.None);
    }

    [Fact]
    public async Task A_classic_app_gets_its_token_under_a_lease()
    {
        var locks = new RecordingLock();
        await using var host = await RunningAbpHost.StartAsync(replace: services => services.AddSingleton<IAbpDistributedLock>(locks));
        await host.As<IAppCredentialAppService, AppCredentialDto>(
            host.North.Id, s => s.UpdateAsync(host.North.AppCredentialId, new() { Name = "classic", TokenMode = TokenMode.Classic }));

        var test = await host.As<IAppCredentialAppService, CredentialTestResultDto>(host.North.Id, s => s.TestAsync(host.North.AppCredentialId));

        test.IsWorking.ShouldBeTrue(test.Message);
        locks.Asked.ShouldContain($"WeChatNotifications:access-token:{host.North.AppCredentialId:N}");
    }

    private sealed class RecordingCache : IDistributedCache
    {
        private readonly MemoryDistributedCache _inner = new(Options.Create(new MemoryDistributedCacheOptions()));

        public ConcurrentDictionary<string, byte[]> Written { get; } = new(StringComparer.Ordinal);

        public byte[]? Get(string key) => _inner.Get(key);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => _inner.GetAsync(key, token);

        public void Refresh(string key) => _inner.Refresh(key);

        public Task RefreshAsync(string key, CancellationToken token = default) => _inner.RefreshAsync(key, token);

        public void Remove(string key) => _inner.Remove(key);

        public Task RemoveAsync(string key, CancellationToken token = default) => _inner.RemoveAsync(key, token);

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
        {
            Written[key] = value;
            _inner.Set(key, value, options);
        }

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Written[key] = value;
            return _inner.SetAsync(key, value, options, token);
        }
    }

    /// <summary>A lock as a cluster has one: what matters here is that it is not ABP's local one.</summary>
    private sealed class RecordingLock : IAbpDistributedLock
    {
        private readonly ConcurrentDictionary<string, bool> _held = new(StringComparer.Ordinal);

        public ConcurrentBag<string> Asked { get; } = [];

        public Task<IAbpDistributedLockHandle?> TryAcquireAsync(string name, TimeSpan timeout = default, CancellationToken cancellationToken = default)
        {
            Asked.Add(name);
            return Task.FromResult<IAbpDistributedLockHandle?>(_held.TryAdd(name, true) ? new Handle(() => _held.TryRemove(name, out _)) : null);
        }

        private sealed class Handle(Action release) : IAbpDistributedLockHandle
        {
            public ValueTask DisposeAsync()
            {
                release();
                return ValueTask.CompletedTask;
            }
        }
    }
}
