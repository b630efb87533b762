using System.Collections;

namespace WeChatNotifications.Sending;

/// <summary>The users a notification goes to, by their openid under the template's app.</summary>
public sealed class NotificationRecipients : IReadOnlyList<string>
{
    private readonly IReadOnlyList<string> _openIds;

    private NotificationRecipients(IReadOnlyList<string> openIds) => _openIds = openIds;

    /// <inheritdoc />
    public int Count => _openIds.Count;

    /// <inheritdoc />
    public string this[int index] => _openIds[index];

    /// <summary>One user.</summary>
    public static implicit operator NotificationRecipients(string openId) => OpenId(openId);

    /// <summary>One user.</summary>
    public static NotificationRecipients OpenId(string openId) => new([openId]);

    /// <summary>Several users.</summary>
    public static NotificationRecipients OpenIds(IEnumerable<string> openIds) => new([.. openIds]);

    /// <inheritdoc />
    public IEnumerator<string> GetEnumerator() => _openIds.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many there are; openids stay out of logs.</summary>
    public override string ToString() => $"{Count} recipient(s)";
}
