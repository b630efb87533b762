using WeChatNotifications.Credentials;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// An app on a node that works by the piece. Its lane outlives the pieces, and so does what it knows of the app's rate and of a WeChat that
/// does not answer. At most one piece at a time claims.
/// </summary>
internal sealed class PieceworkApp(AppLane lane, SignalInbox inbox, LaneEvents events)
{
    private readonly Lock _gate = new();
    private bool _isClaiming;
    private bool _lookAgain;

    public AppLane Lane => lane;

    /// <summary>Where the lane says that it can take more.</summary>
    public SignalInbox Inbox => inbox;

    /// <summary>What the lane has counted.</summary>
    public LaneEvents Events => events;

    /// <summary>Begins to claim; false when another piece does so already, which will look once more before it ends.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (!_isClaiming)
            {
                (_isClaiming, _lookAgain) = (true, false);
                return true;
            }

            _lookAgain = true;
        }

        inbox.Wake();
        return false;
    }

    /// <summary>Whether somebody brought work since the last call. Ask before claiming: what comes later needs another look.</summary>
    public bool TakeLookAgain()
    {
        lock (_gate)
        {
            (var asked, _lookAgain) = (_lookAgain, false);
            return asked;
        }
    }

    /// <summary>Ends claiming because a claim found nothing more; false when somebody brought work since.</summary>
    public bool TryLeave()
    {
        lock (_gate)
        {
            _isClaiming = _lookAgain;
            return !_isClaiming;
        }
    }

    /// <summary>Ends claiming, whatever there is still to do.</summary>
    /// <returns>Whether somebody brought work that no claim has looked for.</returns>
    public bool Leave()
    {
        lock (_gate)
        {
            (var asked, _isClaiming, _lookAgain) = (_lookAgain, false, false);
            return asked;
        }
    }

    /// <summary>Takes over the app's settings as they were read at <paramref name="askedAt"/>.</summary>
    public void Update(AppCredential settings, IReadOnlyDictionary<Guid, Templates.QuietHours> quietHours, long askedAt, DateTimeOffset now)
    {
        lane.Update(settings, quietHours);
        if (settings.IsEnabled && !settings.IsPausedAt(now))
        {
            lane.MaySend(askedAt);
        }
    }
}
