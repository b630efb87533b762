namespace WeChatNotifications.Nodes;

/// <summary>One start of one process, as it shows itself in one database.</summary>
public sealed record NodeDto
{
    /// <summary>Its id; each start has another one.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether another node of that name is alive: probably somebody forgot to give one of them its own.</summary>
    public required bool HasNamesake { get; init; }

    /// <summary>Whether it is the one that answers.</summary>
    public required bool IsThisNode { get; init; }

    /// <summary>The module's version that it runs.</summary>
    public required string Version { get; init; }

    /// <summary>The database: <c>host</c>, or a tenant's own.</summary>
    public required string Database { get; init; }

    /// <summary>What is known of its life.</summary>
    public required NodeState State { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last heard of, by its own clock.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When it was stopped in good order; null while it runs, and when it was lost.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Whether it sends.</summary>
    public required bool Sends { get; init; }

    /// <summary>Whether it runs the module's jobs.</summary>
    public required bool RunsJobs { get; init; }

    /// <summary>How it comes by deliveries.</summary>
    public required WorkSource Work { get; init; }

    /// <summary>Apps it sends for at the moment.</summary>
    public required int Apps { get; init; }

    /// <summary>Deliveries it has claimed and whose outcome it has not seen.</summary>
    public required int Held { get; init; }

    /// <summary>Those of them that are being sent.</summary>
    public required int InFlight { get; init; }

    /// <summary>Outcomes of the whole process that are not written yet.</summary>
    public required int PendingOutcomes { get; init; }

    /// <summary>Attempts since it started.</summary>
    public required long Sent { get; init; }

    /// <summary>Attempts a second between its last two beats; 0 when it is not alive.</summary>
    public required double SendsPerSecond { get; init; }

    /// <summary>What it holds alone for the moment: jobs, and the renewal of tokens.</summary>
    public required IReadOnlyList<NodeLeaseDto> Leases { get; init; }
}

/// <summary>A lease that a node holds.</summary>
public sealed record NodeLeaseDto
{
    /// <summary>What is leased: <c>job:</c> and the job's name, or <c>access-token:</c> and the id of the app's credential.</summary>
    public required string Name { get; init; }

    /// <summary>When it lapses, unless the node prolongs it; a job's rests until the job is due again.</summary>
    public required DateTimeOffset Until { get; init; }
}
