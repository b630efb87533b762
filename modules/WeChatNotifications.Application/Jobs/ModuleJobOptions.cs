namespace WeChatNotifications.Jobs;

/// <summary>Where the module's own jobs run.</summary>
public sealed class ModuleJobOptions
{
    /// <summary>Whether this node runs them. Default true; several nodes share them by leases.</summary>
    public bool IsEnabled { get; set; } = true;
}
