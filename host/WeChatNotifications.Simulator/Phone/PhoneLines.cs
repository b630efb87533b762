using System.Collections.Concurrent;
using System.Threading.Channels;
using WeChatNotifications.Simulator.Accounts;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>
/// The phones that are open in a browser and wait for messages. Whoever sends only leaves a number behind, and with no phone open
/// only looks at a counter.
/// </summary>
internal sealed class PhoneLines
{
    /// <summary>Phones open at once. Each is a connection that stays; nobody watches more.</summary>
    public const int Most = 200;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<SimulatedUser, PhoneLine[]> _lines = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>A message to the user has been accepted. Neither waits nor throws.</summary>
    public void Ring(SimulatedUser user, long messageId)
    {
        if (Volatile.Read(ref _count) > 0 && _lines.TryGetValue(user, out var lines))
        {
            foreach (var line in lines)
            {
                line.Ring(messageId);
            }
        }
    }

    /// <returns>Null: too many are open.</returns>
    public PhoneLine? TryOpen(IReadOnlyCollection<SimulatedUser> users)
    {
        lock (_gate)
        {
            if (_count >= Most)
            {
                return null;
            }

            _count++;
            var line = new PhoneLine(users, Close);
            foreach (var user in users)
            {
                _lines[user] = _lines.TryGetValue(user, out var others) ? [.. others, line] : [line];
            }

            return line;
        }
    }

    /// <summary>What was sent is forgotten: open phones have to look anew.</summary>
    public void HangUp()
    {
        foreach (var line in _lines.Values.SelectMany(lines => lines).Distinct().ToArray())
        {
            line.HangUp();
        }
    }

    private void Close(PhoneLine line)
    {
        lock (_gate)
        {
            _count--;
            foreach (var user in line.Users)
            {
                var others = _lines[user].Where(other => other != line).ToArray();
                if (others.Length > 0)
                {
                    _lines[user] = others;
                }
                else
                {
                    _lines.TryRemove(user, out _);
                }
            }
        }
    }
}

/// <summary>One open phone: the numbers of messages that it has not shown yet.</summary>
internal sealed class PhoneLine(IReadOnlyCollection<SimulatedUser> users, Action<PhoneLine> close) : IDisposable
{
    /// <summary>As many as may wait for a slow reader. Beyond them it is told to look anew.</summary>
    public const int MostWaiting = 256;

    private readonly Channel<long> _waiting = Channel.CreateBounded<long>(MostWaiting);
    private int _closed;

    public IReadOnlyCollection<SimulatedUser> Users => users;

    public ChannelReader<long> Waiting => _waiting.Reader;

    public void Ring(long messageId)
    {
        if (!_waiting.Writer.TryWrite(messageId))
        {
            HangUp();
        }
    }

    /// <summary>Nothing more comes: the reader shows what waits and looks anew.</summary>
    public void HangUp() => _waiting.Writer.TryComplete();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            close(this);
        }
    }
}
