using Microsoft.Extensions.Logging;
using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Templates;

namespace WeChatNotifications.Templates;

/// <summary>Asks WeChat for an app's templates and stores what it says.</summary>
internal sealed partial class TemplateSync(WeChatCalls calls, IRemoteTemplateRepository remotes, TimeProvider timeProvider, ILogger<TemplateSync> logger)
{
    private const int StoreTries = 3;

    /// <summary>Looks once, whatever was looked at before.</summary>
    /// <exception cref="WeChatCallException">WeChat refused or did not answer; nothing was stored.</exception>
    public async Task<(RemoteTemplateChanges Changes, DateTimeOffset SyncedAt)> RunAsync(AppCredential app, CancellationToken cancellationToken)
    {
        var snapshot = app.Kind == AppKind.OfficialAccount
            ? await LookAtOfficialAccountAsync(app, cancellationToken).ConfigureAwait(false)
            : new(StatesOf((await SubscriptionsAsync(app, cancellationToken).ConfigureAwait(false)).OrThrow()), HasSubscriptions: true, HasTemplateMessages: true);
        var now = timeProvider.GetUtcNow();
        for (var tries = 1; ; tries++)
        {
            try
            {
                var changes = await remotes.StoreAsync(app, snapshot, now, cancellationToken).ConfigureAwait(false);
                LogSynced(app.AppId, snapshot.Templates.Count, changes.Added, changes.Changed, changes.Removed);
                return (changes, now);
            }
            catch (ConflictException) when (tries < StoreTries)
            {
                // An administrator saved a template of the app at the same moment; WeChat need not be asked again for that.
            }
        }
    }

    /// <summary>
    /// An official account may hold both kinds of templates, and may lack the right to one of them: then it has none of that kind. What
    /// is merely not told at the moment is not taken for gone.
    /// </summary>
    private async Task<RemoteTemplateSnapshot> LookAtOfficialAccountAsync(AppCredential app, CancellationToken cancellationToken)
    {
        var messages = await calls.AskAsync(app, WeChatCall.Template, (c, token, ct) => c.GetOfficialAccountTemplatesAsync(token, ct), cancellationToken).ConfigureAwait(false);
        var subscriptions = await SubscriptionsAsync(app, cancellationToken).ConfigureAwait(false);
        if (IsWithoutRight(messages) && IsWithoutRight(subscriptions))
        {
            messages.OrThrow();
        }

        return new(
            [
                .. IsWithoutRight(messages) ? [] : messages.OrThrow().Select(t => new RemoteTemplateState(t.TemplateId, t.Title, t.Content, t.Example, SubscriptionKind: null, [])),
                .. IsWithoutRight(subscriptions) ? [] : StatesOf(subscriptions.OrThrow()),
            ],
            HasSubscriptions: !IsWithoutRight(subscriptions),
            HasTemplateMessages: !IsWithoutRight(messages));
    }

    private Task<WeChatCallResult<IReadOnlyList<PrivateTemplate>>> SubscriptionsAsync(AppCredential app, CancellationToken cancellationToken)
        => calls.AskAsync(app, WeChatCall.Template, (c, token, ct) => c.GetPrivateTemplatesAsync(token, ct), cancellationToken);

    private static bool IsWithoutRight<T>(WeChatCallResult<T> result)
        => result is WeChatCallResult<T>.Refused { Entry.Action: WeChatErrorAction.ConfigurationFault };

    private static IReadOnlyList<RemoteTemplateState> StatesOf(IReadOnlyList<PrivateTemplate> templates) =>
    [
        .. templates.Select(t => new RemoteTemplateState(
            t.TemplateId, t.Title, t.Content, t.Example, KindOf(t.Type) ?? SubscriptionKind.OneTime, [.. t.EnumValues.Select(e => new EnumKeyword(e.Field, e.Values))])),
    ];

    /// <summary>WeChat's number of a kind; null for one that is missing or new.</summary>
    public static SubscriptionKind? KindOf(int? type)
        => type is { } number && Enum.IsDefined((SubscriptionKind)number) ? (SubscriptionKind)number : null;

    [LoggerMessage(2101, LogLevel.Information, "{AppId} holds {Count} templates at WeChat: {Added} new, {Changed} changed, {Removed} gone")]
    private partial void LogSynced(string appId, int count, int added, int changed, int removed);
}
