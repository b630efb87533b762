using System.Collections.Concurrent;
using WeChatNotifications.Reliability.Checking;

namespace WeChatNotifications.Reliability.Work;

/// <summary>Everything that was asked of the hosts, and what they answered. The checker believes this and nothing else.</summary>
internal sealed class Ledger(int seed)
{
    private readonly ConcurrentDictionary<(string, string), AskedMessage> _messages = new();
    private readonly ConcurrentQueue<AskedBroadcast> _broadcasts = new();
    private readonly ConcurrentQueue<AskedGrant> _grants = new();
    private readonly ConcurrentQueue<(string AppId, string OpenId)> _formIdUsers = new();
    private readonly ConcurrentQueue<Violation> _refusals = new();
    private readonly ConcurrentDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly string _prefix = $"{seed % 100_000:D5}-";
    private long _markers;

    public IReadOnlyList<AskedMessage> Messages => [.. _messages.Values];

    public IReadOnlyList<AskedBroadcast> Broadcasts => [.. _broadcasts];

    public IReadOnlyList<AskedGrant> Grants => [.. _grants];

    public IReadOnlyList<(string AppId, string OpenId)> FormIdUsers => [.. _formIdUsers];

    /// <summary>What hosts answered that they should not have.</summary>
    public IReadOnlyList<Violation> Refusals => [.. _refusals];

    /// <summary>How much work of each kind was asked for.</summary>
    public IReadOnlyDictionary<string, int> Kinds => _kinds.OrderBy(k => k.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    /// <summary>A text of at most 32 characters that no other message has.</summary>
    public string NextMarker() => $"{_prefix}{Interlocked.Increment(ref _markers):D8}";

    public void Count(string kind) => _kinds.AddOrUpdate(kind, 1, static (_, n) => n + 1);

    /// <summary>Notes a message, or what has become known of it.</summary>
    public void Note(AskedMessage message) => _messages[(message.Marker, message.OpenId)] = message;

    public void Note(AskedBroadcast broadcast) => _broadcasts.Enqueue(broadcast);

    public void Note(AskedGrant grant) => _grants.Enqueue(grant);

    public void NoteFormIdUser(string appId, string openId) => _formIdUsers.Enqueue((appId, openId));

    public void Refused(string rule, string text) => _refusals.Enqueue(new(rule, text));
}
