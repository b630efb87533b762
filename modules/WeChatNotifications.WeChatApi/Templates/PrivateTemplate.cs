namespace WeChatNotifications.WeChatApi.Templates;

/// <summary>A subscribe-message template that an app holds (My templates in the WeChat console).</summary>
/// <param name="TemplateId">The private template id (<c>priTmplId</c>), with which messages are sent.</param>
/// <param name="Title">Its title.</param>
/// <param name="Content">One line a field: <c>会议时间:{{date2.DATA}}</c>.</param>
/// <param name="Example">The lines with example values.</param>
/// <param name="Type">WeChat's number: 2 one-time, 3 long-term; <see langword="null"/> when not told.</param>
/// <param name="EnumValues">The values that its enum fields take.</param>
public sealed record PrivateTemplate(
    string TemplateId, string Title, string Content, string Example, int? Type, IReadOnlyList<TemplateEnumValues> EnumValues);
