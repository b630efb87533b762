namespace WeChatNotifications.WeChatApi.Templates;

/// <summary>The values that one enum field of a template takes.</summary>
/// <param name="Field">The field (<c>enum_string2</c>, without <c>.DATA</c>).</param>
/// <param name="Values">The values.</param>
public sealed record TemplateEnumValues(string Field, IReadOnlyList<string> Values);
