using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;
using WeChatNotifications.Security;
using WeChatNotifications.Tenancy;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Login;

namespace WeChatNotifications.MiniProgram;

/// <summary>Finds out who opened a mini program. WeChat is asked once per code and never again: the second answer would always be no.</summary>
internal sealed partial class MiniProgramLogin(
    AppLocator apps, IWeChatApiClient client, ISecretProtector protector, MiniProgramSessions sessions, IServiceScopeFactory scopes, IAmbientTenant tenant,
    IOptions<MiniProgramOptions> options, TimeProvider timeProvider, ILogger<MiniProgramLogin> logger)
{
    private const int MaxCodeLength = 256;

    public async Task<MiniProgramLoginDto> LoginAsync(string app, string? code, SignedInUser? signedInUser, CancellationToken cancellationToken)
    {
        var check = new RuleCheck();
        var given = check.Text(code, "code", MaxCodeLength);
        check.ThrowIfBroken();
        var found = await FindAppAsync(app, signedInUser, cancellationToken).ConfigureAwait(false);
        var user = await AskWeChatAsync(found, given, cancellationToken).ConfigureAwait(false);
        var isNew = await MeetAsync(found, user, LinkOf(found, signedInUser), cancellationToken).ConfigureAwait(false);
        var (session, expiresAt) = sessions.Begin(new MiniProgramUser(found.TenantId, found.Id, user.OpenId));
        return new MiniProgramLoginDto(session, expiresAt, isNew);
    }

    private async Task<AppCredential> FindAppAsync(string app, SignedInUser? signedInUser, CancellationToken cancellationToken)
    {
        var miniPrograms = (await apps.FindAsync(app, cancellationToken).ConfigureAwait(false))
            .Select(f => f.App).Where(a => a.Kind == AppKind.MiniProgram).ToList();
        return miniPrograms switch
        {
            [] => throw new EntityNotFoundException(nameof(AppCredential), app),
            [var only] => only,

            // Several tenants' own: the one of the tenant whom the host has recognized, by its address or by the user who is signed in.
            _ => miniPrograms.Find(a => a.TenantId == (signedInUser is null ? tenant.Id : signedInUser.TenantId)) ?? throw ConflictException.AmbiguousApp(app),
        };
    }

    private async Task<LoginResult.SignedIn> AskWeChatAsync(AppCredential app, string code, CancellationToken cancellationToken)
    {
        var secret = protector.Unprotect(SecretPurposes.AppSecret, app.ProtectedSecret);
        switch (await client.LoginAsync(new LoginRequest(app.AppId, secret, code), cancellationToken).ConfigureAwait(false))
        {
            case LoginResult.SignedIn user when new RecipientSighting(user.OpenId).IsStorable:
                return user;
            case LoginResult.Refused refused:
                throw Explain(app, refused.Error);
            case LoginResult.Unreachable unreachable:
                LogUnreachable(logger, app.AppId, unreachable.Fault.Kind, unreachable.Fault.Detail);
                throw MiniProgramException.WeChatUnavailable();
            default:
                LogUnreachable(logger, app.AppId, TransportFaultKind.UnreadableAnswer, "The answer names no user.");
                throw MiniProgramException.WeChatUnavailable();
        }
    }

    private WeChatNotificationsException Explain(AppCredential app, WeChatError error)
    {
        var entry = WeChatErrorCatalogue.Find(error.Code, WeChatCall.Login);
        switch (entry)
        {
            case { Action: WeChatErrorAction.RetryWithAnotherPermit }:
                return new RuleViolationException([new("code", RuleCodes.LoginCode)]);
            case { Action: WeChatErrorAction.RecipientRefused }:
                return MiniProgramException.LoginBlocked();
            case { Action: WeChatErrorAction.RetryLater, Call: WeChatCall.Login }:
                // The only wait that is a log-in's own: WeChat counts them for each user.
                return MiniProgramException.LoginTooFrequent();
            case { Action: WeChatErrorAction.RetryLater or WeChatErrorAction.OutcomeUnknown }:
                LogRefused(logger, app.AppId, error.Code, error.Rid, entry.MeaningEn, entry.AdviceEn);
                return MiniProgramException.WeChatUnavailable();
            default:
                LogRefused(logger, app.AppId, error.Code, error.Rid, entry.MeaningEn, entry.AdviceEn);
                return MiniProgramException.LoginUnavailable();
        }
    }

    private string? LinkOf(AppCredential app, SignedInUser? signedInUser)
        => options.Value.LinkSignedInUsers && signedInUser is { Id.Length: > 0 and <= RecipientLimits.UserIdLength } user && user.TenantId == app.TenantId ? user.Id : null;

    private async Task<bool> MeetAsync(AppCredential app, LoginResult.SignedIn user, string? userId, CancellationToken cancellationToken)
    {
        using var bound = tenant.Change(app.TenantId);
        var sighting = new RecipientSighting(user.OpenId) { UnionId = user.UnionId, UserId = userId };
        return await scopes.InScopeAsync(
            s => s.GetRequiredService<IRecipientRepository>().SeeAsync(app.TenantId, app.Id, [sighting], timeProvider.GetUtcNow(), cancellationToken)).ConfigureAwait(false) > 0;
    }

    [LoggerMessage(EventId = 6201, Level = LogLevel.Warning, Message = "WeChat refused a log-in of {AppId} with {Code} (rid {Rid}): {Meaning} {Advice}")]
    private static partial void LogRefused(ILogger logger, string appId, int code, string? rid, string meaning, string advice);

    [LoggerMessage(EventId = 6202, Level = LogLevel.Warning, Message = "WeChat did not answer a log-in of {AppId}: {Kind}: {Detail}")]
    private static partial void LogUnreachable(ILogger logger, string appId, TransportFaultKind kind, string detail);
}
