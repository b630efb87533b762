using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Simulator.FormIds;

/// <summary>A user submits forms or pays. The user is created when unknown.</summary>
public sealed record FormIdIssue
{
    /// <summary>A mini program.</summary>
    [Required]
    public required string AppId { get; init; }

    [Required]
    public required string OpenId { get; init; }

    /// <summary>How often, 1 to 10,000. Default 1.</summary>
    [Range(1, 10_000)]
    public int Count { get; set; } = 1;

    public FormIdKind Kind { get; init; }

    /// <summary>How many messages each prepay id is good for, 1 to 100. Null: as the app is set. A form id is always good for one.</summary>
    [Range(1, 100)]
    public int? Uses { get; init; }
}

/// <summary>What the mini program got.</summary>
public sealed record FormIdBatch(IReadOnlyList<string> FormIds);

/// <summary>One form id or prepay id as it stands. It works before <paramref name="ExpiresAt"/>, in simulated time, while uses are left.</summary>
public sealed record FormIdState(string FormId, FormIdKind Kind, string OpenId, int UsesLeft, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);
