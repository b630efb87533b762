using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Dashboard.Broadcasts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.HttpApi;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts.Wizard;

/// <summary>The list of a draft. The file is handed on while it arrives, so that it takes the same memory for ten rows and for millions.</summary>
[StreamedForm]
[IgnoreAntiforgeryToken]
[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Manage)]
public sealed class ListModel(IBroadcastAppService broadcasts, IAntiforgery antiforgery, IOptions<WeChatNotificationsHttpApiOptions> options) : WizardPage(broadcasts)
{
    private const string FileField = "Input.List";

    public ListStepForm Input { get; } = new();

    public IReadOnlyList<SelectListItem> Formats { get; private set; } = [];

    public CursorPage<BroadcastBadRowDto> BadRows { get; private set; } = new([], null);

    /// <summary>Where the page of bad rows before ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Pager Pager => new(BadRows.Next, string.IsNullOrEmpty(After));

    /// <summary>Largest file, as people read it.</summary>
    public string MaxSize => DashboardView.Number(options.Value.MaxListSize / (1024 * 1024));

    protected override WizardStep Step => WizardStep.List;

    public async Task<IActionResult> OnGetAsync(Guid id) => await FindDraftAsync(id).ConfigureAwait(false) ?? await ShowAsync().ConfigureAwait(false);

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Manage)]
    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        var isTooLarge = Request.ContentLength > options.Value.MaxListSize + StreamedFormAttribute.Frame;
        var form = isTooLarge ? null : await StreamedForm.ReadAsync(Request, Aborted).ConfigureAwait(false);
        if (!isTooLarge && (form is null || !await form.IsOursAsync(HttpContext, antiforgery).ConfigureAwait(false)))
        {
            return BadRequest();
        }

        if (await FindDraftAsync(id).ConfigureAwait(false) is { } elsewhere)
        {
            return elsewhere;
        }

        if (isTooLarge)
        {
            await TakeRestAsync().ConfigureAwait(false);
            ModelState.AddModelError(FileField, Texts["Broadcasts.ListTooLarge", ("max", MaxSize)]);
        }
        else if (form!.File is not { } file)
        {
            ModelState.AddModelError(FileField, Texts["Broadcasts.ListMissing"]);
        }
        else if (await UploadAsync(file, FormatOf(form)).ConfigureAwait(false))
        {
            Broadcast = await Service.GetAsync(id, Aborted).ConfigureAwait(false);
            return Done(Texts["Broadcasts.ListUploaded", ("n", DashboardView.Number(Broadcast.ListRows))], values: new { id });
        }

        return await ShowAsync().ConfigureAwait(false);
    }

    private async Task<bool> UploadAsync(Stream file, BroadcastListFormat format)
    {
        try
        {
            var isStored = await TryAsync(() => Service.UploadListAsync(Broadcast!.Id, file, format, Aborted), FileField).ConfigureAwait(false);

            // A browser looks at the answer only when it has sent everything.
            await Request.Body.DrainAsync(Aborted).ConfigureAwait(false);
            MessageErrors.MoveAll(ModelState, FileField, [.. ModelState.Keys.Where(k => k.StartsWith(FileField + ".", StringComparison.Ordinal))]);
            return isStored;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            ModelState.AddModelError(FileField, Texts["Broadcasts.ListTooLarge", ("max", MaxSize)]);
            return false;
        }
    }

    /// <summary>Takes what is too large as far as that is bearable: whoever is cut off in the middle of sending never sees the answer.</summary>
    private async Task TakeRestAsync()
    {
        if (HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        try
        {
            await Request.Body.DrainAsync(2 * options.Value.MaxListSize, Aborted).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            Response.Headers.Connection = "close";
        }
    }

    /// <summary>What was chosen; else what the file's name or its type says, and CSV where neither does.</summary>
    private static BroadcastListFormat FormatOf(StreamedForm form)
    {
        if (form.Fields.TryGetValue("Input.Format", out var chosen) && Enum.TryParse<BroadcastListFormat>(chosen, ignoreCase: true, out var format) && Enum.IsDefined(format))
        {
            return format;
        }

        var isJson = Path.GetExtension(form.FileName)?.ToUpperInvariant() is ".JSONL" or ".NDJSON" or ".JSON" || form.FileType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
        return isJson ? BroadcastListFormat.JsonLines : BroadcastListFormat.Csv;
    }

    private async Task<IActionResult> ShowAsync()
    {
        Formats =
        [
            new(Texts["Broadcasts.FormatByName"], ""),
            .. Enum.GetValues<BroadcastListFormat>().Select(f => new SelectListItem(Texts["Broadcasts.Format" + f], f.ToString())),
        ];
        await TryAsync(async () => BadRows = await Service.GetBadRowsAsync(Broadcast!.Id, new() { PageSize = 50, Cursor = After }, Aborted).ConfigureAwait(false), "").ConfigureAwait(false);
        return Page();
    }
}

/// <summary>The form of the list; it is read while it arrives, not bound.</summary>
public sealed class ListStepForm
{
    public string? Format { get; set; }

    public string? List { get; set; }
}
