namespace WeChatNotifications.Templates;

/// <summary>One difference between a template and the one that WeChat held at the last look.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Field">The field, where it is about one.</param>
/// <param name="Added">Fields or values that WeChat has and the template does not.</param>
/// <param name="Removed">Fields or values that the template has and WeChat does not.</param>
/// <param name="Message">All of it in a sentence, in the caller's language.</param>
public sealed record TemplateDriftDto(
    TemplateDriftKind Kind, string? Field, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, string Message);
