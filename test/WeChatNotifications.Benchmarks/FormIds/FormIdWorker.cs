using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Benchmarks.FormIds;

/// <summary>What one process of the contest is asked for.</summary>
internal sealed record FormIdJob(string Database, Guid App, int Users, int Concurrency)
{
    public static string OpenId(int user) => $"o-user-{user}";
}

/// <summary>One form id that one process got.</summary>
internal sealed record FormIdClaimed(int Worker, string OpenId, string FormId);

/// <summary>What one process got.</summary>
internal sealed record FormIdResult(DateTimeOffset StartedAt, DateTimeOffset EndedAt, IReadOnlyList<FormIdClaimed> Claims);

/// <summary>One process of the contest: claims for all users in turn until none has anything left.</summary>
internal sealed class FormIdWorker(ServiceProvider services) : IAsyncDisposable
{
    public const string Verb = "form-id-worker";

    public static async Task<FormIdWorker> OpenAsync(FormIdJob job, bool migrate, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddWeChatNotifications(new ConfigurationBuilder().Build()).UsePostgreSql(job.Database);
        var provider = services.BuildServiceProvider();
        if (migrate)
        {
            await provider.MigrateWeChatNotificationsAsync(cancellationToken);
        }

        return new FormIdWorker(provider);
    }

    /// <summary>The other side of <see cref="FormIdContest"/>.</summary>
    public static async Task<int> RunHereAsync()
    {
        var line = await Console.In.ReadLineAsync();
        var job = JsonSerializer.Deserialize<FormIdJob>(line ?? throw new InvalidOperationException("No job came."))!;
        await using var worker = await OpenAsync(job, migrate: false, CancellationToken.None);
        var clock = TimeProvider.System;

        // Compiled code and open connections before the clock starts: nobody has any of these.
        await Task.WhenAll(Enumerable.Range(0, job.Concurrency).Select(_ => worker.ClaimAllAsync(job with { App = Guid.NewGuid(), Users = 20 }, 0, [])));
        var empty = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var start = clock.GetUtcNow();
        var claims = await Task.WhenAll(Enumerable.Range(0, job.Concurrency).Select(number => Task.Run(() => worker.ClaimAllAsync(job, number, empty))));
        Console.WriteLine(JsonSerializer.Serialize(new FormIdResult(start, clock.GetUtcNow(), [.. claims.SelectMany(c => c)])));
        return 0;
    }

    public async Task<T> UseAsync<T>(Func<IFormIdStore, Task<T>> use)
    {
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<IFormIdStore>());
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>
    /// In an order of its own, as messages come; of few users and many workers, several still want the same one's at the same time. Whom one
    /// worker of a process finds without any, the others of that process do not ask for again: such questions are no claims.
    /// </summary>
    private async Task<List<FormIdClaimed>> ClaimAllAsync(FormIdJob job, int number, ConcurrentDictionary<string, bool> empty)
    {
        var claimed = new List<FormIdClaimed>();
        var open = Enumerable.Range(0, job.Users).Select(FormIdJob.OpenId).ToList();
        Random.Shared.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(open));
        while (open.Count > 0)
        {
            foreach (var openId in open.Where(u => !empty.ContainsKey(u)))
            {
                var now = TimeProvider.System.GetUtcNow();
                if (await UseAsync(s => s.ClaimAsync(new FormIdClaim(job.App, openId, Guid.CreateVersion7(), now, now.AddDays(1)), default)) is { } permit)
                {
                    claimed.Add(new FormIdClaimed(number, openId, permit.FormId));
                }
                else
                {
                    empty[openId] = true;
                }
            }

            open.RemoveAll(empty.ContainsKey);
        }

        return claimed;
    }
}
