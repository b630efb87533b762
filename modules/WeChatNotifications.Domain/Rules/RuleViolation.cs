namespace WeChatNotifications.Rules;

/// <summary>One field that breaks one rule.</summary>
/// <param name="Field">The field as its caller names it, such as <c>appId</c> or <c>data.thing1</c>.</param>
/// <param name="Rule">One of <see cref="RuleCodes"/>; also the key of the localized text.</param>
/// <param name="Arguments">Values for the placeholders of the text, besides <c>field</c>.</param>
public sealed record RuleViolation(string Field, string Rule, IReadOnlyDictionary<string, object?> Arguments)
{
    /// <summary>A violation whose text has no placeholder besides the field.</summary>
    public RuleViolation(string field, string rule)
        : this(field, rule, new Dictionary<string, object?>(StringComparer.Ordinal))
    {
    }

    /// <summary>A violation with arguments given as pairs.</summary>
    public RuleViolation(string field, string rule, params ReadOnlySpan<(string Name, object? Value)> arguments)
        : this(field, rule, ToDictionary(arguments))
    {
    }

    /// <inheritdoc />
    public override string ToString() => $"{Field}: {Rule[(Rule.IndexOf(':', StringComparison.Ordinal) + 1)..]}";

    private static Dictionary<string, object?> ToDictionary(ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments)
        {
            result[name] = value;
        }

        return result;
    }
}
