namespace WeChatNotifications.Jobs;

/// <summary>What a run of a job has done, for those who look at it.</summary>
/// <param name="Count">How many things it dealt with; 0 when there was nothing to do.</param>
/// <param name="Note">What else there is to say, in English, at most 512 characters; without secrets and openids.</param>
internal readonly record struct JobResult(long Count, string? Note = null);
