using WeChatNotifications.Sending;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>The messages of <see cref="SampleMessages"/> as the module takes them.</summary>
internal static class SampleNotifications
{
    private static readonly DateTimeOffset PaidAt = new(2026, 11, 21, 10, 30, 0, TimeSpan.FromHours(8));

    public static Notification Of(int number, int users) => new()
    {
        Template = SampleMessages.TemplateName,
        To = SampleMessages.OpenId(number, users),
        Data = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [SampleMessages.NumberKey] = SampleMessages.Number(number),
            ["thing2"] = "云南小粒咖啡豆 500 克",
            ["amount3"] = 68.5m,
            ["time4"] = PaidAt,
        },
    };
}
