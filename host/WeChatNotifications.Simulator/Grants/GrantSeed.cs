using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Simulator.Grants;

/// <summary>Sets a user's subscription to a template. Null leaves a value as it is; the user is created when unknown.</summary>
public sealed record GrantSeed
{
    [Required]
    public required string AppId { get; init; }

    [Required]
    public required string OpenId { get; init; }

    [Required]
    public required string TemplateId { get; init; }

    /// <summary>One-time sends left from now on (not added to those there are).</summary>
    [Range(0, int.MaxValue)]
    public int? Sends { get; init; }

    /// <summary>Unlimited sends.</summary>
    public bool? LongTerm { get; init; }

    public bool? Rejected { get; init; }
}

/// <summary>What a user did with the subscription dialog.</summary>
public sealed record GrantDecision
{
    [Required]
    public required string AppId { get; init; }

    [Required]
    public required string OpenId { get; init; }

    [Required]
    public required string TemplateId { get; init; }

    /// <summary>True adds <see cref="Times"/> sends (or turns a long-term template on); false turns the template off.</summary>
    public bool Accept { get; set; } = true;

    /// <summary>How often the user accepted, 1 to 1,000. Default 1.</summary>
    [Range(1, 1_000)]
    public int Times { get; set; } = 1;
}

/// <summary>A user's subscription to one template.</summary>
public sealed record GrantState(string AppId, string OpenId, string TemplateId, int Sends, bool LongTerm, bool Rejected);
