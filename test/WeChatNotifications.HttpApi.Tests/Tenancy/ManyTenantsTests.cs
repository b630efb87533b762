using System.Globalization;
using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Tenancy;

/// <summary>
/// Twenty tenants with things of the same names do what comes to mind, through the real host. No answer to one may contain anything of
/// another, and no act of one may change another's. <c>WECHAT_NOTIFICATIONS_SEED</c> repeats a run, <c>WECHAT_NOTIFICATIONS_STEPS</c> lengthens it.
/// </summary>
public sealed class ManyTenantsTests(RunningHost host)
{
    private const int Tenants = 20;

    private readonly List<Shop> _shops = [];
    private readonly Dictionary<string, Shop> _ownerOf = new(StringComparer.Ordinal);
    private readonly List<(Shop Owner, Guid Id)> _deliveries = [];

    [Fact]
    public async Task Nothing_of_one_tenant_ever_reaches_another()
    {
        var seed = Setting("WECHAT_NOTIFICATIONS_SEED", Environment.TickCount);
        TestContext.Current.TestOutputHelper!.WriteLine($"WECHAT_NOTIFICATIONS_SEED={seed}");
        var random = new Random(seed);
        for (var i = 0; i < Tenants; i++)
        {
            var shop = await (await host.NewShopAsync()).OpenAsync();
            _shops.Add(shop);
            Know(shop, shop.TenantId.ToString(), shop.AppId, shop.CredentialId.ToString(), shop.TemplateId.ToString());
            Know(shop, (await shop.LinkAsync()).ToString());
        }

        for (var step = 0; step < Setting("WECHAT_NOTIFICATIONS_STEPS", 400); step++)
        {
            var actor = _shops[random.Next(Tenants)];
            try
            {
                await ActAsync(actor, random);
            }
            catch (ShouldAssertException exception)
            {
                throw new ShouldAssertException($"Seed {seed}, step {step}: {exception.Message}", exception);
            }
        }

        foreach (var (owner, id) in _deliveries)
        {
            // Strangers have tried to cancel, retry and remove; each thing is still there and its owner's.
            (await owner.DeliveryAsync(id)).ShouldBe(HttpStatusCode.OK)["appCredentialId"].ShouldBe(owner.CredentialId.ToString());
        }

        foreach (var shop in _shops)
        {
            (await shop.Admin.GetAsync(Shop.Credentials)).Json.AsArray().ShouldHaveSingleItem();
            (await shop.Admin.GetAsync(Shop.Templates)).Json.AsArray().ShouldHaveSingleItem();
        }
    }

    private async Task ActAsync(Shop actor, Random random)
    {
        var other = _shops[random.Next(Tenants)];
        switch (random.Next(10))
        {
            case 0 or 1:
                var id = await actor.SendAsync($"user-{random.Next(5)}", DateTimeOffset.UtcNow.AddDays(1), dedupKey: $"order-{random.Next(30)}");
                if (Know(actor, id.ToString()))
                {
                    _deliveries.Add((actor, id));
                }

                break;
            case 2:
                // The same key in each tenant: a repeat is answered with one's own delivery, never with a stranger's.
                var again = await actor.SendAsync("user-1", DateTimeOffset.UtcNow.AddDays(1), dedupKey: "everybody's");
                if (Know(actor, again.ToString()))
                {
                    _deliveries.Add((actor, again));
                }

                break;
            case 3:
                await CheckAsync(actor, HttpMethod.Get, OneOf(random, Shop.Deliveries, Shop.Deliveries + "/export", Shop.Credentials, Shop.Templates, Shop.Recipients, Shop.Grants, RunningHost.Api + "/audit", RunningHost.Api + "/limits"));
                break;
            case 4:
                var filter = OneOf(random, Shop.Deliveries, Shop.Deliveries + "/export", Shop.Recipients, Shop.Grants);
                await CheckAsync(actor, HttpMethod.Get, $"{filter}?appCredentialId={other.CredentialId}");
                break;
            case 5 when _deliveries.Count > 0:
                var (owner, delivery) = _deliveries[random.Next(_deliveries.Count)];
                await TouchAsync(actor, owner, OneOf(random, HttpMethod.Get, HttpMethod.Post), $"{Shop.Deliveries}/{delivery}", "/" + OneOf(random, "cancel", "retry"));
                break;
            case 6:
                await TouchAsync(actor, other, HttpMethod.Get, $"{Shop.Credentials}/{other.CredentialId}");
                await TouchAsync(actor, other, HttpMethod.Get, $"{Shop.Templates}/{other.TemplateId}");
                break;
            case 7 when actor != other:
                await CheckAsync(actor, HttpMethod.Delete, $"{Shop.Templates}/{other.TemplateId}", HttpStatusCode.NotFound);
                await CheckAsync(actor, HttpMethod.Delete, $"{Shop.Credentials}/{other.CredentialId}", HttpStatusCode.NotFound);
                break;
            case 8 when actor != other:
                var stolen = await actor.Admin.PostAsync(Shop.Templates, actor.NewTemplate("stolen", other.CredentialId));
                stolen.ShouldBe(HttpStatusCode.BadRequest);
                break;
            default:
                await CheckAsync(actor, HttpMethod.Get, $"{RunningHost.Api}/audit?entityId={other.CredentialId}");
                break;
        }
    }

    private async Task TouchAsync(Shop actor, Shop owner, HttpMethod method, string thing, string act = "")
    {
        var path = method == HttpMethod.Get ? thing : thing + act;
        if (actor == owner)
        {
            await CheckAsync(actor, method, path);
        }
        else
        {
            await CheckAsync(actor, method, path, HttpStatusCode.NotFound);
        }
    }

    private async Task CheckAsync(Shop actor, HttpMethod method, string path, HttpStatusCode? expected = null)
    {
        var answer = await actor.Admin.SendAsync(method, path);
        if (expected is { } status)
        {
            answer.Status.ShouldBe(status, $"{method} {path}: {answer.Body}");
        }

        // What the caller has named itself may be named again in a refusal.
        var leaked = _ownerOf.Where(m => m.Value != actor && answer.Body.Contains(m.Key, StringComparison.Ordinal) && !path.Contains(m.Key, StringComparison.Ordinal)).ToList();
        leaked.ShouldBeEmpty($"{method} {path}");
    }

    private bool Know(Shop owner, params string[] marks)
    {
        var isNew = false;
        foreach (var mark in marks)
        {
            isNew = _ownerOf.TryAdd(mark, owner);
            _ownerOf[mark].ShouldBe(owner, "two tenants have the same thing");
        }

        return isNew;
    }

    private static T OneOf<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    private static int Setting(string name, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
