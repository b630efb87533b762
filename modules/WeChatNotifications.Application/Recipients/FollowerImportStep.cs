using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Users;

namespace WeChatNotifications.Recipients;

/// <summary>
/// One step of an import: reads one page from WeChat and stores it together with the cursor. Whatever goes wrong, the next step begins at the
/// cursor that is stored.
/// </summary>
internal sealed partial class FollowerImportStep(
    IServiceScopeFactory scopes, WeChatCalls calls, IOptions<FollowerImportOptions> options, TimeProvider timeProvider, ILogger<FollowerImportStep> logger)
{
    private const int UsersPerCall = 100;

    private static readonly DeliveryError AppRemoved = new(Code: null, "The account's credential has been removed.", Rid: null);
    private static readonly DeliveryError StuckCursor = new(Code: null, "WeChat's cursor does not move: the page leads to itself.", Rid: null);

    /// <summary>Makes one.</summary>
    /// <returns>Whether the next one may follow at once.</returns>
    public Task<bool> MakeAsync(Guid id, CancellationToken cancellationToken) => scopes.InScopeAsync(async services =>
    {
        var imports = services.GetRequiredService<IFollowerImportRepository>();
        if (await imports.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { IsActive: true } import || import.NotBefore > timeProvider.GetUtcNow())
        {
            return false;
        }

        var apps = await services.GetRequiredService<IAppCredentialRepository>().GetManyAsync([import.AppCredentialId], cancellationToken).ConfigureAwait(false);
        try
        {
            return await MakeAsync(imports, import, apps.Count > 0 ? apps[0] : null, cancellationToken).ConfigureAwait(false);
        }
        catch (ConflictException)
        {
            // Somebody cancelled it, or another node has made this step: nothing of ours was stored, and the next look shows how it stands.
            return false;
        }
    });

    private async Task<bool> MakeAsync(IFollowerImportRepository imports, FollowerImport import, AppCredential? app, CancellationToken cancellationToken)
    {
        if (app is null)
        {
            return await EndAsync(imports, import, AppRemoved, appId: "", cancellationToken).ConfigureAwait(false);
        }

        var readAt = timeProvider.GetUtcNow();
        var read = await calls.AskAsync(
            app, WeChatCall.Users, (client, token, ct) => client.GetFollowersAsync(token, import.NextOpenId, ct), cancellationToken).ConfigureAwait(false);
        if (read is not WeChatCallResult<FollowerPage>.Ok { Value: var page })
        {
            return await StopAsync(imports, import, app, read, cancellationToken).ConfigureAwait(false);
        }

        // Behind the last follower there may be an empty page, or no cursor.
        var next = page.OpenIds.Count == 0 || string.IsNullOrEmpty(page.NextOpenId) ? null : page.NextOpenId;
        if (next is not null && next == import.NextOpenId)
        {
            return await EndAsync(imports, import, StuckCursor, app.AppId, cancellationToken).ConfigureAwait(false);
        }

        var sightings = page.OpenIds.ToDictionary(o => o, o => new RecipientSighting(o) { IsSubscribed = true, FollowerImportId = import.Id }, StringComparer.Ordinal);
        if (import.WithUnionIds && await AddUnionIdsAsync(app, sightings, cancellationToken).ConfigureAwait(false) is { } fault)
        {
            return await StopAsync(imports, import, app, fault, cancellationToken).ConfigureAwait(false);
        }

        await imports.StorePageAsync(import, sightings.Values, page.Total, next, readAt, timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        LogPage(logger, app.AppId, import.Pages, import.Imported, import.Total, import.Status);
        return import.IsActive;
    }

    /// <returns>The first call that failed; null when none did.</returns>
    private async Task<WeChatCallResult<IReadOnlyList<WeChatUser>>?> AddUnionIdsAsync(
        AppCredential app, Dictionary<string, RecipientSighting> sightings, CancellationToken cancellationToken)
    {
        var known = new ConcurrentBag<WeChatUser>();
        WeChatCallResult<IReadOnlyList<WeChatUser>>? fault = null;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Parallel.ForEachAsync(
                sightings.Keys.Chunk(UsersPerCall),
                new ParallelOptions { MaxDegreeOfParallelism = options.Value.UnionIdConcurrency, CancellationToken = enough.Token },
                async (openIds, token) =>
                {
                    var asked = await calls.AskAsync(app, WeChatCall.Users, (client, t, ct) => client.GetUsersAsync(t, openIds, ct), token).ConfigureAwait(false);
                    if (asked is WeChatCallResult<IReadOnlyList<WeChatUser>>.Ok { Value: var users })
                    {
                        foreach (var user in users)
                        {
                            known.Add(user);
                        }
                    }
                    else if (Interlocked.CompareExchange(ref fault, asked, null) is null)
                    {
                        await enough.CancelAsync().ConfigureAwait(false);
                    }
                }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (fault is not null && !cancellationToken.IsCancellationRequested)
        {
            return fault;
        }

        foreach (var user in known.Where(u => sightings.ContainsKey(u.OpenId)))
        {
            sightings[user.OpenId] = sightings[user.OpenId] with { UnionId = user.UnionId, IsSubscribed = user.IsSubscribed, SubscribedSince = user.SubscribedAt };
        }

        return fault;
    }

    private Task<bool> StopAsync<T>(IFollowerImportRepository imports, FollowerImport import, AppCredential app, WeChatCallResult<T> result, CancellationToken cancellationToken)
    {
        switch (result)
        {
            case WeChatCallResult<T>.Refused refused:
                var error = new DeliveryError(refused.Error.Code, refused.Error.Message, refused.Error.Rid);
                return refused.Entry.Action switch
                {
                    WeChatErrorAction.PauseApp => PauseAsync(imports, import, app, refused.Entry.Pause, error, cancellationToken),
                    WeChatErrorAction.RetryLater or WeChatErrorAction.RetrySoon or WeChatErrorAction.OutcomeUnknown or WeChatErrorAction.RefreshTokenAndRetry
                        => RetryAsync(imports, import, app, error, notBefore: null, cancellationToken),
                    WeChatErrorAction.RecipientInvalid when import.NextOpenId is not null => BeginAgainAsync(imports, import, app, error, cancellationToken),
                    _ => EndAsync(imports, import, error, app.AppId, cancellationToken),
                };
            case WeChatCallResult<T>.Unreachable unreachable:
                return RetryAsync(imports, import, app, new DeliveryError(Code: null, unreachable.Detail, Rid: null), notBefore: null, cancellationToken);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<bool> PauseAsync(
        IFollowerImportRepository imports, FollowerImport import, AppCredential app, PausePeriod period, DeliveryError error, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        if (PausePeriods.EndOf(period, now) is not { } until)
        {
            return await EndAsync(imports, import, error, app.AppId, cancellationToken).ConfigureAwait(false);
        }

        if (period != PausePeriod.UntilBeijingMidnight)
        {
            return await RetryAsync(imports, import, app, error, until, cancellationToken).ConfigureAwait(false);
        }

        import.Postpone(FollowerImportStatus.WaitingForQuota, until, error, now);
        await imports.SaveAsync(import, cancellationToken).ConfigureAwait(false);
        LogWaiting(logger, app.AppId, until, error.Message);
        return false;
    }

    private async Task<bool> BeginAgainAsync(IFollowerImportRepository imports, FollowerImport import, AppCredential app, DeliveryError error, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var until = now + options.Value.RetryBase;
        import.BeginAgain(until, error, now);
        await imports.SaveAsync(import, cancellationToken).ConfigureAwait(false);
        LogWaiting(logger, app.AppId, until, error.Message);
        return false;
    }

    private async Task<bool> RetryAsync(
        IFollowerImportRepository imports, FollowerImport import, AppCredential app, DeliveryError error, DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        if (import.Failures + 1 >= options.Value.MaxFailures)
        {
            return await EndAsync(imports, import, error, app.AppId, cancellationToken).ConfigureAwait(false);
        }

        var now = timeProvider.GetUtcNow();
        var wait = options.Value.RetryBase * Math.Pow(2, Math.Min(import.Failures, 20));
        var until = notBefore ?? now + (wait < options.Value.RetryCap ? wait : options.Value.RetryCap);
        import.Postpone(FollowerImportStatus.Running, until, error, now);
        await imports.SaveAsync(import, cancellationToken).ConfigureAwait(false);
        LogWaiting(logger, app.AppId, until, error.Message);
        return false;
    }

    private async Task<bool> EndAsync(IFollowerImportRepository imports, FollowerImport import, DeliveryError error, string appId, CancellationToken cancellationToken)
    {
        import.Fail(error, timeProvider.GetUtcNow());
        await imports.SaveAsync(import, cancellationToken).ConfigureAwait(false);
        LogFailed(logger, appId, import.Imported, error.Code, error.Message);
        return false;
    }

    [LoggerMessage(6211, LogLevel.Information, "Followers of {AppId}: page {Pages} stored, {Imported} of {Total}, {Status}")]
    private static partial void LogPage(ILogger logger, string appId, int pages, long imported, long total, FollowerImportStatus status);

    [LoggerMessage(6212, LogLevel.Warning, "The import of followers of {AppId} goes on at {Until}: {Error}")]
    private static partial void LogWaiting(ILogger logger, string appId, DateTimeOffset until, string error);

    [LoggerMessage(6213, LogLevel.Error, "The import of followers of {AppId} failed after {Imported}: {Code} {Error}")]
    private static partial void LogFailed(ILogger logger, string appId, long imported, int? code, string error);
}
