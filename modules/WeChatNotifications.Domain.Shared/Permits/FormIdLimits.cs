namespace WeChatNotifications.Permits;

/// <summary>Lengths and ranges of form ids.</summary>
public static class FormIdLimits
{
    /// <summary>Longest form id or prepay id. WeChat's are 32 to 64 characters.</summary>
    public const int FormIdLength = 128;

    /// <summary>Most uses of one prepay id that may be configured.</summary>
    public const int MaxUses = 10;

    /// <summary>Most form ids of one report.</summary>
    public const int MaxReportEntries = 1_000;
}
