using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Simulator.Accounts;

/// <summary>Creates a private template of an app, or changes what is given of an existing one.</summary>
public sealed record TemplateSeed
{
    [Required]
    public required string AppId { get; init; }

    [Required]
    public required string TemplateId { get; init; }

    public string? Title { get; init; }

    /// <summary>
    /// What it is for. Default for a new one: template messages for an official account and where a key is <c>first</c>,
    /// <c>keyword1</c>, … or <c>remark</c>, subscribe messages otherwise.
    /// </summary>
    public TemplateKind? Kind { get; init; }

    /// <summary>2 one-time, 3 long-term. Default 2.</summary>
    [Range(2, 3)]
    public int? Type { get; init; }

    /// <summary>Lines as WeChat lists them, for example <c>会议时间:{{date2.DATA}}\n</c>. Either this or <see cref="Fields"/> is needed for a new template.</summary>
    public string? Content { get; init; }

    /// <summary>The lines with values, as WeChat shows them to whoever chooses. Default: made up from the content.</summary>
    public string? Example { get; init; }

    /// <summary>The keys in order, for example <c>thing1</c>.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Allowed values of enum fields (<c>enum_string2</c>, <c>const3</c>) by key.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Enums { get; init; }

    /// <summary>Sends answer 43107; of an official account's template message 43116, of other template messages 40037.</summary>
    public bool? Banned { get; init; }

    /// <summary>Sends answer 40037.</summary>
    public bool? Deleted { get; init; }

    /// <summary>Messages a day to one user of a long-term template before 40038; -1 lifts it. Default: no limit.</summary>
    [Range(-1, int.MaxValue)]
    public int? DailyLimitPerUser { get; init; }
}
