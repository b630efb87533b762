using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Localization;

public sealed partial class TextsTests
{
    private static readonly Dictionary<string, string> English = Read("en");
    private static readonly Dictionary<string, string> Chinese = Read("zh-Hans");

    [Fact]
    public void Both_languages_have_the_same_texts_in_the_same_order() => Chinese.Keys.ShouldBe(English.Keys);

    [Fact]
    public void Everything_that_can_be_said_has_a_text()
    {
        var codes = new[] { typeof(RuleCodes), typeof(WeChatNotificationsErrorCodes) }
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(f => f.IsLiteral && f.Name != nameof(RuleCodes.FieldTypePrefix))
            .Select(f => (string)f.GetRawConstantValue()!)
            .ToArray();
        codes.Length.ShouldBeGreaterThan(25);
        var needed = codes
            .Concat(Enum.GetNames<TemplateFieldType>().Select(t => RuleCodes.FieldTypePrefix + t))
            .Concat(Enum.GetNames<DeliveryStatus>().Select(s => "Status:" + s))
            .Concat(Enum.GetNames<DeliveryReason>().Select(r => "Reason:" + r))
            .Concat(Enum.GetNames<SetupStep>().SelectMany(s => new[] { "Setup:" + s, "Setup.Done:" + s }))
            .Concat(Enum.GetNames<AppKind>().Select(k => "AppKind:" + k))
            .Concat(Enum.GetNames<CallbackMode>().Select(m => "CallbackMode:" + m))
            .Concat(Enum.GetNames<TemplateDriftKind>().Select(k => "Drift:" + k))
            .Concat(Enum.GetNames<SubscriptionKind>().Select(k => "SubscriptionKind:" + k))
            .Concat(OperationsOfADelivery().Select(o => "Operation:" + o));

        needed.Where(key => !English.ContainsKey(key)).ShouldBeEmpty();
    }

    [Fact]
    public void No_rule_text_is_left_over_from_a_rule_that_is_gone()
    {
        var rules = typeof(RuleCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!)
            .Concat(Enum.GetNames<TemplateFieldType>().Select(t => RuleCodes.FieldTypePrefix + t)).ToHashSet(StringComparer.Ordinal);
        English.Keys.Where(k => k.StartsWith("WeChatNotifications:Rule.", StringComparison.Ordinal) && !rules.Contains(k)).ShouldBeEmpty();
    }

    [Fact]
    public void Placeholders_are_the_same_in_both_languages()
    {
        foreach (var (key, text) in English)
        {
            PlaceholdersOf(Chinese[key]).ShouldBe(PlaceholdersOf(text), ignoreOrder: true, key);
        }
    }

    [Fact]
    public void Texts_are_in_their_language()
    {
        foreach (var (key, text) in English.Where(t => t.Key != "Reason:None"))
        {
            text.ShouldNotBeNullOrWhiteSpace(key);
            FieldRules.ContainsHan(Chinese[key]).ShouldBeTrue(key);
        }

        (English["Reason:None"], Chinese["Reason:None"]).ShouldBe(("", ""));
    }

    private static string[] OperationsOfADelivery()
        => [.. typeof(DeliveryLog).GetMethods().Where(m => m.DeclaringType == typeof(DeliveryLog) && !m.IsStatic && !m.IsSpecialName && m.ReturnType == typeof(void)).Select(m => m.Name)];

    private static string[] PlaceholdersOf(string text) => [.. Placeholder().Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal)];

    private static Dictionary<string, string> Read(string culture)
    {
        using var stream = typeof(WeChatNotificationsResource).Assembly.GetManifestResourceStream($"WeChatNotifications.Localization.{culture}.json").ShouldNotBeNull();
        var root = JsonDocument.Parse(stream).RootElement;
        root.GetProperty("culture").GetString().ShouldBe(culture);

        // Add refuses a key that stands twice, which a dictionary read by the serializer would hide.
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in root.GetProperty("texts").EnumerateObject())
        {
            texts.Add(text.Name, text.Value.GetString()!);
        }

        return texts;
    }

    // What a text is filled with; {orderId} in the example of a page is not in a pair of plain words like {field}.
    [GeneratedRegex(@"(?<!=)\{[a-z]+\}", RegexOptions.None, 1_000)]
    private static partial Regex Placeholder();
}
