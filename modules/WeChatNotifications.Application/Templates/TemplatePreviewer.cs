using System.Globalization;
using WeChatNotifications.Credentials;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>Shows a template that is being written as a user would see it, and what is wrong with it.</summary>
internal sealed class TemplatePreviewer(IAppCredentialRepository credentials, IRemoteTemplateRepository remotes, IModuleTexts texts, TimeProvider timeProvider)
{
    public async Task<TemplatePreviewDto> PreviewAsync(PreviewTemplateDto input, CancellationToken cancellationToken)
    {
        var app = input.AppCredentialId is { } id && id != Guid.Empty ? await credentials.RequireInBodyAsync(id, cancellationToken).ConfigureAwait(false) : null;
        var remote = app is not null && !string.IsNullOrWhiteSpace(input.WeChatTemplateId)
            ? await remotes.FindAsync(app.Id, input.WeChatTemplateId.Trim(), cancellationToken).ConfigureAwait(false)
            : null;
        var settings = MessageTemplateMapper.SettingsOf(new SaveMessageTemplateDto
        {
            Channel = input.Channel,
            Fields = input.Fields,
            EmphasisKeyword = input.EmphasisKeyword,
            PagePattern = input.PagePattern,
            UrlPattern = input.UrlPattern,
        });
        var preview = TemplatePreview.Of(
            settings,
            input.Samples ?? new Dictionary<string, string?>(StringComparer.Ordinal),
            CultureInfo.GetCultureInfo(app?.Culture ?? AppCredentialLimits.DefaultCulture),
            TimeZoneInfo.FindSystemTimeZoneById(app?.TimeZone ?? AppCredentialLimits.DefaultTimeZone),
            timeProvider.GetUtcNow());
        var labels = remote is null ? [] : RemoteTemplateContent.Fields(remote.Content).DistinctBy(f => f.Key).ToDictionary(f => f.Key, f => f.Label, StringComparer.Ordinal);
        return new(
            [.. preview.Fields.Select(f => ToDto(f, labels))],
            CardOf(input, preview, remote, labels),
            [.. preview.Violations.Select(texts.Of)]);
    }

    private FieldPreviewDto ToDto(FieldPreview preview, Dictionary<string, string?> labels)
    {
        var field = preview.Field;
        var type = TemplateFieldKey.TryParse(field.Key, out var known) ? known : (TemplateFieldType?)null;
        var label = LabelOf(field, labels);
        return new()
        {
            Key = field.Key,
            Label = label,
            Type = type,
            Sample = preview.Sample,
            Rendered = preview.Text,
            Length = preview.Length,
            Max = type is null ? null : preview.MaxLength,
            Rule = RuleOf(type, field, label),
            Violations = [.. preview.Violations.Select(texts.Of)],
        };
    }

    private static TemplateCardDto CardOf(PreviewTemplateDto input, TemplatePreview preview, RemoteTemplate? remote, Dictionary<string, string?> labels)
    {
        var rows = preview.Fields.Select(f => (f.Field.Key, Row: new TemplateCardRowDto(
            labels.TryGetValue(f.Field.Key, out var label) ? label ?? "" : f.Field.Type == TemplateFieldType.Text && f.Field.Key is "first" or "remark" ? "" : LabelOf(f.Field, labels),
            f.Text,
            f.Field.Color))).ToList();
        var emphasis = string.IsNullOrWhiteSpace(input.EmphasisKeyword) ? -1 : rows.FindIndex(r => r.Key == input.EmphasisKeyword.Trim());
        return new(
            !string.IsNullOrWhiteSpace(input.Title) ? input.Title.Trim() : remote?.Title ?? "",
            emphasis < 0 ? null : rows[emphasis].Row,
            [.. rows.Where((_, i) => i != emphasis).Select(r => r.Row)],
            preview.Page,
            preview.Url);
    }

    private static string LabelOf(TemplateField field, Dictionary<string, string?> labels)
        => labels.GetValueOrDefault(field.Key) is { Length: > 0 } label ? label : field.Name ?? field.Key;

    private string? RuleOf(TemplateFieldType? type, TemplateField field, string label)
        => type is null || (type is TemplateFieldType.Enum or TemplateFieldType.Const && field.AllowedValues.Count == 0)
            ? null
            : texts.Get(
                RuleCodes.FieldTypePrefix + type,
                new Dictionary<string, object?>(StringComparer.Ordinal) { ["field"] = label, ["allowed"] = string.Join(" / ", field.AllowedValues) });
}
