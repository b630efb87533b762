using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Deliveries;

/// <summary>What other processes shall be told; a thousand wake-ups of one app are one.</summary>
internal sealed class WakeUpOutbox(IAmbientTenant tenant, IOptions<DispatchOptions> options, TimeProvider timeProvider)
{
    private static readonly TimeSpan SeldomInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Guid, long> _saidAt = new();
    private readonly ConcurrentDictionary<Word, bool> _words = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Names this process in what it says.</summary>
    public Guid Sender { get; } = Guid.NewGuid();

    /// <summary>Has the others told. Whoever speaks is the tenant whose database the app is in.</summary>
    public void Add(WakeUpKind kind, Guid appCredentialId)
    {
        // The first of many rings, the others find their word said.
        if (options.Value.NotifyOtherProcesses && _words.TryAdd(new Word(tenant.Id, new WakeUp(kind, appCredentialId, Sender)), true))
        {
            _wake.Writer.TryWrite(true);
        }
    }

    /// <summary>Has the others told, unless that was done a moment ago.</summary>
    public void AddSeldom(WakeUpKind kind, Guid appCredentialId)
    {
        if (!_saidAt.TryGetValue(appCredentialId, out var at) || timeProvider.GetElapsedTime(at) >= SeldomInterval)
        {
            _saidAt[appCredentialId] = timeProvider.GetTimestamp();
            Add(kind, appCredentialId);
        }
    }

    /// <summary>Waits for something to tell.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _wake.Reader.ReadAsync(cancellationToken);

    /// <summary>What is to be told since the last call, by whose database it is.</summary>
    public ILookup<Guid?, WakeUp> Take()
    {
        var taken = new List<Word>();
        foreach (var word in _words.Keys)
        {
            if (_words.TryRemove(word, out _))
            {
                taken.Add(word);
            }
        }

        return taken.ToLookup(w => w.Tenant, w => w.WakeUp);
    }

    private readonly record struct Word(Guid? Tenant, WakeUp WakeUp);
}
