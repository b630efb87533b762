namespace WeChatNotifications.WeChatApi.Templates;

/// <summary>A template-message template that an official account holds.</summary>
/// <param name="TemplateId">Its id, with which messages are sent.</param>
/// <param name="Title">Its title.</param>
/// <param name="PrimaryIndustry">The account's first industry, empty for templates of a category.</param>
/// <param name="DeputyIndustry">The account's second industry, empty for templates of a category.</param>
/// <param name="Content">Its lines: <c>课程名称:{{keyword1.DATA}}</c>.</param>
/// <param name="Example">The lines with example values.</param>
public sealed record OfficialAccountTemplate(
    string TemplateId, string Title, string PrimaryIndustry, string DeputyIndustry, string Content, string Example);
