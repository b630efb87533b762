namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>What an event says about one template of subscribe messages. What it does not say is null.</summary>
public sealed record SubscriptionItem
{
    /// <summary>WeChat's id of the template.</summary>
    public string? TemplateId { get; init; }

    /// <summary>The user's decision: <c>accept</c> or <c>reject</c>.</summary>
    public string? Decision { get; init; }

    /// <summary>Where the user was asked: 0 in the mini program, 1 on a web page, 2 in an article.</summary>
    public int? PopupScene { get; init; }

    /// <summary>Id of the message that was sent.</summary>
    public long? MessageId { get; init; }

    /// <summary>Why it did not arrive; 0 when it did.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>The same as a word; <c>success</c> when it did.</summary>
    public string? ErrorStatus { get; init; }
}
