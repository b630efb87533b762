using System.Globalization;

namespace WeChatNotifications.WeChatApi.Errors;

/// <summary>One row of the error catalogue: what a code means and what to do about it.</summary>
public sealed record WeChatErrorEntry
{
    /// <summary>WeChat's <c>errcode</c>.</summary>
    public required int Code { get; init; }

    /// <summary>The call this row is for; <see langword="null"/> for every call that has no row of its own.</summary>
    public WeChatCall? Call { get; init; }

    /// <summary>Stable id in kebab-case, for logs, metrics and translations.</summary>
    public required string Name { get; init; }

    /// <summary>What the code means, in English.</summary>
    public required string MeaningEn { get; init; }

    /// <summary>What the code means, in simplified Chinese.</summary>
    public required string MeaningZh { get; init; }

    /// <summary>What an operator should do, in English.</summary>
    public required string AdviceEn { get; init; }

    /// <summary>What an operator should do, in simplified Chinese.</summary>
    public required string AdviceZh { get; init; }

    /// <summary>What the software should do.</summary>
    public required WeChatErrorAction Action { get; init; }

    /// <summary>How long the app is paused; other than <see cref="PausePeriod.None"/> exactly with <see cref="WeChatErrorAction.PauseApp"/>.</summary>
    public PausePeriod Pause { get; init; }

    /// <summary>
    /// With <see cref="WeChatErrorAction.RetryWithAnotherPermit"/>: the permit has paid for a message already. If an earlier try with it ended
    /// without an answer, that try had arrived.
    /// </summary>
    public bool PermitWasUsed { get; init; }

    /// <summary>Whether WeChat refuses the address that the call came from.</summary>
    public bool IsAddressRefused { get; init; }

    /// <summary><see langword="false"/> for the row that <see cref="WeChatErrorCatalogue.Find"/> makes up for a code it does not hold.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>What the code means, in Chinese for a Chinese culture and in English for any other.</summary>
    /// <param name="culture">The reader's culture.</param>
    public string Meaning(CultureInfo culture) => IsChinese(culture) ? MeaningZh : MeaningEn;

    /// <summary>What an operator should do, in Chinese for a Chinese culture and in English for any other.</summary>
    /// <param name="culture">The reader's culture.</param>
    public string Advice(CultureInfo culture) => IsChinese(culture) ? AdviceZh : AdviceEn;

    private static bool IsChinese(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return culture.TwoLetterISOLanguageName == "zh";
    }
}
