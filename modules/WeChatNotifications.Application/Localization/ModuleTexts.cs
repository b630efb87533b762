using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatNotifications.Channels;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Localization;

/// <summary>Reads the JSON texts that are embedded in Domain.Shared; ABP hosts read the same files through their own localization.</summary>
/// <param name="lookUp">Where a host keeps texts of its own, in the current language; asked first. Null for an unknown key.</param>
internal sealed partial class ModuleTexts(Func<string, string?>? lookUp = null) : IModuleTexts
{
    private const string KeyMark = "L:";

    private static readonly FrozenDictionary<string, string> English = Load("en");
    private static readonly FrozenDictionary<string, string> Chinese = Load("zh-Hans");

    private static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    public string Get(string key, IReadOnlyDictionary<string, object?>? arguments = null)
    {
        var text = Find(key) ?? key;

        // In one pass: what a user has typed into a value is not searched for placeholders again.
        return arguments is null ? text : Placeholder().Replace(text, match => arguments.TryGetValue(match.Groups["name"].Value, out var value) ? TextOf(value) : match.Value);
    }

    public string Of(WeChatNotificationsException exception) => Get(exception.Code, exception.Arguments);

    public FieldViolationDto Of(RuleViolation violation)
    {
        var arguments = new Dictionary<string, object?>(violation.Arguments, StringComparer.Ordinal) { ["field"] = violation.Field };
        return new FieldViolationDto(violation.Field, violation.Rule, Get(violation.Rule, arguments));
    }

    public string Explain(DeliveryStatus status, DeliveryReason reason, int? errorCode, MessageChannel channel = MessageChannel.SubscribeMessage)
    {
        var parts = new List<string>(3) { Get("Status:" + status) };
        if (reason != DeliveryReason.None)
        {
            parts.Add(Get("Reason:" + reason));
        }

        if (errorCode is { } code and not 0)
        {
            parts.Add($"[{code.ToString(CultureInfo.InvariantCulture)}] {WeChatErrorCatalogue.Find(code, channel.Call()).Meaning(CultureInfo.CurrentUICulture)}");
        }

        return string.Join(IsChinese ? "：" : ": ", parts.Take(2)) + (parts.Count > 2 ? " " + parts[2] : "");
    }

    public string? Advice(int? errorCode, MessageChannel channel = MessageChannel.SubscribeMessage)
        => errorCode is { } code and not 0 ? WeChatErrorCatalogue.Find(code, channel.Call()).Advice(CultureInfo.CurrentUICulture) : null;

    private string? Find(string key) => lookUp?.Invoke(key) ?? (IsChinese ? Chinese : English).GetValueOrDefault(key) ?? English.GetValueOrDefault(key);

    /// <summary>A value that names texts is replaced by them; one that merely looks as if, because a user has typed it, stays.</summary>
    private string TextOf(object? value)
    {
        if (value is not string text)
        {
            return Convert.ToString(value, CultureInfo.CurrentCulture) ?? "";
        }

        if (!text.StartsWith(KeyMark, StringComparison.Ordinal))
        {
            return text;
        }

        var texts = Array.ConvertAll(text.Split('|'), key => key.StartsWith(KeyMark, StringComparison.Ordinal) ? Find(key[KeyMark.Length..]) : null);
        return Array.TrueForAll(texts, t => t is not null) ? string.Join(IsChinese ? "、" : ", ", texts) : text;
    }

    private static FrozenDictionary<string, string> Load(string culture)
    {
        var assembly = typeof(WeChatNotificationsResource).Assembly;
        using var stream = assembly.GetManifestResourceStream($"WeChatNotifications.Localization.{culture}.json")
            ?? throw new InvalidOperationException($"The texts of culture {culture} are not embedded in {assembly.GetName().Name}.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("texts").EnumerateObject()
            .ToFrozenDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Placeholder();
}
