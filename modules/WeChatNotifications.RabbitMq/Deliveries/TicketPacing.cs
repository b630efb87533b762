namespace WeChatNotifications.RabbitMq.Deliveries;

/// <summary>
/// Whether an app with due work may have a further ticket. Nobody knows whether the last one still waits: so an app that stays due gets them at
/// growing intervals, and the queue cannot fill with tickets faster than they are worked off for long.
/// </summary>
internal sealed class TicketPacing(TimeSpan first, TimeSpan cap, TimeProvider timeProvider)
{
    private Dictionary<Guid, (long At, TimeSpan Wait)> _issued = [];

    /// <summary>The apps that shall have a ticket now, out of those that have due work. Apps that have none any more are forgotten.</summary>
    public IReadOnlyList<Guid> Choose(IReadOnlyList<Guid> due)
    {
        var (now, chosen, issued) = (timeProvider.GetTimestamp(), new List<Guid>(), new Dictionary<Guid, (long At, TimeSpan Wait)>());
        foreach (var app in due)
        {
            if (!_issued.TryGetValue(app, out var last))
            {
                chosen.Add(app);
                issued[app] = (now, first);
            }
            else if (timeProvider.GetElapsedTime(last.At, now) >= last.Wait)
            {
                chosen.Add(app);
                issued[app] = (now, last.Wait * 2 < cap ? last.Wait * 2 : cap);
            }
            else
            {
                issued[app] = last;
            }
        }

        _issued = issued;
        return chosen;
    }

    /// <summary>Begins anew.</summary>
    public void Forget() => _issued = [];
}
