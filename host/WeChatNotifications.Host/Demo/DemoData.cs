namespace WeChatNotifications.Host.Demo;

/// <summary>
/// What the demonstration is made of. Everybody can read it here, so none of it opens a host outside Development, not even one whose
/// database was filled there.
/// </summary>
internal static class DemoData
{
    public const string Tenant = "demo";
    public const string UserName = "admin";
    public const string Password = "admin-demo-1";
    public const string ApiKey = "demo-key-for-local-use-only";

    // The host's own, who look after limits of tenants and jobs.
    public const string HostUserName = "operator";
    public const string HostPassword = "operator-demo-1";
    public const string HostApiKey = "demo-host-key-for-local-use-only";

    // The other half of these stands in simulator-seed.json; where to push, and with which keys, the host tells the simulator itself.
    public const string AppId = "wxdemo0000000001";
    public const string AppSecret = "demo0secret0of0the0simulated0app";
    public const string CallbackToken = "demo0token0of0the0message0push";
    public const string EncodingAesKey = "demo0encoding0aes0key0of0the0simulated0app0";
    public const string AccountAppId = "wxdemo0000000002";
    public const string AccountSecret = "demo0secret0of0the0other0account";
    public const string WeChatTemplateId = "demo-template-order-paid-0000000000000000001";
    public const string ShippedWeChatTemplateId = "demo-template-order-shipped-0000000000000001";
    public const string Customer = "o-alice";
    public const string OtherCustomer = "o-bob";

    /// <summary>As many as <c>simulator-seed.json</c> gives, and at most what one report may hold.</summary>
    public const int Grants = 100;

    public static bool IsPublicKey(string key) => key is ApiKey or HostApiKey;

    public static bool IsPublicPassword(string? password) => password is Password or HostPassword;
}
