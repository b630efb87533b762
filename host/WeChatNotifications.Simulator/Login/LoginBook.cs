using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Clock;
using WeChatNotifications.Simulator.Quotas;

namespace WeChatNotifications.Simulator.Login;

/// <summary>The log-in codes that are out, and how often each user logged in during this minute.</summary>
internal sealed class LoginBook(SimulatedClock clock)
{
    private const int LoginsPerMinute = 100;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, LoginCode> _codes = new(StringComparer.Ordinal);
    private readonly Queue<(DateTimeOffset ExpiresAt, string Code)> _byAge = [];
    private readonly Dictionary<(string AppId, string OpenId), int> _loginsThisMinute = [];
    private uint _minute;

    public string[] Issue(SimulatedApp app, SimulatedUser user, int count)
    {
        var now = clock.GetUtcNow();
        var codes = new string[count];
        lock (_gate)
        {
            DropExpired(now);
            for (var i = 0; i < count; i++)
            {
                codes[i] = NewCode();
                _codes[codes[i]] = new(app, user, now + Lifetime);
                _byAge.Enqueue((now + Lifetime, codes[i]));
            }
        }

        return codes;
    }

    /// <summary>Null for a code never issued to this app, or too old. A used one is still found, as WeChat tells the two apart.</summary>
    public LoginCode? Find(SimulatedApp app, string code) =>
        _codes.GetValueOrDefault(code) is { } found && found.App == app && clock.GetUtcNow() < found.ExpiresAt ? found : null;

    /// <summary>Counts one more log-in of the user in this minute, unless there have been too many.</summary>
    public bool TryCount(SimulatedApp app, SimulatedUser user)
    {
        var minute = QuotaWindows.Minute(clock.GetUtcNow());
        lock (_gate)
        {
            if (_minute != minute)
            {
                _minute = minute;
                _loginsThisMinute.Clear();
            }

            ref var logins = ref CollectionsMarshal.GetValueRefOrAddDefault(_loginsThisMinute, (app.AppId, user.OpenId), out _);
            if (logins >= LoginsPerMinute)
            {
                return false;
            }

            logins++;
            return true;
        }
    }

    public void ForgetCounts()
    {
        lock (_gate)
        {
            _loginsThisMinute.Clear();
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _codes.Clear();
            _byAge.Clear();
            _loginsThisMinute.Clear();
        }
    }

    private void DropExpired(DateTimeOffset now)
    {
        while (_byAge.TryPeek(out var oldest) && oldest.ExpiresAt <= now)
        {
            _codes.TryRemove(_byAge.Dequeue().Code, out _);
        }
    }

    /// <summary>32 characters with a 0 in front, as WeChat's are.</summary>
    private static string NewCode() => $"0{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24))[..31]}";
}
