namespace WeChatNotifications.Simulator.Grants;

/// <summary>What became of the attempt to use a subscription.</summary>
internal enum GrantVerdict
{
    Taken,
    Refused,
    DailyLimit,
}

/// <summary>
/// A user's subscription to one template: either sends that add up and are used one by one, or long-term. Guarded by its user.
/// </summary>
internal sealed class Grant(string templateId)
{
    private uint _day;
    private int _usedToday;

    public string TemplateId => templateId;

    public int Sends { get; set; }

    public bool LongTerm { get; set; }

    /// <summary>The user turned the template off; sends saved up are of no use until it is accepted again.</summary>
    public bool Rejected { get; set; }

    /// <summary>What the user chose with "always keep my choice"; null: the dialog asks.</summary>
    public bool? Always { get; set; }

    public GrantVerdict Take(uint day, int? dailyLimit)
    {
        if (Rejected || (!LongTerm && Sends == 0))
        {
            return GrantVerdict.Refused;
        }

        if (!LongTerm)
        {
            Sends--;
            return GrantVerdict.Taken;
        }

        if (_day != day)
        {
            (_day, _usedToday) = (day, 0);
        }

        if (_usedToday >= dailyLimit)
        {
            return GrantVerdict.DailyLimit;
        }

        _usedToday++;
        return GrantVerdict.Taken;
    }

    public void Return()
    {
        if (LongTerm)
        {
            _usedToday = Math.Max(0, _usedToday - 1);
        }
        else
        {
            Sends++;
        }
    }

    public GrantState State(string appId, string openId) => new(appId, openId, templateId, Sends, LongTerm, Rejected);
}
