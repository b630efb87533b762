using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatNotifications.Dashboard.Texts;

/// <summary>The pages' own texts, in the language of the request: Chinese for Chinese, English for all others. Texts that the module shares with its API are IModuleTexts'.</summary>
public sealed partial class DashboardTexts
{
    private static readonly FrozenDictionary<string, string> English = Load("en");
    private static readonly FrozenDictionary<string, string> Chinese = Load("zh-Hans");

    /// <summary>The text of a key; the key itself when there is none, which a test rules out.</summary>
    public string this[string key] => (IsChinese ? Chinese : English).GetValueOrDefault(key) ?? English.GetValueOrDefault(key) ?? key;

    /// <summary>The text of a key with its placeholders filled.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">Name and value of each placeholder.</param>
    public string this[string key, params (string Name, object? Value)[] values]
        => Placeholder().Replace(this[key], match => Array.Find(values, v => v.Name == match.Groups["name"].Value) is { Name: not null } found
            ? Convert.ToString(found.Value, CultureInfo.CurrentCulture) ?? ""
            : match.Value);

    /// <summary>Whether the request is answered in Chinese.</summary>
    public static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    /// <summary>The language of the page, for its <c>lang</c> attribute.</summary>
    public static string Language => IsChinese ? "zh-Hans" : "en";

    internal static IReadOnlyDictionary<string, string> All(string culture) => culture == "en" ? English : Chinese;

    private static FrozenDictionary<string, string> Load(string culture)
    {
        var assembly = typeof(DashboardTexts).Assembly;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("texts/", StringComparison.Ordinal) && n.EndsWith($".{culture}.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var document = JsonDocument.Parse(stream);
            foreach (var text in document.RootElement.EnumerateObject())
            {
                texts.Add(text.Name, text.Value.GetString() ?? "");
            }
        }

        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Placeholder();
}
