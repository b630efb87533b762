using WeChatNotifications.Simulator.Grants;

namespace WeChatNotifications.Simulator.Accounts;

/// <summary>One user of one app, with the subscriptions given to it.</summary>
internal sealed class SimulatedUser(string openId)
{
    private readonly Lock _gate = new();
    private Grant[] _grants = [];
    private int _sending;
    private int _open;
    private long _lastMessageId;

    public string OpenId => openId;

    public bool Blocked { get; set; }

    public bool MainSwitchOff { get; set; }

    /// <summary>WeChat takes the user for a risk: log-in codes answer 40226.</summary>
    public bool HighRisk { get; set; }

    /// <summary>Whether the user follows the official account, as its list of followers says. No meaning for a mini program.</summary>
    public bool IsFollower { get; set; } = true;

    public bool Blacklisted { get; set; }

    public bool MessagesOff { get; set; }

    public string? UnionId { get; set; }

    /// <summary>WeChat's id of the newest message to this user; 0: none. Ids of before a reset are below those that follow.</summary>
    public long LastMessageId
    {
        get => Volatile.Read(ref _lastMessageId);
        set => Volatile.Write(ref _lastMessageId, value);
    }

    /// <summary>One more send to this user is open, refused or not.</summary>
    /// <returns>How many are open now.</returns>
    public int Enter() => Interlocked.Increment(ref _open);

    public void Leave() => Interlocked.Decrement(ref _open);

    /// <summary>Whether this send is the only one in progress; if so, it holds the user until <see cref="EndSend"/>.</summary>
    public bool TryBeginSend() => Interlocked.CompareExchange(ref _sending, 1, 0) == 0;

    public void EndSend() => Volatile.Write(ref _sending, 0);

    /// <summary>Changes the subscription for a template, creating it when there is none.</summary>
    public void ChangeGrant<TState>(string templateId, TState state, Action<Grant, TState> change)
    {
        lock (_gate)
        {
            var grant = Find(templateId);
            if (grant is null)
            {
                grant = new Grant(templateId);
                _grants = [.. _grants, grant];
            }

            change(grant, state);
        }
    }

    /// <summary>The user answers the subscription dialog: accepts of a one-time template add up.</summary>
    /// <param name="template">What was asked for.</param>
    /// <param name="accept">The answer.</param>
    /// <param name="times">How often it was given.</param>
    /// <param name="always">What the dialog is to answer by itself from now on; null: it asks.</param>
    public void Decide(SimulatedTemplate template, bool accept, int times, bool? always = null) => ChangeGrant(
        template.TemplateId, (accept, times, always, LongTerm: template.Type == SimulatedTemplate.LongTerm), static (grant, given) =>
        {
            grant.Always = given.always ?? grant.Always;
            grant.Rejected = !given.accept;
            if (given.accept)
            {
                grant.LongTerm |= given.LongTerm;
                grant.Sends += given.LongTerm ? 0 : given.times;
            }
        });

    /// <summary>What the dialog answers for a template without asking; null: it asks.</summary>
    public bool? AlwaysChoice(string templateId)
    {
        lock (_gate)
        {
            return Find(templateId)?.Always;
        }
    }

    /// <summary>Takes one send from the subscription, or says why there is none.</summary>
    public GrantVerdict TakeGrant(string templateId, uint day, int? dailyLimit)
    {
        if (Blocked || MainSwitchOff)
        {
            return GrantVerdict.Refused;
        }

        lock (_gate)
        {
            return Find(templateId)?.Take(day, dailyLimit) ?? GrantVerdict.Refused;
        }
    }

    /// <summary>Gives back what a later check made useless.</summary>
    public void ReturnGrant(string templateId)
    {
        lock (_gate)
        {
            Find(templateId)?.Return();
        }
    }

    public GrantState[] Grants(string appId)
    {
        lock (_gate)
        {
            return [.. _grants.Select(grant => grant.State(appId, openId))];
        }
    }

    private Grant? Find(string templateId)
    {
        foreach (var grant in _grants)
        {
            if (grant.TemplateId == templateId)
            {
                return grant;
            }
        }

        return null;
    }
}
