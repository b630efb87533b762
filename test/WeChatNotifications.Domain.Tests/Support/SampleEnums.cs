using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace WeChatNotifications.Support;

public enum Weather
{
    Sunny,

    [Display(Name = "下雨")]
    Rainy,

    [Description("下雪")]
    Snowy,

    [Display(Name = nameof(WeatherNames.Windy), ResourceType = typeof(WeatherNames))]
    Windy,
}

[Flags]
public enum Parts
{
    None = 0,

    [Display(Name = "礼品")]
    Gift = 1,

    [Display(Name = "加急")]
    Express = 2,
}

/// <summary>Texts as a resource class generates them: the language is that of the thread.</summary>
public static class WeatherNames
{
    public static string Windy => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? "刮风" : "Windy";
}
