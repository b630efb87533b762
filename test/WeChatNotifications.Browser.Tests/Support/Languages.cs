namespace WeChatNotifications.Browser.Tests.Support;

/// <summary>The languages of every story.</summary>
public static class Languages
{
    public const string English = "en";
    public const string Chinese = "zh-CN";

    public static TheoryData<string> Both => [English, Chinese];

    /// <summary>The word of a language.</summary>
    public static string In(this string language, string english, string chinese) => language == English ? english : chinese;
}
