using System.Collections.Concurrent;

namespace WeChatNotifications.Tokens;

/// <summary>Remembers for which apps this node has no usable token, for the health check.</summary>
internal sealed class TokenHealth
{
    private readonly ConcurrentDictionary<Guid, string> _without = new();

    /// <summary>Appids without a token.</summary>
    public IReadOnlyCollection<string> AppsWithoutToken => [.. _without.Values.Order(StringComparer.Ordinal)];

    /// <summary>The app's refresh failed, and there is no token left.</summary>
    public void Lost(Guid appCredentialId, string appId) => _without[appCredentialId] = appId;

    /// <summary>The app has a token.</summary>
    public void Regained(Guid appCredentialId) => _without.TryRemove(appCredentialId, out _);
}
