using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Pages;
using WeChatNotifications.Simulator.People;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>The subscription dialog: which templates the page asks for, what the user answers, and what the page gets.</summary>
internal sealed class DialogPages(SimulatorControl control)
{
    private const string TemplateField = "template";
    private const string ChoicePrefix = "choice-";
    private const string AlwaysField = "always";
    private const string AnswerField = "answer";
    private const string CancelAnswer = "cancel";
    private const string Accept = "accept";
    private const string Reject = "reject";

    /// <summary>Without templates, the choice of them; with templates, the dialog.</summary>
    public static Task ShowAsync(PageContext page, PhoneOwner owner)
    {
        var asked = page.Http.Request.Query[TemplateField].Select(id => owner.App.FindTemplate(id ?? "", TemplateKind.Subscribe)).OfType<SimulatedTemplate>().Distinct().ToArray();
        return asked.Length > 0 ? WriteAsync(page, owner, Dialog(page, owner, asked)) : WriteAsync(page, owner, Choice(page, owner, page.Query("asked") == "true"));
    }

    public async Task AnswerAsync(PageContext page, PhoneOwner owner)
    {
        var form = await PostedForm.ReadAsync(page);
        var asked = form.All(TemplateField).Distinct(StringComparer.Ordinal).ToArray();
        var cancelled = form.Value(AnswerField) == CancelAnswer;
        var answer = default(DialogAnswer);
        var request = new DialogRequest
        {
            AppId = owner.App.AppId,
            OpenId = owner.User.OpenId,
            Results = asked.ToDictionary(id => id, id => !cancelled && form.Value(ChoicePrefix + id) == Accept ? Accept : Reject, StringComparer.Ordinal),
            Always = form.Ticked(AlwaysField),
        };
        form.Do(request, () => answer = control.ShowDialog(request));
        await WriteAsync(
            page, owner, answer is null ? Notices.Fault(page, form.Refusal) : Result(page, owner, asked, answer), answer is null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static Task WriteAsync(PageContext page, PhoneOwner owner, Html content, int status = StatusCodes.Status200OK) =>
        page.WriteAsync(PhoneFrame.Around(page, owner, PhonePart.Subscribe, new() { Title = page[PhoneTexts.Subscribe], Content = content }), status);

    private static Html Choice(PageContext page, PhoneOwner owner, bool wasAsked)
    {
        var templates = owner.App.Templates.Values.Where(template => template is { Kind: TemplateKind.Subscribe, Deleted: false }).OrderBy(template => template.Order).ToArray();
        return templates.Length == 0
            ? Html.Of($"""<p class="empty" data-testid="empty">{page.Say(PhoneTexts.NoTemplates, owner.App.Name)}</p>""")
            : Html.Of($"""
                <form method="get" action="{PhoneAddress.OfDialog(owner)}" data-testid="ask">
                <input type="hidden" name="asked" value="true">
                <fieldset{Html.Attribute("aria-describedby", wasAsked ? "ask-fault" : null)}><legend>{page[PhoneTexts.AskTitle]}</legend>
                <p class="hint">{page.Say(PhoneTexts.AskWords, owner.App.Name)}</p>
                {(wasAsked ? Html.Of($"""<p class="fault" id="ask-fault" role="alert">{page[PhoneTexts.ChooseTemplates]}</p>""") : Html.None)}
                {Html.Each(templates, template => Html.Of($"""<p class="tick"><input type="checkbox" id="ask-{template.TemplateId}" name="{TemplateField}" value="{template.TemplateId}" data-testid="ask-template"> <label for="ask-{template.TemplateId}">{TitleOf(template)} <span class="tag">{TypeOf(page, template)}</span></label></p>"""))}
                </fieldset>
                <button type="submit" class="primary" data-testid="ask-submit">{page[PhoneTexts.Ask]}</button>
                </form>
                """);
    }

    private static Html Dialog(PageContext page, PhoneOwner owner, SimulatedTemplate[] asked) => Html.Of($"""
        <div class="shade">
        <div class="sheet" role="dialog" aria-labelledby="sheet-title" data-testid="subscribe-dialog">
        <form method="post" action="{PhoneAddress.OfDialog(owner)}">
        <p class="asker">{PhoneFrame.Avatar(owner.App.Name, owner.App.AppId)}<span>{owner.App.Name}</span></p>
        <h2 id="sheet-title">{page.Say(PhoneTexts.Wants, owner.App.Name)}</h2>
        {Html.Each(asked, template => Question(page, owner, template))}
        {Fields.Tick(AlwaysField, page[PhoneTexts.Always], on: false)}
        <p class="buttons">
        <button type="submit" name="{AnswerField}" value="{CancelAnswer}" data-testid="dialog-cancel">{page[PhoneTexts.Cancel]}</button>
        <button type="submit" name="{AnswerField}" value="allow" class="primary" data-testid="dialog-allow">{page[PhoneTexts.Allow]}</button>
        </p>
        </form>
        </div>
        </div>
        """);

    /// <summary>What is always answered the same way is not asked; it is said, so that nobody wonders.</summary>
    private static Html Question(PageContext page, PhoneOwner owner, SimulatedTemplate template)
    {
        var id = template.TemplateId;
        var kept = owner.User.AlwaysChoice(id);
        return Html.Of($"""
            <fieldset data-testid="dialog-template" data-template="{id}"><legend>{TitleOf(template)}</legend>
            <input type="hidden" name="{TemplateField}" value="{id}">
            <p class="example">{template.Example}</p>
            {(kept is { } always ? Html.Of($"""<p class="hint" data-testid="kept-choice">{page[always ? PhoneTexts.KeptAccept : PhoneTexts.KeptReject]}</p>""") : Html.Of($"""
                <p class="choices">
                <span><input type="radio" id="accept-{id}" name="{ChoicePrefix}{id}" value="{Accept}" checked data-testid="accept"> <label for="accept-{id}">{page[PhoneTexts.Accept]}</label></span>
                <span><input type="radio" id="reject-{id}" name="{ChoicePrefix}{id}" value="{Reject}" data-testid="reject"> <label for="reject-{id}">{page[PhoneTexts.Reject]}</label></span>
                </p>
                """))}
            </fieldset>
            """);
    }

    private static Html Result(PageContext page, PhoneOwner owner, string[] asked, DialogAnswer answer) => Html.Of($"""
        <section class="opened" aria-labelledby="result-title" data-testid="dialog-result">
        <h2 id="result-title">{page[PhoneTexts.Answered]}</h2>
        <p role="status"><code data-testid="dialog-message">{answer.ErrorMessage}</code></p>
        {(answer.ErrorCode is { } code ? Html.Of($"""<p class="fault">{page.Say(PhoneTexts.AnswerFailed, code, answer.ErrorMessage)}</p>""") : Html.Of($"""
            <table class="parameters"><caption class="visually-hidden">{page[PhoneTexts.Answered]}</caption><thead><tr><th scope="col">{page[PhoneTexts.TemplateId]}</th><th scope="col">{page[PhoneTexts.Result]}</th></tr></thead>
            <tbody>{Html.Each(asked, id => Html.Of($"""<tr data-testid="dialog-choice" data-template="{id}"><th scope="row">{(owner.App.Templates.TryGetValue(id, out var template) ? TitleOf(template) : id)}</th><td>{answer.Results.GetValueOrDefault(id, "")}</td></tr>"""))}</tbody></table>
            """))}
        <p><a class="button" href="{PhoneAddress.OfDialog(owner)}?{string.Join('&', asked.Select(id => $"{TemplateField}={Uri.EscapeDataString(id)}"))}" data-testid="ask-again">{page[PhoneTexts.AskAgain]}</a></p>
        </section>
        """);

    private static string TitleOf(SimulatedTemplate template) => template.Title.Length > 0 ? template.Title : template.TemplateId;

    private static string TypeOf(PageContext page, SimulatedTemplate template) => page[template.Type == SimulatedTemplate.LongTerm ? PhoneTexts.LongTerm : PhoneTexts.OneTime];
}
