using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Recipients;

/// <summary>How followers are imported. Section <c>FollowerImports</c>.</summary>
public sealed class FollowerImportOptions
{
    /// <summary>How often imports that have work to do are looked for, 1 s to 10 min. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Imports of different accounts that run at once in one database, 1 to 32. Default 4.</summary>
    [Range(1, 32)]
    public int ConcurrentImports { get; set; } = 4;

    /// <summary>Calls for union ids of one import that are under way at once, 1 to 32; each asks about 100 followers. Default 4.</summary>
    [Range(1, 32)]
    public int UnionIdConcurrency { get; set; } = 4;

    /// <summary>How long to wait after the first failure, 1 s to 10 min; each further one doubles it. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RetryBase { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait, 1 s to 6 h. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan RetryCap { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Failures in a row after which an import has failed until somebody resumes it, 1 to 1,000. Default 10: about half an hour.</summary>
    [Range(1, 1_000)]
    public int MaxFailures { get; set; } = 10;
}
