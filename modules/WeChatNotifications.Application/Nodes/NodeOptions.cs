using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Nodes;

/// <summary>How a node shows itself to people.</summary>
public sealed class NodeOptions
{
    /// <summary>What people call it, at most 128 characters. Null, the default, for machine and process. Nodes of one name are still told apart.</summary>
    [StringLength(ModuleNode.NameLength, MinimumLength = 1)] public string? Name { get; set; }

    /// <summary>How often it says that it is alive, 1 s to 5 min. Default 5 s. After three of these and ten seconds in silence it counts as lost.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);
}
