using System.Collections.Concurrent;

namespace WeChatNotifications.Simulator.OfficialAccount;

/// <summary>The senders' own ids of an official account's template messages, by user.</summary>
internal sealed class ClientMessageIds
{
    private readonly ConcurrentDictionary<string, RecentMessages> _users = new(StringComparer.Ordinal);

    public RecentMessages Of(string openId) => _users.GetOrAdd(openId, static _ => new());

    public void Clear() => _users.Clear();
}

/// <summary>One user's messages of the last ten minutes, by the sender's own id. Whoever uses it holds <see cref="Gate"/>.</summary>
internal sealed class RecentMessages
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private readonly Dictionary<string, Entry> _messages = new(StringComparer.Ordinal);

    private readonly record struct Entry(long MessageId, DateTimeOffset At)
    {
        /// <summary>With the clock set back, a message from the future is forgotten too.</summary>
        public bool IsRecent(DateTimeOffset now) => (now - At).Duration() < Memory;
    }

    public Lock Gate { get; } = new();

    /// <summary>WeChat's id of the message sent with this id, null if there is none.</summary>
    public long? Find(string clientMessageId, DateTimeOffset now) =>
        _messages.TryGetValue(clientMessageId, out var entry) && entry.IsRecent(now) ? entry.MessageId : null;

    public void Add(string clientMessageId, long messageId, DateTimeOffset now)
    {
        foreach (var (id, entry) in _messages)
        {
            if (!entry.IsRecent(now))
            {
                _messages.Remove(id);
            }
        }

        _messages[clientMessageId] = new(messageId, now);
    }
}
