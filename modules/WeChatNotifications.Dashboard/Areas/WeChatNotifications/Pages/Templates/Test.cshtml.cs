using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Templates;

/// <summary>Sends one message with a template, to see it arrive. It is a real message: it needs the user's permit, and stands in the log.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Notifications.Send)]
public sealed class TestModel(IMessageTemplateAppService templates, IWeChatNotifier notifier) : DashboardPage
{
    [BindProperty]
    public TestForm Input { get; set; } = new();

    public MessageTemplateDto Template { get; private set; } = null!;

    /// <summary>The templates that may take over, this one first: the values are for all of them.</summary>
    public IReadOnlyList<MessageTemplateDto> Chain { get; private set; } = [];

    public async Task OnGetAsync(Guid id)
    {
        await LoadAsync(id).ConfigureAwait(false);
        Input.Values = await ExamplesAsync().ConfigureAwait(false);
    }

    [DashboardPermission(WeChatNotificationsPermissions.Notifications.Send)]
    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        await LoadAsync(id).ConfigureAwait(false);
        ModelState.Clear();
        NotificationReceipt? receipt = null;
        if (!await TryAsync(async () => receipt = (await notifier.SendAsync(NotificationOf(), Aborted).ConfigureAwait(false))[0]).ConfigureAwait(false))
        {
            CopyErrors("Input.toUsers", "Input.UserId");
            CopyErrors("Input.to", "Input.OpenId", exceptWith: "Input.toUsers");
            return Page();
        }

        return await Permissions.HasAsync(WeChatNotificationsPermissions.Deliveries.Default).ConfigureAwait(false)
            ? Done(Texts["Templates.TestSent"], "/Deliveries/Detail", new { id = receipt!.DeliveryId })
            : Done(Texts["Templates.TestSent"], "/Templates/Test", new { id });
    }

    /// <summary>What was refused about a value.</summary>
    public string? ErrorOf(string? name)
        => ModelState.TryGetValue("Input.data." + name, out var entry) && entry.Errors.Count > 0 ? string.Join(' ', entry.Errors.Select(e => e.ErrorMessage)) : null;

    /// <summary>What was refused and belongs to no input of the page: a template that is switched off, say.</summary>
    public IEnumerable<string> OtherErrors()
        => ModelState.Where(e => e.Key.Length > 0 && !e.Key.StartsWith("Input.to", StringComparison.OrdinalIgnoreCase) && e.Key is not ("Input.OpenId" or "Input.UserId") && Input.Values.All(v => !e.Key.Equals("Input.data." + v.Name, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(e => e.Value!.Errors).Select(e => e.ErrorMessage);

    private Notification NotificationOf()
    {
        var fields = Chain.SelectMany(t => (t.Fields ?? []).Concat(t.Weapp?.Fields ?? [])).ToList();
        return new()
        {
            Template = Template.Name!,
            // Nobody at all is refused by the notifier, together with whatever else is missing.
            To = NotificationRecipients.OpenIds(Given(Input.OpenId)).And(NotificationRecipients.UserIds(Given(Input.UserId))),
            Data = Input.Values.Where(v => !string.IsNullOrEmpty(v.Name) && !string.IsNullOrWhiteSpace(v.Value)).DistinctBy(v => v.Name!)
                .ToDictionary(v => v.Name!, v => ValueOf(fields.Find(f => f.Name == v.Name || f.Key == v.Name), v.Value!), StringComparer.Ordinal),
        };
    }

    private static IEnumerable<string> Given(string? text) => string.IsNullOrWhiteSpace(text) ? [] : [text.Trim()];

    /// <summary>A number or a time where the field formats one, as business code would give it.</summary>
    private static object? ValueOf(TemplateFieldDto? field, string text)
        => field?.Key is { } key ? FieldSamples.Read(new TemplateField { Key = key, Format = field.Format }, text) : text;

    private async Task LoadAsync(Guid id)
    {
        Template = await templates.GetAsync(id, Aborted).ConfigureAwait(false);
        var byId = (await templates.ListAsync(appCredentialId: null, Aborted).ConfigureAwait(false)).ToDictionary(t => t.Id);
        var chain = new List<MessageTemplateDto>();
        for (Guid? next = id; next is { } step && byId.Remove(step, out var template); next = template.FallbackTemplateId)
        {
            chain.Add(template);
        }

        Chain = chain;
    }

    /// <summary>An example for every field and placeholder of the chain, each once.</summary>
    private async Task<List<SampleForm>> ExamplesAsync()
    {
        var values = new List<SampleForm>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var template in Chain)
        {
            foreach (var fields in new[] { template.Fields, template.Weapp?.Fields }.OfType<IReadOnlyList<TemplateFieldDto>>())
            {
                var preview = await templates.PreviewAsync(new() { AppCredentialId = template.AppCredentialId, Channel = template.Channel, Fields = fields }, Aborted).ConfigureAwait(false);
                values.AddRange(fields.Zip(preview.Fields, (field, shown) => new SampleForm { Name = field.Name ?? field.Key, Value = shown.Sample }).Where(v => known.Add(v.Name!)));
                known.UnionWith(fields.Select(f => f.Key!));
            }
        }

        foreach (var placeholder in Chain.SelectMany(t => new[] { t.PagePattern, t.UrlPattern, t.Weapp?.PagePattern }).OfType<string>().SelectMany(p => PagePattern.Placeholders(p) ?? []))
        {
            if (known.Add(placeholder))
            {
                values.Add(new() { Name = placeholder, Value = FieldSamples.Placeholder });
            }
        }

        return values;
    }

    private void CopyErrors(string from, string to, string? exceptWith = null)
    {
        var found = ModelState
            .Where(e => e.Key.StartsWith(from, StringComparison.OrdinalIgnoreCase) && (exceptWith is null || !e.Key.StartsWith(exceptWith, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(e => e.Value!.Errors).Select(e => e.ErrorMessage).ToList();
        found.ForEach(message => ModelState.AddModelError(to, message));
    }
}

/// <summary>A test as its form sends it.</summary>
public sealed class TestForm
{
    public string? OpenId { get; set; }

    /// <summary>Who the user is to the host; looked up among the recipients.</summary>
    public string? UserId { get; set; }

    public IList<SampleForm> Values { get; set; } = [];
}
