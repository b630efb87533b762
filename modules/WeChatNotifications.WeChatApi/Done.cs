namespace WeChatNotifications.WeChatApi;

/// <summary>The value of a call that has nothing to tell but that it worked.</summary>
public sealed record Done
{
    private Done()
    {
    }

    /// <summary>The only one.</summary>
    public static Done Value { get; } = new();
}
