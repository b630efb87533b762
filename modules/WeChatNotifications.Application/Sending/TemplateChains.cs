using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Sending;

/// <summary>One rendered template of a chain.</summary>
/// <param name="Template">The template.</param>
/// <param name="Message">What it made of the data.</param>
/// <param name="Fallbacks">The steps behind it, in their stored form; null for none.</param>
internal sealed record RenderedStep(MessageTemplate Template, RenderedMessage Message, string? Fallbacks);

/// <summary>
/// Finds the template of a notification and those that take over from it, and renders all of them. Looks each up once until it is told
/// to forget.
/// </summary>
internal sealed class TemplateChains(IMessageTemplateRepository templates)
{
    private static readonly Dictionary<string, object?> NoData = new(StringComparer.Ordinal);

    private readonly Dictionary<string, TemplateChain> _known = new(StringComparer.Ordinal);

    /// <summary>Begins a new call: templates may have changed since the last one of the same scope.</summary>
    public void Forget() => _known.Clear();

    /// <summary>
    /// Renders a notification for its whole chain. A fallback that is switched off, or whose app is, is left out: to switch one off must
    /// not stop the messages that never need it.
    /// </summary>
    /// <returns>The steps in their order; null when something is wrong, and then <paramref name="check"/> says what.</returns>
    public async ValueTask<IReadOnlyList<RenderedStep>?> RenderAsync(Notification notification, string path, RuleCheck check, CancellationToken cancellationToken)
    {
        var name = check.Text(notification.Template, path, "template", MessageTemplateLimits.NameLength);
        if (name.Length == 0 || await FindAsync(name, path, check, cancellationToken).ConfigureAwait(false) is not { } chain)
        {
            return null;
        }

        return Render(chain, notification.Data ?? NoData, notification.Keywords, path, check);
    }

    /// <summary>Renders a chain that was found before.</summary>
    /// <returns>The steps in their order; null when something is wrong, and then <paramref name="check"/> says what.</returns>
    public static IReadOnlyList<RenderedStep>? Render(
        TemplateChain chain, IReadOnlyDictionary<string, object?> data, IReadOnlyList<object?>? keywords, string path, RuleCheck check)
    {
        var own = new RuleCheck();
        var messages = new RenderedMessage[chain.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            var (template, app) = chain[i];
            var (culture, timeZone) = chain.FormatOf(i);
            messages[i] = TemplateRenderer.Render(template, new RenderInput(data, keywords, culture, timeZone, app, i), own);
        }

        if (!data.Keys.All(chain.KnownNames.Contains))
        {
            TemplateRenderer.RefuseUnknownKeys(chain.Templates, data, own);
        }

        if (!own.IsClean)
        {
            check.AddRange(path.Length == 0 ? own.Violations : own.Violations.Select(v => v with { Field = path + v.Field }));
            return null;
        }

        return StepsOf(chain, messages);
    }

    /// <summary>The templates of a chain that may send now, the first one of the name; null when there is none, and then <paramref name="check"/> says why.</summary>
    public async ValueTask<TemplateChain?> FindAsync(string name, RuleCheck check, CancellationToken cancellationToken)
        => await FindAsync(name, path: "", check, cancellationToken).ConfigureAwait(false);

    private static IReadOnlyList<RenderedStep> StepsOf(TemplateChain chain, RenderedMessage[] messages)
    {
        if (messages is [var single])
        {
            return [new RenderedStep(chain[0].Template, single, Fallbacks: null)];
        }

        var steps = chain.Zip(messages, (c, message) => FallbackStep.Of(c.Template, message)).ToList();
        return [.. messages.Select((message, i) => new RenderedStep(chain[i].Template, message, FallbackStep.ToJson(steps[(i + 1)..])))];
    }

    /// <summary>A template and those that take over from it; null when it cannot be used, and then <paramref name="check"/> says why.</summary>
    public async Task<IReadOnlyList<MessageTemplate>?> GetAsync(string? template, string path, RuleCheck check, CancellationToken cancellationToken)
    {
        var name = check.Text(template, path + "template", MessageTemplateLimits.NameLength);
        return name.Length > 0 && await FindAsync(name, path, check, cancellationToken).ConfigureAwait(false) is { } chain
            ? chain.Templates
            : null;
    }

    /// <inheritdoc cref="GetAsync"/>
    public async ValueTask<TemplateChain?> FindAsync(
        string name, string path, RuleCheck check, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(name, out var chain))
        {
            if (await templates.FindByNameAsync(name, cancellationToken).ConfigureAwait(false) is not { } head)
            {
                check.Add(new(path + "template", RuleCodes.Unknown, ("value", name)));
                return null;
            }

            _known[name] = chain = await FollowAsync(head, cancellationToken).ConfigureAwait(false);
        }

        var (template, app) = chain[0];
        if (!template.IsEnabled)
        {
            check.Add(new(path + "template", RuleCodes.SwitchedOff, ("value", name)));
            return null;
        }

        if (!app.IsEnabled)
        {
            check.Add(new(path + "template", RuleCodes.AppSwitchedOff, ("value", name), ("app", app.Name)));
            return null;
        }

        return chain;
    }

    /// <summary>The chain from its head on. Two who saved at the same moment may have made a cycle: it ends where it began.</summary>
    private async Task<TemplateChain> FollowAsync(
        (MessageTemplate Template, AppCredential App) head, CancellationToken cancellationToken)
    {
        var chain = new List<(MessageTemplate Template, AppCredential App)> { head };
        var seen = new HashSet<Guid> { head.Template.Id };
        var next = head.Template.FallbackTemplateId;
        while (next is { } id && seen.Count < MessageTemplateLimits.MaxChainLength && seen.Add(id)
            && await templates.FindWithAppAsync(id, cancellationToken).ConfigureAwait(false) is { } step)
        {
            if (step.Template.IsEnabled && step.App.IsEnabled)
            {
                chain.Add(step);
            }

            next = step.Template.FallbackTemplateId;
        }

        return new TemplateChain(chain);
    }
}
