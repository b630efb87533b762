namespace WeChatNotifications.Reliability.Faults;

internal static class Pause
{
    /// <summary>Waits so long, or until cancelled: then whoever waits mends what it has broken.</summary>
    public static async Task ForAsync(int milliseconds, CancellationToken cancellationToken)
        => await Task.Delay(milliseconds, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
