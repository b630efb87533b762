using System.ComponentModel.DataAnnotations;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Control;

/// <summary>
/// A whole world in one document. Applied from top to bottom; what exists is changed, what does not is created, nothing is
/// removed, so that applying it twice is the same as once.
/// </summary>
public sealed record SeedDocument
{
    [Required]
    public IReadOnlyList<AppSeed> Apps { get; set; } = [];

    [Required]
    public IReadOnlyList<TemplateSeed> Templates { get; set; } = [];

    [Required]
    public IReadOnlyList<UserSeed> Users { get; set; } = [];

    [Required]
    public IReadOnlyList<UserRangeSeed> UserRanges { get; set; } = [];

    [Required]
    public IReadOnlyList<GrantSeed> Grants { get; set; } = [];

    public SimulatorSettings? Settings { get; init; }
}

/// <summary>What there is after seeding.</summary>
public sealed record WorldSummary(int Apps, int Templates, int Users);

/// <summary>One app as it stands, without its secret. Users are those created; generated followers are counted among the followers only.</summary>
public sealed record AppState(string AppId, AppKind Kind, bool SecretFrozen, int TokenRefusal, bool CanSend, bool Banned, int Users, int Followers, IReadOnlyList<TemplateState> Templates);

/// <summary>One private template as it stands. Type 2 is one-time, 3 long-term.</summary>
public sealed record TemplateState(string TemplateId, string Title, TemplateKind Kind, int Type, IReadOnlyList<string> Fields, bool Banned, bool Deleted);

/// <summary>A new app secret.</summary>
public sealed record SecretChange
{
    [Required]
    public required string Secret { get; init; }
}

/// <summary>The order of checks of a send. Checks left out follow in their usual order.</summary>
public sealed record CheckOrderSetting
{
    [Required]
    public required IReadOnlyList<Sending.SendCheck> Order { get; init; }
}

/// <summary>What a reset forgets.</summary>
public enum ResetScope
{
    /// <summary>Everything: as after the start.</summary>
    All,

    /// <summary>Messages, reports, the call log and used quotas. Accounts, tokens, faults and settings stay.</summary>
    Traffic,
}

/// <summary>Why a control call was refused.</summary>
public sealed record ControlError(string Error);
