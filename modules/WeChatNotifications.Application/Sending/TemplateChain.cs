using System.Collections;
using System.Globalization;
using WeChatNotifications.Credentials;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Sending;

/// <summary>The templates that may send a notification now, in their order, with what all messages of one call have in common.</summary>
/// <param name="steps">Each template with its app; at least one.</param>
internal sealed class TemplateChain(IReadOnlyList<(MessageTemplate Template, AppCredential App)> steps)
    : IReadOnlyList<(MessageTemplate Template, AppCredential App)>
{
    private readonly (CultureInfo Culture, TimeZoneInfo TimeZone)?[] _formats = new (CultureInfo, TimeZoneInfo)?[steps.Count];

    /// <inheritdoc />
    public int Count => steps.Count;

    /// <summary>The templates alone.</summary>
    public IReadOnlyList<MessageTemplate> Templates => field ??= [.. steps.Select(s => s.Template)];

    /// <summary>Every name under which a value has a place in one of them.</summary>
    public IReadOnlySet<string> KnownNames => field ??= TemplateRenderer.KnownNames(Templates);

    /// <inheritdoc />
    public (MessageTemplate Template, AppCredential App) this[int index] => steps[index];

    /// <summary>How the app of a step shows values.</summary>
    public (CultureInfo Culture, TimeZoneInfo TimeZone) FormatOf(int index)
        => _formats[index] ??= (CultureInfo.GetCultureInfo(steps[index].App.Culture), TimeZoneInfo.FindSystemTimeZoneById(steps[index].App.TimeZone));

    /// <inheritdoc />
    public IEnumerator<(MessageTemplate Template, AppCredential App)> GetEnumerator() => steps.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
