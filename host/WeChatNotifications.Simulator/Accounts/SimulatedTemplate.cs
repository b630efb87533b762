using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Subscribe;
using WeChatNotifications.Simulator.TemplateLibrary;

namespace WeChatNotifications.Simulator.Accounts;

/// <summary>One private template.</summary>
internal sealed class SimulatedTemplate(string templateId)
{
    private static long _created;

    private volatile TemplateField[] _fields = [];

    public string TemplateId => templateId;

    /// <summary>Templates are listed as they came.</summary>
    public long Order { get; } = Interlocked.Increment(ref _created);

    public string Title { get; set; } = "";

    /// <summary>The lines as WeChat lists them, with keys.</summary>
    public string Content { get; private set; } = "";

    /// <summary>The lines with values.</summary>
    public string Example { get; private set; } = "";

    public TemplateKind Kind { get; private set; }

    public int Type { get; set; } = OneTime;

    public const int OneTime = 2;
    public const int LongTerm = 3;

    public TemplateField[] Fields => _fields;

    public bool Banned { get; set; }

    public bool Deleted { get; set; }

    public int? DailyLimitPerUser { get; set; }

    /// <exception cref="SimulatorControlException">Allowed values of a field that has none, or a key its kind does not have. Nothing is changed then.</exception>
    public void Change(TemplateSeed seed, AppKind owner)
    {
        var fields = FieldsAfter(seed);
        var kind = seed.Kind ?? (_fields.Length > 0 ? Kind : KindOf(fields, owner));
        ControlRules.Check(seed, kind, fields);
        if (seed.Content is not null || seed.Fields is not null)
        {
            Content = seed.Content ?? TemplateText.ContentOf(fields);
        }

        if (seed.Example is not null || seed.Content is not null || seed.Fields is not null)
        {
            Example = seed.Example ?? TemplateText.ExampleOf(Content, fields);
        }

        _fields = fields;
        Kind = kind;
        Title = seed.Title ?? Title;
        Type = seed.Type ?? Type;
        Banned = seed.Banned ?? Banned;
        Deleted = seed.Deleted ?? Deleted;
        DailyLimitPerUser = seed.DailyLimitPerUser is { } limit ? (limit < 0 ? null : limit) : DailyLimitPerUser;
    }

    private static TemplateKind KindOf(TemplateField[] fields, AppKind owner) =>
        owner == AppKind.OfficialAccount || fields.Any(field => field.Type == FieldType.Text) ? TemplateKind.Template : TemplateKind.Subscribe;

    private TemplateField[] FieldsAfter(TemplateSeed seed)
    {
        var keys = seed.Fields ?? (seed.Content is { } content ? TemplateField.KeysOf(content) : [.. _fields.Select(field => field.Key)]);
        var enums = _fields.Where(field => field.AllowedValues.Length > 0).ToDictionary(field => field.Key, field => field.AllowedValues, StringComparer.Ordinal);
        foreach (var (key, values) in seed.Enums ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            enums[TemplateField.PlainKey(key)] = [.. values];
        }

        return [.. keys.Select(key => new TemplateField(TemplateField.PlainKey(key), enums.GetValueOrDefault(TemplateField.PlainKey(key), [])))];
    }
}
