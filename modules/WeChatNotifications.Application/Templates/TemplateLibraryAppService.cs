using WeChatNotifications.Credentials;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Templates;

namespace WeChatNotifications.Templates;

internal sealed class TemplateLibraryAppService(
    IAppCredentialRepository credentials, IMessageTemplateRepository templates, IRemoteTemplateRepository remotes, WeChatCalls calls, TemplateSync sync,
    TemplateAdoption adoption, TemplateDriftReader drift, IModuleTexts texts)
    : ITemplateLibraryAppService
{
    public async Task<IReadOnlyList<TemplateCategoryDto>> GetCategoriesAsync(Guid appCredentialId, CancellationToken cancellationToken = default)
    {
        var app = await credentials.RequireInBodyAsync(appCredentialId, cancellationToken).ConfigureAwait(false);
        var categories = await calls.AskAsync(app, WeChatCall.Template, (c, token, ct) => c.GetTemplateCategoriesAsync(token, ct), cancellationToken).ConfigureAwait(false);
        return [.. categories.OrThrow().Select(c => new TemplateCategoryDto(c.Id, c.Name))];
    }

    public async Task<LibraryTitlePageDto> GetTitlesAsync(LibraryTitleQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        var categories = query.CategoryIds ?? [];
        if (categories.Count == 0)
        {
            check.Add(new("categoryId", RuleCodes.Required));
        }

        if (categories.Count > TemplateLibraryLimits.MaxCategories)
        {
            check.Add(new("categoryId", RuleCodes.TooMany, ("count", categories.Count), ("max", TemplateLibraryLimits.MaxCategories)));
        }

        check.Range(query.Start, "start", 0, int.MaxValue);
        check.Range(query.Limit, "limit", 1, TemplateLibraryLimits.MaxTitles);
        check.ThrowIfBroken();
        var app = await credentials.RequireInBodyAsync(query.AppCredentialId, cancellationToken).ConfigureAwait(false);
        var page = (await calls.AskAsync(
            app, WeChatCall.Template, (c, token, ct) => c.GetLibraryTitlesAsync(token, categories, query.Start, query.Limit, ct), cancellationToken).ConfigureAwait(false)).OrThrow();
        return new(page.Count, [.. page.Titles.Select(t => new LibraryTitleDto(t.Tid, t.Title, TemplateSync.KindOf(t.Type), t.CategoryId))]);
    }

    public async Task<IReadOnlyList<LibraryKeywordDto>> GetKeywordsAsync(Guid appCredentialId, string? tid, CancellationToken cancellationToken = default)
    {
        var check = new RuleCheck();
        var number = check.Text(tid, "tid", TemplateLibraryLimits.TidLength);
        check.ThrowIfBroken();
        var app = await credentials.RequireInBodyAsync(appCredentialId, cancellationToken).ConfigureAwait(false);
        var keywords = await calls.AskAsync(app, WeChatCall.Template, (c, token, ct) => c.GetLibraryKeywordsAsync(token, number, ct), cancellationToken).ConfigureAwait(false);
        return [.. keywords.OrThrow().Select(k => new LibraryKeywordDto(k.Kid, k.Name, k.Example, k.Rule))];
    }

    public async Task<AddedLibraryTemplateDto> AddAsync(AddLibraryTemplateDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);

        // Everything that can be known beforehand: what WeChat has added is not taken back when the name turns out to be taken.
        var request = await CheckAsync(input, cancellationToken).ConfigureAwait(false);
        var app = await credentials.RequireInBodyAsync(input.AppCredentialId, cancellationToken).ConfigureAwait(false);
        var added = await calls.AskAsync(app, WeChatCall.Template, (c, token, ct) => c.AddTemplateAsync(token, request, ct), cancellationToken).ConfigureAwait(false);
        var weChatTemplateId = added.OrThrow();
        try
        {
            await sync.RunAsync(app, cancellationToken).ConfigureAwait(false);
        }
        catch (WeChatNotificationsException exception)
        {
            return new(weChatTemplateId, Remote: null, Template: null, Notice("Library:AddedUnseen", texts.Of(exception)));
        }

        if (await remotes.FindAsync(app.Id, weChatTemplateId, cancellationToken).ConfigureAwait(false) is not { } remote)
        {
            return new(weChatTemplateId, Remote: null, Template: null, texts.Get("Library:NotListed"));
        }

        var (template, notice) = await AdoptAsync(remote, app, input.Name, cancellationToken).ConfigureAwait(false);
        var users = await templates.ListAsync(app.Id, cancellationToken).ConfigureAwait(false);
        return new(weChatTemplateId, RemoteTemplateMapper.ToDto(remote, app.Kind, users), template, notice);
    }

    private async Task<(MessageTemplateDto? Template, string? Notice)> AdoptAsync(
        RemoteTemplate remote, AppCredential app, string? name, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return (null, null);
        }

        try
        {
            var template = await adoption.AdoptAsync(remote, app, new() { Name = name }, cancellationToken).ConfigureAwait(false);
            return (await drift.ToDtoAsync(template, cancellationToken).ConfigureAwait(false), null);
        }
        catch (RuleViolationException exception)
        {
            return (null, Notice("Library:NotAdopted", string.Join(' ', exception.Violations.Select(v => texts.Of(v).Message))));
        }
    }

    private async Task<AddTemplateRequest> CheckAsync(AddLibraryTemplateDto input, CancellationToken cancellationToken)
    {
        var check = new RuleCheck();
        var tid = check.Text(input.Tid, "tid", TemplateLibraryLimits.TidLength);
        var scene = check.Text(input.SceneDesc, "sceneDesc", TemplateLibraryLimits.SceneLength);
        var kids = input.KidList ?? [];
        if (kids.Count is < TemplateLibraryLimits.MinKeywords or > TemplateLibraryLimits.MaxKeywords)
        {
            check.Add(new("kidList", RuleCodes.Count, ("count", kids.Count), ("min", TemplateLibraryLimits.MinKeywords), ("max", TemplateLibraryLimits.MaxKeywords)));
        }

        foreach (var twice in kids.GroupBy(k => k).Where(g => g.Skip(1).Any()))
        {
            check.Add(new("kidList", RuleCodes.Duplicate, ("value", twice.Key)));
        }

        if (!string.IsNullOrWhiteSpace(input.Name))
        {
            var name = MessageTemplateSettings.CheckName(input.Name, check);
            if (await templates.FindByNameAsync(name, cancellationToken).ConfigureAwait(false) is not null)
            {
                check.Add(new("name", RuleCodes.Taken, ("value", name)));
            }
        }

        check.ThrowIfBroken();
        return new(tid, kids, scene);
    }

    private string Notice(string key, string why) => texts.Get(key, new Dictionary<string, object?>(StringComparer.Ordinal) { ["why"] = why });
}
