using System.Net;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Support;

/// <summary>A tenant with its app at the simulated WeChat, and what tests do with it through the API.</summary>
public sealed class Shop(RunningHost host, Guid tenantId, Caller admin)
{
    public const string Credentials = RunningHost.Api + "/credentials";
    public const string Templates = RunningHost.Api + "/templates";
    public const string Grants = RunningHost.Api + "/grants";
    public const string Notifications = RunningHost.Api + "/notifications";
    public const string Deliveries = RunningHost.Api + "/deliveries";
    public const string Recipients = RunningHost.Api + "/recipients";
    public const string Imports = Recipients + "/imports";
    public const string Broadcasts = RunningHost.Api + "/broadcasts";
    public const string Schedules = RunningHost.Api + "/broadcast-schedules";
    public const string Events = RunningHost.Api + "/events";
    public const string EventMappings = RunningHost.Api + "/event-mappings";
    public const string MiniProgram = RunningHost.Api + "/mini-program";
    public const string Orders = "/api/orders";
    public const string WeChatTemplate = "tmpl-order-paid";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private string _subscriptionKind = "longTerm";

    public RunningHost Host => host;

    public Guid TenantId => tenantId;

    /// <summary>A program that may do everything in the tenant.</summary>
    public Caller Admin => admin;

    public string AppId { get; } = $"wx{Guid.NewGuid():N}"[..18];

    public string AppSecret { get; } = host.Secret(Guid.NewGuid().ToString("N"));

    /// <summary>After <see cref="OpenAsync"/>.</summary>
    public Guid CredentialId { get; private set; }

    /// <summary>After <see cref="OpenAsync"/>.</summary>
    public Guid TemplateId { get; private set; }

    /// <summary>Registers the app at WeChat and in the module, with a template that alice has subscribed to for good, and carol has refused.</summary>
    /// <param name="isOneTime">Whether alice has allowed ten messages instead.</param>
    public async Task<Shop> OpenAsync(bool isOneTime = false)
    {
        _subscriptionKind = isOneTime ? "oneTime" : "longTerm";
        host.WeChat.Control.Seed(new()
        {
            Apps = [new() { AppId = AppId, Secret = AppSecret }],
            Templates = [new() { AppId = AppId, TemplateId = WeChatTemplate, Type = isOneTime ? 2 : 3, Fields = ["character_string1", "thing2", "amount3", "time4"] }],
            Grants =
            [
                new() { AppId = AppId, OpenId = "alice", TemplateId = WeChatTemplate, LongTerm = isOneTime ? null : true, Sends = isOneTime ? 10 : null },
                new() { AppId = AppId, OpenId = "carol", TemplateId = WeChatTemplate, Rejected = true },
            ],
        });
        CredentialId = (await Admin.PostAsync(Credentials, NewCredential())).ShouldBe(HttpStatusCode.Created).Id;
        TemplateId = (await Admin.PostAsync(Templates, NewTemplate())).ShouldBe(HttpStatusCode.Created).Id;
        return this;
    }

    public object NewCredential(string? secret = null) => new { AppId, Name = "Tea shop", Kind = "miniProgram", Secret = secret ?? AppSecret };

    public object NewTemplate(string name = "order-paid", Guid? credentialId = null) => new
    {
        Name = name,
        AppCredentialId = credentialId ?? CredentialId,
        WeChatTemplateId = WeChatTemplate,
        Title = "Order paid",
        SubscriptionKind = _subscriptionKind,
        Fields = new object[]
        {
            new { Key = "character_string1", Name = "orderNo" },
            new { Key = "thing2", Name = "product" },
            new { Key = "amount3", Name = "amount" },
            new { Key = "time4", Name = "paidAt" },
        },
        PagePattern = "pages/order/detail?id={orderId}",
    };

    /// <summary>A mapping of the Orders module's event to the template <c>order-paid</c>.</summary>
    public static object NewEventMapping(string name = "parcel", object[]? conditions = null, string openId = "OpenId") => new
    {
        Name = name,
        EventName = "order-shipped",
        Template = "order-paid",
        RecipientPath = openId,
        Fields = new object[]
        {
            new { Field = "orderNo", Path = "OrderNo" },
            new { Field = "product", Path = "Product" },
            new { Field = "amount", Path = "Amount" },
            new { Field = "paidAt", Path = "ShippedAt" },
            new { Field = "orderId", Path = "OrderId" },
        },
        Conditions = conditions,
        DedupKeyPattern = "shipped-{OrderId}",
    };

    public static object Message(object to, string orderNo = "A1", DateTimeOffset? notBefore = null, string? dedupKey = null, string template = "order-paid") => new
    {
        Template = template,
        To = to,
        Data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["orderNo"] = orderNo,
            ["product"] = "龙井茶",
            ["amount"] = 12.5m,
            ["paidAt"] = "2026-11-21T15:30:00+08:00",
            ["orderId"] = "7",
        },
        NotBefore = notBefore,
        DedupKey = dedupKey,
    };

    /// <summary>Sends to one user and returns the delivery.</summary>
    public async Task<Guid> SendAsync(string to, DateTimeOffset? notBefore = null, string orderNo = "A1", string? dedupKey = null)
    {
        var answer = (await Admin.PostAsync(Notifications, Message(to, orderNo, notBefore, dedupKey))).ShouldBe(HttpStatusCode.Accepted);
        return Guid.Parse(answer.Json["receipts"]![0]!["deliveryId"]!.ToString());
    }

    /// <summary>A delivery that waits until tomorrow.</summary>
    public Task<Guid> SendTomorrowAsync() => SendAsync("alice", DateTimeOffset.UtcNow.AddDays(1));

    public Task<ApiAnswer> DeliveryAsync(Guid id) => Admin.GetAsync($"{Deliveries}/{id}");

    /// <summary>Waits until a delivery has that status.</summary>
    public Task<ApiAnswer> DeliveryAsync(Guid id, string status) => Eventually.GetAsync(
        async () => await DeliveryAsync(id) is { } answer && answer["status"] == status ? answer : null, Patience, $"delivery {id} is {status}");

    public async Task<Guid> PlaceOrderAsync(string openId = "alice")
        => (await Admin.PostAsync(Orders, new { OpenId = openId, Product = "龙井茶", Amount = 88.5m })).ShouldBe(HttpStatusCode.Created).Id;

    /// <summary>WeChat's appid of the official account, after <see cref="OpenAccountAsync"/>.</summary>
    public string AccountAppId => "gh" + AppId[2..];

    /// <summary>After <see cref="OpenAccountAsync"/>.</summary>
    public Guid AccountId { get; private set; }

    /// <summary>Registers an official account with so many followers beside the mini program.</summary>
    public async Task<Shop> OpenAccountAsync(int followers = 0)
    {
        if (AccountId == Guid.Empty)
        {
            host.WeChat.Control.Seed(new()
            {
                Apps = [new() { AppId = AccountAppId, Secret = AppSecret, Kind = WeChatNotifications.Simulator.Accounts.AppKind.OfficialAccount, Followers = new() { Count = followers, UnionIdPrefix = "union-" } }],
            });
            AccountId = (await Admin.PostAsync(Credentials, new { AppId = AccountAppId, Name = "Tea account", Kind = "officialAccount", Secret = AppSecret })).ShouldBe(HttpStatusCode.Created).Id;
        }

        return this;
    }

    /// <summary>Begins an import of followers and returns its id.</summary>
    public async Task<Guid> ImportAsync()
    {
        await OpenAccountAsync();
        return (await Admin.PostAsync(Imports, new { AppCredentialId = AccountId })).ShouldBe(HttpStatusCode.Accepted).Id;
    }

    /// <summary>Ties an openid to a user and returns the recipient's id.</summary>
    public async Task<Guid> LinkAsync(string openId = "alice", string userId = "42")
        => (await Admin.PutAsync(Recipients + "/links", new { AppCredentialId = CredentialId, OpenId = openId, UserId = userId })).ShouldBe(HttpStatusCode.OK).Id;

    /// <summary>What <c>wx.login</c> gives a user.</summary>
    public string Code(string openId) => host.WeChat.Control.IssueLoginCodes(new() { AppId = AppId, OpenId = openId }).Codes.Single();

    /// <summary>A user who has logged in by the mini program.</summary>
    public async Task<Caller> PhoneAsync(string openId)
    {
        var session = (await host.Anonymous().PostAsync($"{MiniProgram}/{AppId}/login", new { Code = Code(openId) })).ShouldBe(HttpStatusCode.OK)["session"]!;
        return host.Anonymous().With("Authorization", "WeChatSession " + session);
    }
}
