using System.Text;
using WeChatNotifications.Simulator.Subscribe;
using WeChatNotifications.Simulator.Wire;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi.Errors;
using SimulatedField = WeChatNotifications.Simulator.Subscribe.TemplateField;

namespace WeChatNotifications.Simulator.Tests;

/// <summary>The module and the simulator were written apart from the same sheet of facts; here they are held against each other.</summary>
public sealed class AgreementTests
{
    private const string Alphabet = "0123456789012345678901234567890123456789::::////----....~~ +()年月日时¥￥$元aZé中〇㐀京粤!，。·_😀\u200d\ufe0f𠮷\u0301";

    [Theory]
    [InlineData(TemplateFieldType.Thing, "thing1")]
    [InlineData(TemplateFieldType.Number, "number1")]
    [InlineData(TemplateFieldType.Letter, "letter1")]
    [InlineData(TemplateFieldType.Symbol, "symbol1")]
    [InlineData(TemplateFieldType.CharacterString, "character_string1")]
    [InlineData(TemplateFieldType.Time, "time1")]
    [InlineData(TemplateFieldType.Date, "date1")]
    [InlineData(TemplateFieldType.Amount, "amount1")]
    [InlineData(TemplateFieldType.PhoneNumber, "phone_number1")]
    [InlineData(TemplateFieldType.CarNumber, "car_number1")]
    [InlineData(TemplateFieldType.Name, "name1")]
    [InlineData(TemplateFieldType.Phrase, "phrase1")]
    public void What_the_module_lets_through_the_simulator_takes(TemplateFieldType type, string key)
    {
        var field = new SimulatedField(key, []);
        var random = new Random(20261121);
        string[] examples =
        [
            "9:05", "09:05", "2026-1-2 9:05", "2026年1月2日 09:05", "2026年1月2日09:05", "2026-01-02", "2026/1", "1月2日", "¥1.50元", "粤AD12345", "+86 138-0000-0000",
            "08:00~12:00", "2026-01-02~2026-01-03", "2026-01-02 08:00:09~2026-01-03 10:00", "2026.1.2", "24:00", "2026-02-30", "abc", "已发货", "李雷", "12.50", "!?",
        ];
        var letThrough = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var value = i < examples.Length ? examples[i] : i % 2 == 0 ? Mutated(examples[random.Next(examples.Length)], random) : Text(random, random.Next(1, 12));
            if (!FieldRules.Accepts(type, value, []))
            {
                continue;
            }

            letThrough++;
            if (!ValueRules.Accepts(field, value))
            {
                Assert.Fail($"{key}: '{value}'");
            }
        }

        letThrough.ShouldBeGreaterThan(20, "too few to say anything");
    }

    [Fact]
    public void The_modules_catalogue_knows_every_code_the_simulator_can_answer()
    {
        var known = WeChatErrorCatalogue.All.Select(entry => entry.Code).ToHashSet();

        // None is an answer to a call the module makes: an unknown path, a wrong verb, a check that has to be switched on, and a batch
        // of users that is empty or too long.
        WeChatCodes.Texts.Keys.Except([WeChatCodes.InvalidUrl, WeChatCodes.RequireGet, WeChatCodes.InvalidCharset, WeChatCodes.InvalidOpenIdCount]).Where(code => !known.Contains(code)).ShouldBeEmpty();
    }

    private static string Mutated(string value, Random random)
    {
        var at = random.Next(value.Length + 1);
        var length = Math.Min(random.Next(3), value.Length - at);
        return value[..at] + Text(random, random.Next(3)) + value[(at + length)..];
    }

    private static string Text(Random random, int runes)
    {
        var alphabet = Alphabet.EnumerateRunes().ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < runes; i++)
        {
            text.Append(alphabet[random.Next(alphabet.Length)]);
        }

        return text.ToString();
    }
}
