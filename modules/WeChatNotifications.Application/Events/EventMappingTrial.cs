using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Events;

/// <summary>Tries a mapping on a sample of its event.</summary>
internal sealed class EventMappingTrial(EventCatalogue catalogue, EventTemplateCheck templates, IWeChatNotifier notifier, IModuleTexts texts, TimeProvider timeProvider)
{
    private const string Unnamed = "test";

    public async Task<EventMappingTestResultDto> RunAsync(TestEventMappingDto input, CancellationToken cancellationToken)
    {
        var check = new RuleCheck();
        var given = EventMappingMapper.SettingsOf(input.Mapping ?? new SaveEventMappingDto());
        var settings = (given with { Name = string.IsNullOrWhiteSpace(given.Name) ? Unnamed : given.Name }).Check(check);
        var mapping = RunTimeMapping.Create(settings, catalogue, check);
        await templates.CheckAsync(settings, catalogue.Find(settings.EventName!), check, cancellationToken).ConfigureAwait(false);
        var sample = EventSample.Read(input.Sample, check);
        if (mapping is null || sample is null || !check.IsClean)
        {
            return Broken(check, matches: false);
        }

        var matches = mapping.Matches(property => sample.ValueOf(property, check));
        var notification = mapping.ToNotification(property => sample.ValueOf(property, check), timeProvider.GetUtcNow(), check);
        if (notification is null && check.IsClean)
        {
            check.Add(new("recipientPath", RuleCodes.Required));
        }

        if (notification is null || !check.IsClean)
        {
            return Broken(check, matches);
        }

        var preview = await notifier.PreviewAsync(notification, cancellationToken).ConfigureAwait(false);
        return new()
        {
            Matches = matches,
            OpenId = notification.To[0].OpenId,
            UserId = notification.To[0].UserId,
            DedupKey = notification.DedupKey,
            NotBefore = notification.NotBefore,
            Priority = notification.Priority,
            Fields = preview.Fields,
            Page = preview.Page,
            Violations = preview.Violations,
        };
    }

    private EventMappingTestResultDto Broken(RuleCheck check, bool matches) => new() { Matches = matches, Violations = [.. check.Violations.Select(texts.Of)] };
}
