using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// Everything a delivery takes from a template, rendered: what takes over when the templates before it cannot reach the user. The whole
/// chain is rendered when the notification is queued, so that wrong data is refused at once and a later change of a template changes
/// nothing under way.
/// </summary>
public sealed record FallbackStep
{
    /// <summary>The app that sends it.</summary>
    public required Guid AppCredentialId { get; init; }

    /// <summary>The template it was rendered from.</summary>
    public required Guid MessageTemplateId { get; init; }

    /// <summary>The template's logical name at that time.</summary>
    public required string TemplateName { get; init; }

    /// <summary>The WeChat message API.</summary>
    public MessageChannel Channel { get; init; }

    /// <summary>WeChat's template id at that time.</summary>
    public required string WeChatTemplateId { get; init; }

    /// <summary>Field key → text, in the template's order.</summary>
    [JsonConverter(typeof(FieldsJsonConverter))]
    public required IReadOnlyList<KeyValuePair<string, string>> Data { get; init; }

    /// <summary>The page a tap opens.</summary>
    public string? Page { get; init; }

    /// <summary>Which version of the mini program a tap opens.</summary>
    public MiniProgramVersion MiniProgramVersion { get; init; }

    /// <summary>Language of the card's fixed texts.</summary>
    public string? Language { get; init; }

    /// <summary>What the channel needs besides.</summary>
    public ChannelOptions? Options { get; init; }

    /// <summary>A rendered template as a step of a chain.</summary>
    public static FallbackStep Of(MessageTemplate template, RenderedMessage message) => new()
    {
        AppCredentialId = template.AppCredentialId,
        MessageTemplateId = template.Id,
        TemplateName = template.Name,
        Channel = template.Channel,
        WeChatTemplateId = template.WeChatTemplateId,
        Data = message.Data,
        Page = message.Page,
        MiniProgramVersion = template.MiniProgramVersion,
        Language = template.Language,
        Options = message.Options,
    };

    /// <summary>The stored form of the steps that are left; null when none is.</summary>
    public static string? ToJson(IReadOnlyCollection<FallbackStep> steps) => steps.Count == 0 ? null : JsonSerializer.Serialize(steps, ChannelOptions.Json);

    /// <summary>Reads the stored form.</summary>
    public static IReadOnlyList<FallbackStep> FromJson(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<FallbackStep>>(json, ChannelOptions.Json)!;
}
