using System.Globalization;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>The messages of all measurements: an order that was paid, each with a number of its own, so that the simulator notices a double.</summary>
internal static class SampleMessages
{
    public const string TemplateName = "order-paid";
    public const string WeChatTemplateId = "tmpl-benchmark-order-paid";
    public const string UserPrefix = "o-benchmark-user-";
    public const string NumberKey = "character_string1";
    public const string PagePath = "pages/order/detail";

    public static IReadOnlyList<string> Fields { get; } = [NumberKey, "thing2", "amount3", "time4"];

    public static string OpenId(int number, int users) => UserPrefix + (number % users).ToString(CultureInfo.InvariantCulture);

    public static string Number(int number) => string.Create(CultureInfo.InvariantCulture, $"N{number:D9}");

    /// <summary>The message as it is written by hand.</summary>
    public static object Body(int number, int users) => new
    {
        touser = OpenId(number, users),
        template_id = WeChatTemplateId,
        page = $"{PagePath}?no={Number(number)}",
        data = new
        {
            character_string1 = new { value = Number(number) },
            thing2 = new { value = "云南小粒咖啡豆 500 克" },
            amount3 = new { value = "68.50元" },
            time4 = new { value = "2026年11月21日 10:30" },
        },
    };
}
