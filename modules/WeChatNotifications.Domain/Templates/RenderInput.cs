using System.Globalization;
using WeChatNotifications.Credentials;

namespace WeChatNotifications.Templates;

/// <summary>What a template is rendered with.</summary>
/// <param name="Data">Values by field name, field key or placeholder.</param>
/// <param name="Keywords">Values in the order of the template's fields, beside or instead of the data; null for none.</param>
/// <param name="Culture">Culture in which values are formatted.</param>
/// <param name="TimeZone">Time zone in which times are shown.</param>
/// <param name="App">The app that sends, for the accounts it is bound to; null where only texts matter.</param>
/// <param name="Step">Place of the template in its chain, from 0.</param>
public sealed record RenderInput(
    IReadOnlyDictionary<string, object?> Data, IReadOnlyList<object?>? Keywords, CultureInfo Culture, TimeZoneInfo TimeZone, AppCredential? App = null, int Step = 0);
