using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatNotifications.Host.Demo;
using WeChatNotifications.Host.Modules.Identity.Persistence;

namespace WeChatNotifications.Host.Modules.Identity.Keys;

/// <summary>Lets programs in by the header <c>X-Api-Key</c>.</summary>
public sealed class ApiKeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IdentityDbContext identity,
    IHostEnvironment environment)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string HeaderName = "X-Api-Key";

    private static readonly TimeSpan LastUsedPrecision = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var key = Request.Headers[HeaderName].ToString();
        if (key.Length == 0)
        {
            return AuthenticateResult.NoResult();
        }

        if (key.Length > ApiKey.MaxKeyLength)
        {
            return AuthenticateResult.Fail("The API key is too long.");
        }

        if (DemoData.IsPublicKey(key) && !environment.IsDevelopment())
        {
            return AuthenticateResult.Fail("The API key of the demonstration counts in Development only.");
        }

        var now = TimeProvider.GetUtcNow();
        var hash = ApiKey.HashOf(key);
        var stored = await identity.ApiKeys.AsNoTracking().FirstOrDefaultAsync(k => k.Hash == hash, Context.RequestAborted);
        if (stored is null || !stored.IsUsable(now))
        {
            return AuthenticateResult.Fail("The API key is unknown, expired or revoked.");
        }

        await NoteUseAsync(stored, now);
        var principal = new ClaimsPrincipal(HostClaims.Identity(SchemeName, stored.Id, stored.Name, stored.TenantId, stored.Permissions));
        return AuthenticateResult.Success(new(principal, SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = SchemeName;
        return Task.CompletedTask;
    }

    // Once a minute is enough to see which keys are in use, and spares a write per request.
    private async Task NoteUseAsync(ApiKey key, DateTimeOffset now)
    {
        var stale = now - LastUsedPrecision;
        if (key.LastUsedAt is null || key.LastUsedAt < stale)
        {
            await identity.ApiKeys
                .Where(k => k.Id == key.Id && (k.LastUsedAt == null || k.LastUsedAt < stale))
                .ExecuteUpdateAsync(k => k.SetProperty(x => x.LastUsedAt, now), Context.RequestAborted);
        }
    }
}
