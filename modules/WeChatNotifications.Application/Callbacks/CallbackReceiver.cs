using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Callbacks;

internal sealed class CallbackReceiver(
    CallbackDirectory directory, ReplayGuard replays, CallbackQueue queue, CallbackStore store, WeChatNotificationsMetrics metrics,
    IOptions<CallbackOptions> options, TimeProvider timeProvider, ILogger<CallbackReceiver> logger)
    : ICallbackReceiver
{
    private static readonly CallbackReading Unknown = new(CallbackVerdict.Forged, null);

    /// <summary>What an unknown appid is checked with, so that its answer takes no less time than a wrong signature.</summary>
    private static readonly CallbackKeys Nobody = new("", PushProtection.Secure, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));

    private readonly CallbackOptions _options = options.Value;
    private readonly LogThrottle _skewLines = new(timeProvider);
    private readonly LogThrottle _keyLines = new(timeProvider);

    public async Task<CallbackAnswer> CheckAddressAsync(string appId, CallbackQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        using var limit = new Deadline(_options.AnswerWithin, timeProvider, cancellationToken);
        var (account, _) = await VerifyAsync(
            appId, keys => keys.IsAddressCheck(query) ? new CallbackReading(CallbackVerdict.Genuine, null) : Unknown, limit.Token).ConfigureAwait(false);
        var answer = account is not null && IsTimely(account, query) ? CallbackAnswer.Taken : CallbackAnswer.Refused;
        if (answer == CallbackAnswer.Taken)
        {
            await NoteAddressCheckAsync(account!, limit.Token).ConfigureAwait(false);
        }

        metrics.CallbackReceived(answer == CallbackAnswer.Taken ? "checked" : "refused");
        return answer;
    }

    public async Task<CallbackAnswer> ReceiveAsync(string appId, CallbackQuery query, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var began = timeProvider.GetTimestamp();
        using var limit = new Deadline(_options.AnswerWithin, timeProvider, cancellationToken);
        var (answer, result) = await ReceiveAsync(appId, query, body, limit).ConfigureAwait(false);
        metrics.CallbackReceived(result, timeProvider.GetElapsedTime(began));
        return answer;
    }

    private async Task<(CallbackAnswer Answer, string Result)> ReceiveAsync(string appId, CallbackQuery query, ReadOnlyMemory<byte> body, Deadline limit)
    {
        var (account, reading) = await VerifyAsync(appId, keys => keys.Read(query, body.Span), limit.Token).ConfigureAwait(false);
        switch (reading.Verdict)
        {
            case CallbackVerdict.Undecipherable:
                if (_keyLines.IsOpen())
                {
                    CallbackLog.WrongKey(logger, account!.AppId);
                }

                return (CallbackAnswer.Refused, "undecipherable");
            case CallbackVerdict.Unreadable:
                return (CallbackAnswer.Unreadable, "unreadable");
            case CallbackVerdict.Genuine when !IsTimely(account!, query):
                return (CallbackAnswer.Refused, "stale");
            case CallbackVerdict.Genuine:
                break;
            default:
                return directory.IsReady ? (CallbackAnswer.Refused, "refused") : (CallbackAnswer.Busy, "busy");
        }

        if (!await replays.TryTakeAsync(account!.Id, query.Timestamp ?? "", query.Nonce ?? "", limit.Token).ConfigureAwait(false))
        {
            return (CallbackAnswer.Refused, "replayed");
        }

        var message = new PushedCallback(account, reading.Message!, timeProvider.GetUtcNow());
        if (!queue.TryAdd(message))
        {
            await replays.GiveBackAsync(account.Id, query.Timestamp ?? "", query.Nonce ?? "", CancellationToken.None).ConfigureAwait(false);
            return (CallbackAnswer.Busy, "busy");
        }

        await message.Stored.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (CallbackAnswer.Taken, message.Stored.IsCompletedSuccessfully ? "stored" : "kept");
    }

    /// <summary>Only administrators look at it: WeChat is answered whether it could be noted or not.</summary>
    private async Task NoteAddressCheckAsync(CallbackAccount account, CancellationToken cancellationToken)
    {
        try
        {
            await store.NoteAddressCheckAsync(account, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            CallbackLog.AddressCheckNotNoted(logger, account.AppId, exception);
        }
    }

    /// <summary>
    /// Finds the account whose keys a request was made with. What no key fits is looked up once more, for the keys may be new; the same for
    /// an unknown appid and for a forgery.
    /// </summary>
    private async Task<(CallbackAccount? Account, CallbackReading Reading)> VerifyAsync(string appId, Func<CallbackKeys, CallbackReading> check, CancellationToken cancellationToken)
    {
        var found = Verify(await directory.FindAsync(appId, cancellationToken).ConfigureAwait(false), check);
        return found.Account is not null
            ? found
            : Verify(await directory.FindAgainAsync(appId, cancellationToken).ConfigureAwait(false), check);
    }

    private static (CallbackAccount? Account, CallbackReading Reading) Verify(IReadOnlyList<CallbackAccount>? accounts, Func<CallbackKeys, CallbackReading> check)
    {
        (CallbackAccount? Account, CallbackReading Reading) best = (null, Unknown);
        if (accounts is not { Count: > 0 })
        {
            check(Nobody);
            return best;
        }

        foreach (var account in accounts)
        {
            var reading = check(account.Keys ?? Nobody);
            if (reading.Verdict == CallbackVerdict.Genuine)
            {
                return (account, reading);
            }

            if (reading.Verdict != CallbackVerdict.Forged)
            {
                best = (account, reading);
            }
        }

        return best;
    }

    private bool IsTimely(CallbackAccount account, CallbackQuery query)
    {
        if (!long.TryParse(query.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return false;
        }

        var skew = TimeSpan.FromSeconds(Math.Clamp(seconds - timeProvider.GetUtcNow().ToUnixTimeSeconds(), -int.MaxValue, int.MaxValue));
        if (skew.Duration() <= _options.TimestampWindow)
        {
            return true;
        }

        if (_skewLines.IsOpen())
        {
            CallbackLog.ClockSkew(logger, account.AppId, skew);
        }

        return false;
    }

    /// <summary>A moment after which nobody waits any more.</summary>
    private sealed class Deadline : IDisposable
    {
        private readonly CancellationTokenSource _timeout;
        private readonly CancellationTokenSource _either;

        public Deadline(TimeSpan within, TimeProvider timeProvider, CancellationToken cancellationToken)
        {
            _timeout = new CancellationTokenSource(within, timeProvider);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_timeout.Token, cancellationToken);
        }

        public CancellationToken Token => _either.Token;

        public void Dispose()
        {
            _either.Dispose();
            _timeout.Dispose();
        }
    }
}
