namespace WeChatNotifications.Templates;

/// <summary>What WeChat's calls about its public template library take.</summary>
public static class TemplateLibraryLimits
{
    /// <summary>Most titles of one page.</summary>
    public const int MaxTitles = 30;

    /// <summary>Most categories of one question; ours, as they stand in an address. No account has nearly as many.</summary>
    public const int MaxCategories = 50;

    /// <summary>Longest number of a public template; today's have up to 5 digits.</summary>
    public const int TidLength = 32;

    /// <summary>Fewest keywords of a template.</summary>
    public const int MinKeywords = 2;

    /// <summary>Most keywords of a template.</summary>
    public const int MaxKeywords = 5;

    /// <summary>Longest description of what the messages are for.</summary>
    public const int SceneLength = 15;
}
