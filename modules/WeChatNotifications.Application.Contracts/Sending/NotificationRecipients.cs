using System.Collections;

namespace WeChatNotifications.Sending;

/// <summary>The users a notification goes to: by their openid under the template's app, or by the host's own user id.</summary>
public sealed class NotificationRecipients : IReadOnlyList<NotificationRecipient>
{
    private readonly IReadOnlyList<NotificationRecipient> _recipients;

    private NotificationRecipients(IReadOnlyList<NotificationRecipient> recipients) => _recipients = recipients;

    /// <inheritdoc />
    public int Count => _recipients.Count;

    /// <inheritdoc />
    public NotificationRecipient this[int index] => _recipients[index];

    /// <summary>One user.</summary>
    public static implicit operator NotificationRecipients(string openId) => OpenId(openId);

    /// <summary>One user, by openid.</summary>
    public static NotificationRecipients OpenId(string openId) => new([new NotificationRecipient(openId, UserId: null)]);

    /// <summary>Several users, by openid.</summary>
    public static NotificationRecipients OpenIds(IEnumerable<string> openIds) => new([.. openIds.Select(id => new NotificationRecipient(id, UserId: null))]);

    /// <summary>One user, by the host's id. The message goes out by the first template of the chain whose app knows the user.</summary>
    public static NotificationRecipients UserId(string userId) => UserIds([userId]);

    /// <summary>Several users, by the host's ids.</summary>
    public static NotificationRecipients UserIds(IEnumerable<string> userIds) => new([.. userIds.Select(id => new NotificationRecipient(OpenId: null, id))]);

    /// <summary>These and others.</summary>
    public NotificationRecipients And(NotificationRecipients others) => new([.. _recipients, .. others]);

    /// <inheritdoc />
    public IEnumerator<NotificationRecipient> GetEnumerator() => _recipients.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many there are; openids stay out of logs.</summary>
    public override string ToString() => $"{Count} recipient(s)";
}

/// <summary>One user a notification goes to, named in one of two ways.</summary>
/// <param name="OpenId">The openid under the template's app.</param>
/// <param name="UserId">The host's own id of the user.</param>
public readonly record struct NotificationRecipient(string? OpenId, string? UserId)
{
    /// <summary>Which way was chosen; openids stay out of logs.</summary>
    public override string ToString() => UserId is null ? "by openid" : "by user id";
}
