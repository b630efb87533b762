namespace WeChatNotifications.Dashboard.Views;

/// <summary>A message as the user's phone shows it.</summary>
/// <param name="TestId">How tests know it.</param>
/// <param name="Title">What stands above it; empty when nobody has entered one.</param>
/// <param name="Rows">Label and value of each row, in WeChat's order.</param>
public sealed record PhoneCard(string TestId, string Title, IReadOnlyList<PhoneCardRow> Rows)
{
    /// <summary>The row that is shown large, if one is.</summary>
    public PhoneCardRow? Emphasis { get; init; }

    /// <summary>What a tap opens; null for nothing.</summary>
    public string? Opens { get; init; }
}

/// <summary>A row of a card.</summary>
/// <param name="Label">WeChat shows the field's label, which is its name where the template was taken over from WeChat.</param>
/// <param name="Value">What the user reads.</param>
public sealed record PhoneCardRow(string Label, string Value);
