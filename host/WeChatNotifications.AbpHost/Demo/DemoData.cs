namespace WeChatNotifications.AbpHost.Demo;

/// <summary>What the demonstration is made of: two tenants, each with its own mini program and official account. The other halves stand in appsettings.Development.json and simulator-seed.json; where to push, the host tells the simulator itself.</summary>
internal static class DemoData
{
    public const string Customer = "o-alice";

    public static IReadOnlyList<DemoTenant> Tenants { get; } =
    [
        new(new("11111111-1111-4111-8111-111111111111"), "north", "wxabpnorth000001", "north0secret0of0the0simulated0ap"),
        new(new("22222222-2222-4222-8222-222222222222"), "south", "wxabpsouth000001", "south0secret0of0the0simulated0ap"),
    ];
}

/// <summary>One of the demonstration's tenants.</summary>
internal sealed record DemoTenant(Guid Id, string Name, string AppId, string AppSecret)
{
    /// <summary>The official account that the mini program is bound to.</summary>
    public string AccountAppId => AppId[..^1] + "2";

    public string AccountSecret => AppSecret[..^3] + "acc";

    public string CallbackToken => Name + "0token0of0the0message0push";

    /// <summary>43 characters, as WeChat has them.</summary>
    public string EncodingAesKey => Name + "0encoding0aes0key0of0the0simulated0app";

    public string WeChatTemplateId => $"abp-{Name}-order-paid";

    public string ApiKey => $"{Name}-key-for-local-use-only";
}
