using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Templates;

/// <summary>What writing a new template and changing one share: the form, and beside it what it makes of sample values.</summary>
public abstract class TemplateEditorPage(IMessageTemplateAppService templates, IAppCredentialAppService apps) : DashboardPage
{
    private static readonly string[] Languages = ["zh_CN", "en_US", "zh_HK", "zh_TW"];

    private IReadOnlyList<AppCredentialDto> _apps = [];
    private IReadOnlyList<MessageTemplateDto> _others = [];

    [BindProperty]
    public TemplateForm Input { get; set; } = new();

    /// <summary>The template as it is stored; null for a new one.</summary>
    public MessageTemplateDto? Stored { get; protected set; }

    /// <summary>What the form makes of the sample values; null when not even that could be found out.</summary>
    public TemplatePreviewDto? Preview { get; private set; }

    /// <summary>The names of the templates that take over one after the other, this one first.</summary>
    public IReadOnlyList<string> Chain { get; private set; } = [];

    public bool IsOfficialAccount => Input.Channel.AppKind() == AppKind.OfficialAccount;

    public bool IsUniform => Input.Channel == MessageChannel.UniformMessage;

    public IReadOnlyList<SelectListItem> Apps => [.. _apps.Select(a => new SelectListItem($"{a.Name} ({a.AppId})", a.Id.ToString()))];

    public IReadOnlyList<SelectListItem> Channels
        => Choices.Of<MessageChannel>(c => ModuleTexts.Get("Channel:" + c) + (c.IsRetired() ? " " + Texts["Templates.RetiredMark"] : ""));

    public IReadOnlyList<SelectListItem> Kinds => Choices.Of<SubscriptionKind>(k => ModuleTexts.Get("SubscriptionKind:" + k));

    public IReadOnlyList<SelectListItem> Overflows => Choices.Of<OverflowRule>(o => Texts["Templates.Overflow" + o]);

    public IReadOnlyList<SelectListItem> Versions => Choices.Of<MiniProgramVersion>(v => Texts["Templates.Version" + v]);

    public IReadOnlyList<SelectListItem> LanguageChoices => [new(Texts["Templates.LanguageDefault"], ""), .. Languages.Select(l => new SelectListItem(Texts["Templates.Language." + l], l))];

    public IReadOnlyList<SelectListItem> Fallbacks
        => [new(Texts["Form.None"], ""), .. _others.Select(t => new SelectListItem($"{t.Name} ({ModuleTexts.Get("Channel:" + t.Channel)})", t.Id.ToString()))];

    public IReadOnlyList<SelectListItem> Emphases
        => [new(Texts["Form.None"], ""), .. Input.Fields.Where(f => TemplateForm.Given(f.Key) is not null).Select(f => new SelectListItem(f.Key, f.Key))];

    protected IMessageTemplateAppService Templates => templates;

    /// <summary>What is said about a part of the form that has no input of its own: about the fields as a whole, or one of a list's values.</summary>
    public IEnumerable<string> ErrorsBelow(string path) => ModelState
        .Where(e => e.Key.Equals(path, StringComparison.OrdinalIgnoreCase) || e.Key.StartsWith(path + "[", StringComparison.OrdinalIgnoreCase))
        .SelectMany(e => e.Value!.Errors).Select(e => e.ErrorMessage);

    /// <summary>
    /// The form in the order that was asked for. What the browser has sent is forgotten afterwards, for the rows have other numbers now: the page
    /// shows what the form holds, and what cannot be read is gone as it was never typed in by a person.
    /// </summary>
    protected void Tidy()
    {
        Input.Tidy();
        ModelState.Clear();
    }

    /// <summary>Everything that stands beside the form.</summary>
    protected async Task LoadAsync(Guid? id)
    {
        _apps = await apps.ListAsync(Aborted).ConfigureAwait(false);
        _others = [.. (await templates.ListAsync(appCredentialId: null, Aborted).ConfigureAwait(false)).Where(t => t.Id != id)];
        if (Input.AppCredentialId == Guid.Empty && _apps.Count > 0)
        {
            Input.AppCredentialId = _apps[0].Id;
        }

        Chain = ChainOf(TemplateForm.Given(Input.Name) ?? Texts["Templates.ThisOne"]);
        await PreviewAsync().ConfigureAwait(false);
    }

    private List<string> ChainOf(string name)
    {
        var byId = _others.ToDictionary(t => t.Id);
        var chain = new List<string> { name };
        for (var next = Input.FallbackTemplateId; next is { } step && byId.Remove(step, out var template); next = template.FallbackTemplateId)
        {
            chain.Add(template.Name! + (template.IsEnabled ? "" : " " + Texts["Templates.OffMark"]));
        }

        return chain;
    }

    private async Task PreviewAsync()
    {
        var isKnown = _apps.Any(a => a.Id == Input.AppCredentialId);
        Preview = await templates.PreviewAsync(Input.ToPreview() with { AppCredentialId = isKnown ? Input.AppCredentialId : null }, Aborted).ConfigureAwait(false);
        var given = Input.Samples.Where(s => s.Name is not null).DistinctBy(s => s.Name!).ToDictionary(s => s.Name!, s => s.Value, StringComparer.Ordinal);
        for (var i = 0; i < Input.Fields.Count && i < Preview.Fields.Count; i++)
        {
            Input.Fields[i].Sample = Preview.Fields[i].Sample;
        }

        Input.Samples = [.. PlaceholdersOf(Input).Select(name => new SampleForm { Name = name, Value = given.GetValueOrDefault(name) ?? FieldSamples.Placeholder })];

        // The last row waits for a further field.
        if (Input.Fields.Count < MessageTemplateLimits.MaxFields)
        {
            Input.Fields.Add(new FieldForm());
        }
    }

    /// <summary>The placeholders of page and address that are no fields.</summary>
    private static IEnumerable<string> PlaceholdersOf(TemplateForm form)
    {
        var fields = form.Fields.SelectMany(f => new[] { f.Key, f.Name }).ToHashSet(StringComparer.Ordinal);
        return new[] { form.PagePattern, form.UrlPattern }.OfType<string>().SelectMany(p => PagePattern.Placeholders(p) ?? []).Distinct(StringComparer.Ordinal).Where(p => !fields.Contains(p));
    }
}
