using System.Globalization;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Credentials;

/// <summary>Says which steps of an app's set-up are done: from what has happened, never from what somebody has ticked.</summary>
internal sealed class SetupChecklist(
    IMessageTemplateRepository templates, IRemoteTemplateRepository remotes, IDeliveryStatisticsRepository statistics, ISetupFacts facts,
    IAccessTokenProvider tokens, IModuleTexts texts, TimeProvider timeProvider)
{
    /// <summary>Where administrators of both kinds of account set things up at WeChat.</summary>
    private static readonly Uri Console = new("https://mp.weixin.qq.com/");

    /// <summary>The steps that apply to the app's kind, in their order.</summary>
    public async Task<IReadOnlyList<SetupStepDto>> ReadAsync(AppCredential app, CancellationToken cancellationToken)
    {
        var made = await templates.ListAsync(app.Id, cancellationToken).ConfigureAwait(false);
        var remote = (await remotes.ListAsync(app.Id, cancellationToken).ConfigureAwait(false)).Count(r => r.DeletedAt is null);
        var known = await facts.ReadAsync(app.Id, cancellationToken).ConfigureAwait(false);
        var counts = await statistics.QueryAsync(
            new StatisticsFilter { AppCredentialId = app.Id }, StatisticsGrouping.App, cancellationToken).ConfigureAwait(false);
        var receipts = CountOf(counts, DeliveryStatus.Confirmed, DeliveryStatus.Refused);
        var sent = receipts + CountOf(counts, DeliveryStatus.Sent);
        var look = await tokens.LookAsync(app, cancellationToken).ConfigureAwait(false);

        var steps = new List<SetupStepDto>
        {
            Step(SetupStep.Credential, true, ("appId", app.AppId), ("hint", app.SecretHint)),
        };
        steps.AddRange(AccessSteps(app, look));
        steps.Add(Step(SetupStep.TemplatesChosen, remote > 0 || (app.TemplatesSyncedAt is null && sent > 0) ? true : app.TemplatesSyncedAt is null ? null : false, ("count", remote)));
        steps.Add(Step(SetupStep.MessageTemplate, made.Any(t => t.IsEnabled), ("count", made.Count)));
        if (app.Kind == AppKind.MiniProgram || made.Any(t => t.IsEnabled && t.Channel.UsesGrants()))
        {
            steps.Add(Step(SetupStep.Permit, known.HasPermit));
        }

        var hasPush = known.LastPushAt is not null || receipts > 0;
        steps.Add(Step(SetupStep.Callbacks, app.CallbackMode is not null, ("mode", app.CallbackMode is { } mode ? "L:CallbackMode:" + mode : "")));
        steps.Add(Step(SetupStep.CallbackReceived, hasPush ? true : app.CallbackMode is null ? false : null));
        steps.Add(Step(SetupStep.FirstMessage, sent > 0, ("count", sent)));
        steps.Add(Step(SetupStep.Receipt, receipts > 0 ? true : sent > 0 && app.CallbackMode is not null ? null : false, ("count", receipts)));
        return steps;
    }

    /// <summary>What the last token call says about the secret and about the address it came from.</summary>
    private IEnumerable<SetupStepDto> AccessSteps(AppCredential app, TokenLook look)
    {
        var (refusal, said) = RefusalOf(app, look);
        var held = look.Source != TokenHolder.None ? true : (bool?)null;
        var culture = CultureInfo.CurrentUICulture;
        yield return refusal is { IsAddressRefused: false, Action: not (WeChatErrorAction.RetryLater or WeChatErrorAction.RetrySoon) }
            ? new SetupStepDto(SetupStep.Secret, Done: false, TitleOf(SetupStep.Secret), $"{refusal.Meaning(culture)} {refusal.Advice(culture)}", Console)
            : Step(SetupStep.Secret, held, ("hint", app.SecretHint));
        yield return refusal is { IsAddressRefused: true }
            ? new SetupStepDto(SetupStep.AddressAllowed, Done: false, TitleOf(SetupStep.AddressAllowed), $"{refusal.Advice(culture)} {said}".TrimEnd(), Console)
            : Step(SetupStep.AddressAllowed, held);
    }

    /// <summary>Why WeChat gives no token, if it was so the last time: after a restart only the app's pause remembers it.</summary>
    private (WeChatErrorEntry? Entry, string? Said) RefusalOf(AppCredential app, TokenLook look)
    {
        if (look.LastFailure is { } failure)
        {
            return failure.Answer is AccessTokenResult.Refused { Error: var error } ? (WeChatErrorCatalogue.Find(error.Code, WeChatCall.Token), error.Message) : default;
        }

        return look.Source == TokenHolder.None && app.IsPausedAt(timeProvider.GetUtcNow()) && app.PauseErrorCode is { } code
            ? (WeChatErrorCatalogue.Find(code, WeChatCall.Token), app.PauseDetail)
            : default;
    }

    private SetupStepDto Step(SetupStep step, bool? done, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments)
        {
            values[name] = value;
        }

        var state = done switch { true => "Done", false => "Open", null => "Unknown" };
        return new(step, done, TitleOf(step), texts.Get($"Setup.{state}:{step}", values), IsAtWeChat(step) && done != true ? Console : null);
    }

    private string TitleOf(SetupStep step) => texts.Get("Setup:" + step);

    private static bool IsAtWeChat(SetupStep step)
        => step is SetupStep.Secret or SetupStep.AddressAllowed or SetupStep.TemplatesChosen or SetupStep.Callbacks or SetupStep.CallbackReceived;

    private static long CountOf(IReadOnlyList<StatisticsCount> counts, params ReadOnlySpan<DeliveryStatus> states)
    {
        var sum = 0L;
        foreach (var count in counts)
        {
            sum += states.Contains(count.Status) ? count.Count : 0;
        }

        return sum;
    }
}
