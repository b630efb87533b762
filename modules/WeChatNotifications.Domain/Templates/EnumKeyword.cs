namespace WeChatNotifications.Templates;

/// <summary>The values that WeChat allows for one enum field (<c>keywordEnumValueList</c>).</summary>
/// <param name="Key">The field's key without <c>.DATA</c>.</param>
/// <param name="Values">The values.</param>
public sealed record EnumKeyword(string Key, IReadOnlyList<string> Values)
{
    /// <summary>Compares by value.</summary>
    public bool Equals(EnumKeyword? other) => other is not null && Key == other.Key && Values.SequenceEqual(other.Values, StringComparer.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Key, Values.Count);
}
