using WeChatNotifications.Rules;

namespace WeChatNotifications.Nodes;

/// <summary>
/// One start of one process of the host, as it is seen in one database. It belongs to the module as a whole, not to a tenant. It tells
/// people what there is; claims and leases, and nothing here, decide who may do what.
/// </summary>
public sealed class ModuleNode
{
    /// <summary>Longest name.</summary>
    public const int NameLength = 128;

    /// <summary>Longest version.</summary>
    public const int VersionLength = 64;

    /// <summary>How long a node that stopped or was lost is still shown.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>What a slow database and a pause of the process may add to the beats that were missed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private ModuleNode()
    {
    }

    /// <summary>A node that has just started.</summary>
    /// <param name="id">A version-7 GUID of its own; the name may be another node's too.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="version">The module's version that it runs.</param>
    /// <param name="leaseHolder">The name under which it holds leases.</param>
    /// <param name="startedAt">When it started.</param>
    public ModuleNode(Guid id, string name, string version, Guid leaseHolder, DateTimeOffset startedAt)
    {
        (Id, LeaseHolder, StartedAt, SeenAt) = (id, leaseHolder, startedAt, startedAt);
        (Name, Version) = (StoredText.Cut(name, NameLength)!, StoredText.Cut(version, VersionLength)!);
    }

    /// <summary>One per start and database, whatever the name is.</summary>
    public Guid Id { get; private set; }

    /// <summary>What people call it; two may have the same name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The module's version that it runs.</summary>
    public string Version { get; private set; } = "";

    /// <summary>The name under which it holds leases.</summary>
    public Guid LeaseHolder { get; private set; }

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When it was last heard of, by its own clock.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>When it was stopped in good order; null while it runs, and when it was lost.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>Milliseconds between two beats.</summary>
    public int BeatMilliseconds { get; private set; }

    /// <summary>What it does.</summary>
    public NodeRoles Roles { get; private set; }

    /// <summary>How it comes by deliveries.</summary>
    public WorkSource Work { get; private set; }

    /// <summary>Apps it sends for at the moment.</summary>
    public int Apps { get; private set; }

    /// <summary>Deliveries it has claimed and whose outcome it has not seen.</summary>
    public int Held { get; private set; }

    /// <summary>Those of them that are being sent.</summary>
    public int InFlight { get; private set; }

    /// <summary>Outcomes that are not written yet.</summary>
    public int PendingOutcomes { get; private set; }

    /// <summary>Attempts since it started.</summary>
    public long Sent { get; private set; }

    /// <summary>Attempts a second between its last two beats.</summary>
    public double SendsPerSecond { get; private set; }

    /// <summary>It is alive and says what it does.</summary>
    public void Beat(NodeReport report, TimeSpan interval, DateTimeOffset now)
    {
        (SeenAt, BeatMilliseconds) = (now, (int)interval.TotalMilliseconds);
        (Roles, Work) = (report.Roles, report.Work);
        (Apps, Held, InFlight, PendingOutcomes) = (report.Apps, report.Held, report.InFlight, report.PendingOutcomes);
        (Sent, SendsPerSecond) = (report.Sent, report.SendsPerSecond);
    }

    /// <summary>It says goodbye.</summary>
    public void Stop(DateTimeOffset now) => (SeenAt, StoppedAt, Apps, Held, InFlight, PendingOutcomes, SendsPerSecond) = (now, now, 0, 0, 0, 0, 0);

    /// <summary>What is known of its life.</summary>
    public NodeState StateAt(DateTimeOffset now)
    {
        if (StoppedAt is not null)
        {
            return NodeState.Stopped;
        }

        return now - SeenAt > (3 * TimeSpan.FromMilliseconds(BeatMilliseconds)) + Grace ? NodeState.Lost : NodeState.Alive;
    }
}

/// <summary>What a node says of itself.</summary>
/// <param name="Roles">What it does.</param>
/// <param name="Work">How it comes by deliveries.</param>
/// <param name="Apps">Apps it sends for.</param>
/// <param name="Held">Deliveries it has claimed.</param>
/// <param name="InFlight">Those that are being sent.</param>
/// <param name="PendingOutcomes">Outcomes that are not written yet.</param>
/// <param name="Sent">Attempts since it started.</param>
/// <param name="SendsPerSecond">Attempts a second since the last report.</param>
public readonly record struct NodeReport(
    NodeRoles Roles, WorkSource Work, int Apps, int Held, int InFlight, int PendingOutcomes, long Sent, double SendsPerSecond);
