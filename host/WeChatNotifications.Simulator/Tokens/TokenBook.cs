using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Clock;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Tokens;

/// <summary>
/// Issues tokens and knows which ones work. A new token leaves its predecessor usable for five minutes and kills the one before
/// that at once, which is the only reading under which WeChat's advice for leaked tokens (two forced refreshes) makes sense.
/// </summary>
internal sealed class TokenBook(SimulatedClock clock)
{
    public const int LifetimeSeconds = 7200;
    private const int OverlapMilliseconds = 5 * 60 * 1000;
    private const int ForceSpacingMilliseconds = 30 * 1000;
    private const int ShortestToken = 32;
    private const int LongestToken = 512;

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly ConcurrentDictionary<string, IssuedToken> _tokens = new(StringComparer.Ordinal);

    /// <summary>Classic rule: every call is a new token.</summary>
    public Answer IssueClassic(SimulatedApp app)
    {
        var slot = app.ClassicTokens;
        lock (slot.Gate)
        {
            return Answers.Token(Replace(slot, app, TokenKind.Classic).Value, LifetimeSeconds);
        }
    }

    /// <summary>
    /// Stable rule: the same token until five minutes before its end. A forced refresh renews at any time, but not within 30 s of
    /// the last one and not more often a day than allowed.
    /// </summary>
    /// <returns>Null when the day's forced refreshes are used up.</returns>
    public Answer? IssueStable(SimulatedApp app, bool force)
    {
        var slot = app.StableTokens;
        lock (slot.Gate)
        {
            var now = clock.UnixMilliseconds;
            var fresh = slot.Current is { } current && current.WorksUntil - now > OverlapMilliseconds;
            // The distance counts in both directions: a clock set back must not block forced refreshes for long.
            if (force && Math.Abs(now - slot.LastForced) >= ForceSpacingMilliseconds)
            {
                if (!app.Quotas.ForcedRefreshesPerDay.TryTake(clock.GetUtcNow()))
                {
                    return null;
                }

                slot.LastForced = now;
                fresh = false;
            }

            var token = fresh ? slot.Current! : Replace(slot, app, TokenKind.Stable);
            // With the clock set back, a token must not promise more than a life.
            return Answers.Token(token.Value, (int)Math.Min((token.ExpiresAt - now) / 1000, LifetimeSeconds));
        }
    }

    /// <summary>Judges the token of a call. The app is found for every token still known, even one that no longer works.</summary>
    /// <returns>0, or the code to refuse with.</returns>
    public int Check(string? query, out SimulatedApp? app)
    {
        app = null;
        var value = Query.Find(query, "access_token");
        if (value.IsEmpty)
        {
            return WeChatCodes.TokenMissing;
        }

        if (value.Length is < ShortestToken or > LongestToken || value.ContainsAnyExcept(TokenCharacters))
        {
            return WeChatCodes.InvalidAccessToken;
        }

        if (!_tokens.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out var token))
        {
            return WeChatCodes.InvalidCredential;
        }

        app = token.App;
        var now = clock.UnixMilliseconds;
        if (now < token.WorksUntil)
        {
            return WeChatCodes.Ok;
        }

        return now >= token.ExpiresAt ? WeChatCodes.TokenExpired : WeChatCodes.InvalidCredential;
    }

    /// <summary>Makes every token of the app unknown, as after a change of secret.</summary>
    public void Invalidate(SimulatedApp app)
    {
        Forget(app.ClassicTokens);
        Forget(app.StableTokens);
    }

    /// <summary>Ends the life of the app's tokens now, so that they answer "expired".</summary>
    public void Expire(SimulatedApp app)
    {
        foreach (var slot in (ReadOnlySpan<TokenSlot>)[app.ClassicTokens, app.StableTokens])
        {
            lock (slot.Gate)
            {
                slot.Current = Expired(slot.Current);
                slot.Previous = Expired(slot.Previous);
            }
        }
    }

    public void Clear() => _tokens.Clear();

    private IssuedToken? Expired(IssuedToken? token)
    {
        if (token is null)
        {
            return null;
        }

        return _tokens[token.Value] = new IssuedToken(token.Value, token.App, token.Kind, Math.Min(token.ExpiresAt, clock.UnixMilliseconds));
    }

    private void Forget(TokenSlot slot)
    {
        lock (slot.Gate)
        {
            Drop(slot.Current);
            Drop(slot.Previous);
            (slot.Current, slot.Previous) = (null, null);
        }
    }

    private IssuedToken Replace(TokenSlot slot, SimulatedApp app, TokenKind kind)
    {
        var now = clock.UnixMilliseconds;
        Drop(slot.Previous);
        slot.Previous = slot.Current;
        // WeChat promises that both work for five minutes, so the overlap may outlast the life first promised. A token that had
        // already expired does not come back.
        if (slot.Previous is { } previous && now < previous.WorksUntil)
        {
            previous.WorksUntil = now + OverlapMilliseconds;
        }

        slot.Current = new IssuedToken(NewValue(), app, kind, now + (LifetimeSeconds * 1000L));
        _tokens[slot.Current.Value] = slot.Current;
        return slot.Current;
    }

    private void Drop(IssuedToken? token)
    {
        if (token is not null)
        {
            _tokens.TryRemove(token.Value, out _);
        }
    }

    /// <summary>Looks like WeChat's: a number, an underscore and URL-safe characters, 136 in all.</summary>
    private static string NewValue() => $"{RandomNumberGenerator.GetInt32(50, 99)}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(100))[..133]}";
}
