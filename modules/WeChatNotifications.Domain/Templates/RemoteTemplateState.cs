namespace WeChatNotifications.Templates;

/// <summary>One template as WeChat just described it.</summary>
/// <param name="WeChatTemplateId">WeChat's id.</param>
/// <param name="Title">The title.</param>
/// <param name="Content">The lines with fields.</param>
/// <param name="Example">The lines with examples.</param>
/// <param name="SubscriptionKind">How consent counts; null for an official account's template message.</param>
/// <param name="EnumKeywords">The values of its enum fields.</param>
public sealed record RemoteTemplateState(
    string WeChatTemplateId, string Title, string Content, string? Example, SubscriptionKind? SubscriptionKind, IReadOnlyList<EnumKeyword> EnumKeywords);

/// <summary>What one look at WeChat brought.</summary>
/// <param name="Templates">Everything that WeChat listed.</param>
/// <param name="HasSubscriptions">Whether WeChat listed the templates of subscriptions; what was not listed is not known to be gone.</param>
/// <param name="HasTemplateMessages">Whether WeChat listed the templates of template messages.</param>
public sealed record RemoteTemplateSnapshot(IReadOnlyList<RemoteTemplateState> Templates, bool HasSubscriptions, bool HasTemplateMessages);

/// <summary>What a look at WeChat changed.</summary>
/// <param name="Added">Templates seen for the first time, or again after they were gone.</param>
/// <param name="Changed">Templates that WeChat describes in another way than before.</param>
/// <param name="Removed">Templates that are gone.</param>
public sealed record RemoteTemplateChanges(int Added, int Changed, int Removed);
