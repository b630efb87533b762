using System.Globalization;
using System.Text.RegularExpressions;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;
using static WeChatNotifications.Application.Tests.Sending.SendingWorld;

namespace WeChatNotifications.Application.Tests.Sending;

/// <summary>What docs/templates.md tells its readers is what they get.</summary>
public sealed partial class TemplatesPageTests
{
    [Theory]
    [InlineData("templates.md", "en")]
    [InlineData("templates.zh-Hans.md", "zh-CN")]
    public void The_table_of_types_has_the_real_rules_and_examples(string page, string culture)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        var texts = new ModuleTexts();
        var types = new HashSet<TemplateFieldType>();
        foreach (var row in Read(page).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Trim('|').Split(" | ")).Where(row => row.Length == 4))
        {
            TemplateFieldKey.TryParse(row[0].Trim().Trim('`') + "1", out var type).ShouldBeTrue(row[0]);
            types.Add(type);
            texts.Of(new RuleViolation("data.x", RuleCodes.FieldTypePrefix + type)).Message.ShouldBe("data.x " + row[1]);
            var (taken, refused) = (Examples(row[2]), Examples(row[3]));
            taken.Where(value => !FieldRules.Accepts(type, value, [])).ShouldBeEmpty(row[0]);
            refused.Where(value => FieldRules.Accepts(type, value, [])).ShouldBeEmpty(row[0]);
            (taken.Length * refused.Length).ShouldBeGreaterThan(0, row[0]);
        }

        types.Count.ShouldBe(Enum.GetValues<TemplateFieldType>().Length - 2, "All but enum_string and const, which take what the template lists.");
    }

    [Theory]
    [InlineData("templates.md", "en")]
    [InlineData("templates.zh-Hans.md", "zh-CN")]
    public async Task The_quoted_messages_are_the_real_ones(string page, string culture)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        await using var shop = await A_shop();
        await shop.AddTemplate("page", t => t with
        {
            PagePattern = "pages/order/detail?id={orderId}",
            Fields =
            [
                new() { Key = "character_string1", Name = "number" }, new() { Key = "thing2", Name = "product" },
                new() { Key = "amount3", Name = "price", Format = "0.00元" }, new() { Key = "time4", Name = "paidAt" },
                new() { Key = "thing5", Name = "note", DefaultValue = "-", Overflow = OverflowRule.Reject },
            ],
        });
        await shop.ChangeTemplate("order-paid", t => t.Configure(
            new() { Name = t.Name, AppCredentialId = t.AppCredentialId, WeChatTemplateId = t.WeChatTemplateId, Fields = t.Fields, IsEnabled = false }, shop.Now));
        var texts = new ModuleTexts();
        var unusable = await Should.ThrowAsync<RuleViolationException>(() => shop.AddTemplate("bad", t => t with
        {
            Fields = [new() { Key = "thing1" }, new() { Key = "thing2" }, new() { Key = "amount3", Format = "yyyy" }],
        }));
        var wrong = await shop.Preview(Order(template: "page") with
        {
            Data = Data(("number", "A-1"), ("prodct", "Tea"), ("price", 1), ("paidAt", shop.Now), ("note", "two\nlines"), ("orderId", 7)),
        });
        var off = await shop.Preview(Order());
        var real = unusable.Violations.Select(v => texts.Of(v).Message).Concat(wrong.Violations.Concat(off.Violations).Select(v => v.Message)).ToArray();

        var quoted = Quoted().Matches(string.Join(' ', Read(page)).Replace("**", "", StringComparison.Ordinal)).Select(m => m.Groups["text"].Value).ToArray();

        quoted.Length.ShouldBe(5);
        quoted.ShouldBe(real, ignoreOrder: true);
    }

    private static string[] Examples(string cell) => [.. Code().Matches(cell).Select(m => m.Groups["code"].Value)];

    private static string[] Read(string page)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WeChatNotifications.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("There is no WeChatNotifications.sln above the tests.");
        }

        return File.ReadAllLines(Path.Combine(folder.FullName, "docs", page));
    }

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\*(?<text>[^*]+)\*", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Quoted();
}
