using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Localization;

/// <summary>Reads the JSON texts that are embedded in Domain.Shared; ABP hosts read the same files through their own localization.</summary>
internal sealed class ModuleTexts : IModuleTexts
{
    private static readonly FrozenDictionary<string, string> English = Load("en");
    private static readonly FrozenDictionary<string, string> Chinese = Load("zh-Hans");

    private static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    public string Get(string key, IReadOnlyDictionary<string, object?>? arguments = null)
    {
        var text = (IsChinese ? Chinese : English).GetValueOrDefault(key) ?? English.GetValueOrDefault(key) ?? key;
        if (arguments is null || !text.Contains('{', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text);
        foreach (var (name, value) in arguments)
        {
            result.Replace("{" + name + "}", TextOf(value));
        }

        return result.ToString();
    }

    public string Of(WeChatNotificationsException exception) => Get(exception.Code, exception.Arguments);

    public FieldViolationDto Of(RuleViolation violation)
    {
        var arguments = new Dictionary<string, object?>(violation.Arguments, StringComparer.Ordinal) { ["field"] = violation.Field };
        return new FieldViolationDto(violation.Field, violation.Rule, Get(violation.Rule, arguments));
    }

    public string Explain(DeliveryStatus status, DeliveryReason reason, int? errorCode)
    {
        var parts = new List<string>(3) { Get("Status:" + status) };
        if (reason != DeliveryReason.None)
        {
            parts.Add(Get("Reason:" + reason));
        }

        if (errorCode is { } code and not 0)
        {
            parts.Add($"[{code.ToString(CultureInfo.InvariantCulture)}] {WeChatErrorCatalogue.Find(code).Meaning(CultureInfo.CurrentUICulture)}");
        }

        return string.Join(IsChinese ? "：" : ": ", parts.Take(2)) + (parts.Count > 2 ? " " + parts[2] : "");
    }

    public string? Advice(int? errorCode)
        => errorCode is { } code and not 0 ? WeChatErrorCatalogue.Find(code).Advice(CultureInfo.CurrentUICulture) : null;

    private string TextOf(object? value)
    {
        if (value is not string text)
        {
            return Convert.ToString(value, CultureInfo.CurrentCulture) ?? "";
        }

        return text.StartsWith("L:", StringComparison.Ordinal)
            ? string.Join(IsChinese ? "、" : ", ", text.Split('|').Select(key => Get(key[2..])))
            : text;
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
}
