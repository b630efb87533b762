using System.Collections.Concurrent;
using WeChatNotifications.Credentials;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Channels;

/// <summary>
/// Remembers for an hour that WeChat has answered an app that a call is withdrawn, so that a million messages do not ask a million times.
/// Whoever changes the app's settings makes it forget.
/// </summary>
internal sealed class RetiredChannels(TimeProvider timeProvider)
{
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(Guid App, MessageChannel Channel), (Guid Stamp, long At)> _answers = new();

    /// <summary>Whether WeChat said so lately, of the app as it is set up now.</summary>
    public bool Contains(AppCredential app, MessageChannel channel)
        => _answers.TryGetValue((app.Id, channel), out var answer)
            && answer.Stamp == app.ConcurrencyStamp && timeProvider.GetElapsedTime(answer.At) < Memory;

    /// <summary>WeChat said so just now.</summary>
    public void Add(AppCredential app, MessageChannel channel) => _answers[(app.Id, channel)] = (app.ConcurrencyStamp, timeProvider.GetTimestamp());
}
