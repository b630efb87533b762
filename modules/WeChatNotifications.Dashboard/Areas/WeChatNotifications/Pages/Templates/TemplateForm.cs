using System.Globalization;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Templates;

/// <summary>A template as its form sends it. Names are those of the API, so that what the module refuses finds its field.</summary>
public sealed class TemplateForm
{
    public string? Name { get; set; }

    public Guid AppCredentialId { get; set; }

    public MessageChannel Channel { get; set; }

    public string? WeChatTemplateId { get; set; }

    public string? Title { get; set; }

    public SubscriptionKind SubscriptionKind { get; set; } = SubscriptionKind.OneTime;

    public IList<FieldForm> Fields { get; set; } = [];

    public string? PagePattern { get; set; }

    public MiniProgramVersion MiniProgramVersion { get; set; }

    public string? Language { get; set; }

    public string? UrlPattern { get; set; }

    public string? JumpAppId { get; set; }

    public string? EmphasisKeyword { get; set; }

    public string? OfficialAccountAppId { get; set; }

    public Guid? FallbackTemplateId { get; set; }

    public bool RequiresGrant { get; set; }

    public QuietHoursForm QuietHours { get; set; } = new();

    public bool IsEnabled { get; set; } = true;

    public Guid? ConcurrencyStamp { get; set; }

    /// <summary>Values to try the template with, by name of the field or placeholder.</summary>
    public IList<SampleForm> Samples { get; set; } = [];

    public static TemplateForm Of(MessageTemplateDto template) => new()
    {
        Name = template.Name,
        AppCredentialId = template.AppCredentialId,
        Channel = template.Channel,
        WeChatTemplateId = template.WeChatTemplateId,
        Title = template.Title,
        SubscriptionKind = template.SubscriptionKind,
        Fields = [.. (template.Fields ?? []).Select(FieldForm.Of)],
        PagePattern = template.PagePattern,
        MiniProgramVersion = template.MiniProgramVersion,
        Language = template.Language,
        UrlPattern = template.UrlPattern,
        JumpAppId = template.JumpAppId,
        EmphasisKeyword = template.EmphasisKeyword,
        OfficialAccountAppId = template.OfficialAccountAppId,
        FallbackTemplateId = template.FallbackTemplateId,
        RequiresGrant = template.RequiresGrant,
        QuietHours = new() { From = template.QuietHours?.From, To = template.QuietHours?.To },
        IsEnabled = template.IsEnabled,
        ConcurrencyStamp = template.ConcurrencyStamp,
    };

    /// <summary>Puts the rows in the order that was asked for, and leaves out empty ones: what is refused is then counted as the user sees it.</summary>
    public void Tidy()
    {
        Fields = [.. Fields.Where(f => f is { IsEmpty: false, Remove: false }).OrderBy(f => f.Place).Take(MessageTemplateLimits.MaxFields + 1)];
        foreach (var field in Fields)
        {
            field.Position = null;
        }
    }

    /// <summary>What the API takes.</summary>
    /// <param name="weapp">The mini program's part of a uniform message, which this form does not show.</param>
    public UpdateMessageTemplateDto ToDto(WeappTemplatePartDto? weapp) => new()
    {
        Name = Name,
        AppCredentialId = AppCredentialId,
        Channel = Channel,
        WeChatTemplateId = WeChatTemplateId,
        Title = Given(Title),
        SubscriptionKind = SubscriptionKind,
        Fields = [.. Fields.Select(f => f.ToDto())],
        PagePattern = Given(PagePattern),
        MiniProgramVersion = MiniProgramVersion,
        Language = Given(Language),
        UrlPattern = Given(UrlPattern),
        JumpAppId = Given(JumpAppId),
        EmphasisKeyword = Given(EmphasisKeyword),
        OfficialAccountAppId = Given(OfficialAccountAppId),
        Weapp = Channel == MessageChannel.UniformMessage ? weapp : null,
        FallbackTemplateId = FallbackTemplateId,
        RequiresGrant = RequiresGrant,
        QuietHours = Given(QuietHours.From) is null && Given(QuietHours.To) is null ? null : new() { From = QuietHours.From, To = QuietHours.To },
        IsEnabled = IsEnabled,
        ConcurrencyStamp = ConcurrencyStamp,
    };

    public PreviewTemplateDto ToPreview() => new()
    {
        AppCredentialId = AppCredentialId,
        Channel = Channel,
        WeChatTemplateId = Given(WeChatTemplateId),
        Title = Given(Title),
        Fields = [.. Fields.Select(f => f.ToDto())],
        EmphasisKeyword = Given(EmphasisKeyword),
        PagePattern = Given(PagePattern),
        UrlPattern = Given(UrlPattern),
        Samples = SampleValues(),
    };

    /// <summary>Each name once: that of the field before that of a placeholder.</summary>
    public Dictionary<string, string?> SampleValues()
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in Fields.Select(f => (Name: f.Key?.Trim(), f.Sample)).Concat(Samples.Select(s => (s.Name, Sample: s.Value))))
        {
            if (!string.IsNullOrEmpty(name))
            {
                values.TryAdd(name, value);
            }
        }

        return values;
    }

    internal static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>One field of the form.</summary>
public sealed class FieldForm
{
    public string? Key { get; set; }

    public string? Name { get; set; }

    public OverflowRule Overflow { get; set; }

    public string? Format { get; set; }

    public string? DefaultValue { get; set; }

    /// <summary>One a line.</summary>
    public string? AllowedValues { get; set; }

    public string? Color { get; set; }

    /// <summary>A value to try it with.</summary>
    public string? Sample { get; set; }

    /// <summary>Where the row shall stand, from 1; empty for where it stands.</summary>
    public string? Position { get; set; }

    public bool Remove { get; set; }

    internal bool IsEmpty => TemplateForm.Given(Key) is null && TemplateForm.Given(Name) is null;

    internal double Place => double.TryParse(Position, NumberStyles.Float, CultureInfo.InvariantCulture, out var place) ? place : double.MaxValue;

    internal static FieldForm Of(TemplateFieldDto field) => new()
    {
        Key = field.Key,
        Name = field.Name,
        Overflow = field.Overflow,
        Format = field.Format,
        DefaultValue = field.DefaultValue,
        AllowedValues = string.Join('\n', field.AllowedValues ?? []),
        Color = field.Color,
    };

    internal TemplateFieldDto ToDto()
    {
        var values = (AllowedValues ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new()
        {
            Key = Key,
            Name = Name,
            Overflow = Overflow,
            Format = TemplateForm.Given(Format),
            DefaultValue = TemplateForm.Given(DefaultValue),
            AllowedValues = values.Length > 0 ? values : null,
            Color = TemplateForm.Given(Color),
        };
    }
}

/// <summary>Quiet hours of the form.</summary>
public sealed class QuietHoursForm
{
    public string? From { get; set; }

    public string? To { get; set; }
}

/// <summary>A value to try a placeholder with.</summary>
public sealed class SampleForm
{
    public string? Name { get; set; }

    public string? Value { get; set; }
}
