using WeChatNotifications.Broadcasts;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>A step on the way from an idea to a broadcast that runs, in their order.</summary>
public enum WizardStep
{
    /// <summary>Who gets it, and which template.</summary>
    Audience,

    /// <summary>What it says.</summary>
    Message,

    /// <summary>The list, for an audience that is one.</summary>
    List,

    /// <summary>Whom it would reach, and how it looks.</summary>
    Preview,

    /// <summary>When, and how fast.</summary>
    Timing,

    /// <summary>Once more in short, and go.</summary>
    Confirm,
}

/// <summary>The way through the steps.</summary>
/// <param name="Current">Where the user is.</param>
/// <param name="Broadcast">The draft; null before there is one.</param>
public sealed record WizardWay(WizardStep Current, BroadcastDto? Broadcast)
{
    /// <summary>The steps of this draft: only a list has to be uploaded.</summary>
    public IReadOnlyList<WizardStep> Steps { get; } =
        [.. Enum.GetValues<WizardStep>().Where(s => s != WizardStep.List || Broadcast?.Audience.Kind == AudienceKind.List)];

    /// <summary>The step after this; null after the last.</summary>
    public WizardStep? Next => Steps.Where(s => s > Current).Select(s => (WizardStep?)s).FirstOrDefault();

    /// <summary>The step before this; null before the first.</summary>
    public WizardStep? Previous => Steps.Where(s => s < Current).Select(s => (WizardStep?)s).LastOrDefault();

    /// <summary>The Razor page of a step.</summary>
    public static string PageOf(WizardStep step) => "/Broadcasts/Wizard/" + step;

    /// <summary>At which step a broken rule can be mended.</summary>
    public static WizardStep StepOf(string field) => field switch
    {
        "list" => WizardStep.List,
        "startAt" or "expiresAt" or "ratePerSecond" => WizardStep.Timing,
        _ when field.StartsWith("data", StringComparison.Ordinal) || field is "page" or "url" => WizardStep.Message,
        _ => WizardStep.Audience,
    };
}

/// <summary>What stands against a draft, each with the step at which it can be mended.</summary>
/// <param name="BroadcastId">The draft.</param>
/// <param name="Violations">The broken rules.</param>
public sealed record WizardProblems(Guid BroadcastId, IReadOnlyList<FieldViolationDto> Violations);
