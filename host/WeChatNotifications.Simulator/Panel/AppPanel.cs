using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Panel;

/// <summary>An app's tokens and its secret, which goes in and never comes out.</summary>
internal sealed class AppPanel(SimulatorControl control)
{
    private const string Path = "/apps";

    public Task ShowAsync(PageContext page) => ShowAsync(page, PostedForm.Unsent(page), PanelFrame.AppOf(page, control.Apps()));

    public Task ExpireAsync(PageContext page) => ActAsync(page, (appId, _) => control.ExpireTokens(appId));

    public Task InvalidateAsync(PageContext page) => ActAsync(page, (appId, _) => control.InvalidateTokens(appId));

    public Task FreezeAsync(PageContext page) => ActAsync(page, (appId, _) => control.FreezeSecret(appId));

    public Task UnfreezeAsync(PageContext page) => ActAsync(page, (appId, _) => control.FreezeSecret(appId, frozen: false));

    public Task RotateAsync(PageContext page) => ActAsync(page, (appId, secret) => control.RotateSecret(appId, secret), needsSecret: true);

    private async Task ActAsync(PageContext page, Action<string, string> act, bool needsSecret = false)
    {
        var form = await PostedForm.ReadAsync(page);
        var appId = form.Value(PanelFrame.AppField);
        if (control.Apps().FirstOrDefault(app => app.AppId == appId) is not { } app)
        {
            await page.NotFoundAsync(page.Say(PanelTexts.NoApp, appId));
            return;
        }

        var secret = needsSecret ? form.Needed(nameof(SecretChange.Secret)) : "";
        await (form.Do(given: null, () => act(appId, secret)) ? PanelFrame.DoneAsync(page, Path, appId) : ShowAsync(page, form, app));
    }

    private Task ShowAsync(PageContext page, PostedForm form, AppState? app)
    {
        if (app is null)
        {
            return page.Query(PanelFrame.AppField) is { Length: > 0 } asked
                ? page.NotFoundAsync(page.Say(PanelTexts.NoApp, asked))
                : PanelFrame.ShowAsync(page, Path, form, Html.Of($"""<p class="empty">{page[PanelTexts.NoApps]}</p>"""));
        }

        var hidden = (PanelFrame.AppField, app.AppId);
        return PanelFrame.ShowAsync(page, Path, form, Html.Of($"""
            {PanelFrame.AppChoice(page, Path, control.Apps(), app)}
            <section class="card" aria-labelledby="tokens-title"><h2 id="tokens-title">{page.Say(PanelTexts.AppTokens, app.AppId)}</h2>
            <div class="row-of-buttons">
            {PanelFrame.Button($"{Path}/expire-tokens", PanelTexts.Expire, page, hidden)}
            {PanelFrame.Button($"{Path}/invalidate-tokens", PanelTexts.Invalidate, page, hidden)}
            </div></section>
            <section class="card" aria-labelledby="secret-title"><h2 id="secret-title">{page.Say(PanelTexts.SecretOf, app.AppId)}</h2>
            {(app.SecretFrozen ? Html.Of($"""<p class="fault" data-testid="secret-frozen">{page[PanelTexts.SecretFrozen]}</p>""") : Html.None)}
            <form method="post" action="{PanelFrame.Root}{Path}/rotate-secret" data-testid="secret-form" novalidate>
            <input type="hidden" name="{PanelFrame.AppField}" value="{app.AppId}">
            {Fields.Line(PanelFrame.FieldOf(page, form, nameof(SecretChange.Secret), PanelTexts.NewSecret, hint: PanelTexts.SecretHint) with { Type = "password", Completes = "new-password" })}
            <button type="submit" class="primary" data-testid="secret-rotate">{page[PanelTexts.Rotate]}</button>
            </form>
            {(app.SecretFrozen ? PanelFrame.Button($"{Path}/unfreeze-secret", PanelTexts.UnfreezeSecret, page, hidden) : PanelFrame.Button($"{Path}/freeze-secret", PanelTexts.FreezeSecret, page, hidden))}
            </section>
            """));
    }
}
