namespace WeChatNotifications.Templates;

/// <summary>Lengths (UTF-16 units) and counts of a message template.</summary>
public static class MessageTemplateLimits
{
    /// <summary>Longest logical name.</summary>
    public const int NameLength = 128;

    /// <summary>Longest title.</summary>
    public const int TitleLength = 128;

    /// <summary>Longest template id of WeChat's. Today's are 43 characters.</summary>
    public const int WeChatTemplateIdLength = 128;

    /// <summary>Most fields of one template. WeChat allows 5 keywords today; long-standing templates have more.</summary>
    public const int MaxFields = 20;

    /// <summary>Longest field key, such as <c>character_string12</c>.</summary>
    public const int FieldKeyLength = 32;

    /// <summary>Longest name that business code uses for a field.</summary>
    public const int FieldNameLength = 64;

    /// <summary>Longest format string, default value or allowed value of a field.</summary>
    public const int FieldTextLength = 128;

    /// <summary>Most values of an <c>enum_string</c> field.</summary>
    public const int MaxEnumValues = 100;

    /// <summary>Longest page pattern, and longest page once its placeholders are filled.</summary>
    public const int PageLength = 1024;

    /// <summary>Longest url pattern, and longest url once its placeholders are filled.</summary>
    public const int UrlLength = 1024;

    /// <summary>Most characters of a free-text field (<c>first</c>, <c>remark</c>, <c>keyword1</c>…): ours, since WeChat documents none.</summary>
    public const int FreeTextLength = 200;

    /// <summary>Most templates of a fallback chain, the first one included.</summary>
    public const int MaxChainLength = 5;

    /// <summary>Longest text of WeChat's about a template: its content and its example.</summary>
    public const int RemoteContentLength = 4096;
}
