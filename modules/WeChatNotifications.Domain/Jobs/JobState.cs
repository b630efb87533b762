using WeChatNotifications.Rules;

namespace WeChatNotifications.Jobs;

/// <summary>What is known of one of the module's jobs in one database. It belongs to the module as a whole, not to a tenant.</summary>
public sealed class JobState
{
    /// <summary>Longest name.</summary>
    public const int NameLength = 64;

    /// <summary>Longest note, error and node.</summary>
    public const int TextLength = 512;

    private JobState()
    {
    }

    /// <summary>A job that was never seen before.</summary>
    public JobState(string name) => Name = name;

    /// <summary>The job.</summary>
    public string Name { get; private set; } = "";

    /// <summary>When its last run began.</summary>
    public DateTimeOffset? LastStartedAt { get; private set; }

    /// <summary>When its last run ended, well or not; before <see cref="LastStartedAt"/> while one runs, and after a node died of it.</summary>
    public DateTimeOffset? LastFinishedAt { get; private set; }

    /// <summary>How many things its last run dealt with; null when that failed.</summary>
    public long? LastCount { get; private set; }

    /// <summary>What else its last run had to say.</summary>
    public string? LastNote { get; private set; }

    /// <summary>Why its last run failed; null when it did not.</summary>
    public string? LastError { get; private set; }

    /// <summary>Runs so far.</summary>
    public long Runs { get; private set; }

    /// <summary>Those of them that failed.</summary>
    public long Failures { get; private set; }

    /// <summary>The node that ran it last.</summary>
    public string? Node { get; private set; }

    /// <summary>When it is due again; null while it runs.</summary>
    public DateTimeOffset? NextDueAt { get; private set; }

    /// <summary>When somebody asked for a run before that; null when nobody has, or a run has begun since.</summary>
    public DateTimeOffset? RunRequestedAt { get; private set; }

    /// <summary>A run begins, and answers whoever asked for one.</summary>
    public void Begin(string node, DateTimeOffset now)
    {
        (LastStartedAt, Node, NextDueAt, RunRequestedAt) = (now, StoredText.Cut(node, TextLength), null, null);
        Runs++;
    }

    /// <summary>A run has ended.</summary>
    /// <param name="count">What it dealt with; null when it failed.</param>
    /// <param name="note">What else there is to say.</param>
    /// <param name="error">Why it failed; null when it did not.</param>
    /// <param name="nextDueAt">When the next one is due.</param>
    /// <param name="now">The present.</param>
    public void End(long? count, string? note, string? error, DateTimeOffset nextDueAt, DateTimeOffset now)
    {
        (LastFinishedAt, NextDueAt, LastCount) = (now, nextDueAt, count);
        (LastNote, LastError) = (StoredText.Cut(note, TextLength), StoredText.Cut(error, TextLength));
        Failures += error is null ? 0 : 1;
    }

    /// <summary>Somebody wants it run now.</summary>
    public void Request(DateTimeOffset now) => RunRequestedAt = now;
}
