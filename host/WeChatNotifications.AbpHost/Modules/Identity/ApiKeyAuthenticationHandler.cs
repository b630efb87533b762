using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Volo.Abp.Security.Claims;

namespace WeChatNotifications.AbpHost.Modules.Identity;

/// <summary>
/// Callers by a key in the header <c>X-Api-Key</c>, from the section <c>Identity:Keys</c>. It stands here for what a real host has, the
/// Identity and OpenIddict modules say: a user id, a tenant id and permissions.
/// </summary>
internal sealed class ApiKeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptionsMonitor<ApiKeyOptions> keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "ApiKey";

    public const string Header = "X-Api-Key";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].ToString() is not { Length: > 0 } given)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (keys.CurrentValue.Keys.Find(k => IsSame(k.Key, given)) is not { } key)
        {
            return Task.FromResult(AuthenticateResult.Fail("The key is unknown."));
        }

        var identity = new ClaimsIdentity(Scheme);
        identity.AddClaim(new(AbpClaimTypes.UserId, key.UserId.ToString("D", CultureInfo.InvariantCulture)));
        identity.AddClaim(new(AbpClaimTypes.UserName, key.UserName));
        if (key.TenantId is { } tenant)
        {
            identity.AddClaim(new(AbpClaimTypes.TenantId, tenant.ToString("D", CultureInfo.InvariantCulture)));
        }

        identity.AddClaims(key.Permissions.Select(p => new Claim(ClaimPermissionValueProvider.ClaimType, p)));
        return Task.FromResult(AuthenticateResult.Success(new(new(identity), Scheme)));
    }

    private static bool IsSame(string key, string given)
        => key.Length > 0 && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}

/// <summary>Who may call.</summary>
internal sealed class ApiKeyOptions
{
    public List<ApiKey> Keys { get; } = [];
}

/// <summary>One caller.</summary>
internal sealed class ApiKey
{
    public string Key { get; set; } = "";

    public Guid UserId { get; set; }

    public string UserName { get; set; } = "";

    /// <summary>The caller's tenant; null for the host's own people.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>Names of permissions, or <c>*</c> for all.</summary>
    public List<string> Permissions { get; } = [];
}
