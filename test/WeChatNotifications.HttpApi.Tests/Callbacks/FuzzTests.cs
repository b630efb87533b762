using System.Collections.Concurrent;
using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.HttpApi.Tests.Callbacks;

/// <summary>Ten thousand broken bodies through the whole HTTP stack: never a fault of the server, never a forgery taken for genuine.</summary>
public sealed class FuzzTests(RunningHost host)
{
    private const int Bodies = 10_000;

    [Fact]
    public async Task Mutated_secure_pushes_are_refused_or_mean_what_WeChat_wrote()
    {
        var shop = await PushedShop.OpenAsync(host);
        var at = TimeProvider.System.GetUtcNow();
        var (xml, json) = (new BodyMutator(1), new BodyMutator(2));
        var jobs = Enumerable.Range(0, Bodies).Select(i =>
        {
            // Each has a user of its own, so that whatever is taken can be told from what WeChat wrote.
            var push = shop.WeChat.Sign(PushedBodies.Popup($"o-{i:00000}", at, i % 2 == 0, (Shop.WeChatTemplate, "accept")), PushProtection.Secure);
            return push with { Body = (i % 2 == 0 ? json : xml).Mutate(push.Body) };
        });
        var taken = await PushAllAsync(shop, jobs);

        // Some faults stand where nothing is believed: in the name of the account beside the encrypted half.
        var users = await UsersAsync(shop);
        users.Count.ShouldBe(taken[HttpStatusCode.OK]);
        users.ShouldAllBe(u => u.Length == 7 && u.StartsWith("o-", StringComparison.Ordinal));
        taken[HttpStatusCode.Forbidden].ShouldBeGreaterThan(Bodies / 2);
    }

    [Fact]
    public async Task Mutated_messages_that_are_signed_rightly_never_make_the_server_fail()
    {
        // WeChat itself writes nonsense, in every mode: nothing of it may do worse than be unreadable.
        var shops = new List<PushedShop>();
        foreach (var protection in Enum.GetValues<PushProtection>())
        {
            shops.Add(await PushedShop.OpenAsync(host, protection));
        }

        var at = TimeProvider.System.GetUtcNow();
        var mutator = new BodyMutator(3);
        string[] originals =
        [
            PushedBodies.Popup("o-1", at, true, ("tmpl-1", "accept"), ("tmpl-2", "reject")), PushedBodies.Popup("o-1", at, false, ("tmpl-1", "accept"), ("tmpl-2", "reject")),
            PushedBodies.Sent("o-1", at, true, "tmpl-1", 1234567890123), PushedBodies.Sent("o-1", at, false, "tmpl-1", 1234567890123, 3, "failed"),
            PushedBodies.JobFinished("o-1", at, 77, "failed:user block"), PushedBodies.Follow("o-1", at), PushedBodies.Change("o-1", at, false, ("tmpl-1", "reject")),
        ];
        foreach (var (shop, i) in shops.Select((s, i) => (s, i)))
        {
            var protection = (PushProtection)i;
            var pushes = Enumerable.Range(0, Bodies / 10).Select(n =>
            {
                var body = System.Text.Encoding.UTF8.GetString(mutator.Mutate(System.Text.Encoding.UTF8.GetBytes(originals[n % originals.Length])));
                return shop.WeChat.Sign(body, protection == PushProtection.Plain ? PushProtection.Plain : PushProtection.Secure);
            });
            var answers = await PushAllAsync(shop, pushes);
            answers.Keys.ShouldAllBe(s => s == HttpStatusCode.OK || s == HttpStatusCode.BadRequest || s == HttpStatusCode.Forbidden);
        }

        // All that was taken is stored, whatever stood in it.
        host.Logs.Lines.ShouldNotContain(l => l.EventId.Id == 1105);
    }

    private static async Task<ConcurrentDictionary<HttpStatusCode, int>> PushAllAsync(PushedShop shop, IEnumerable<SignedPush> pushes)
    {
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        await Parallel.ForEachAsync(pushes, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (push, _) =>
        {
            var answer = await shop.PushAsync(push);
            ((int)answer.Status).ShouldBeLessThan(500, $"{push.QueryString} {Convert.ToBase64String(push.Body)}");
            statuses.AddOrUpdate(answer.Status, 1, (_, n) => n + 1);
        });
        return statuses;
    }

    private static async Task<IReadOnlyList<string>> UsersAsync(PushedShop shop)
        => await shop.Shop.Host.Database.QueryAsync<string>(
            """SELECT "OpenId" FROM "WeChatSubscriptionGrants" WHERE "AppCredentialId" = $1 AND "Remaining" = 1""", shop.Shop.CredentialId);
}
