using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.Simulator.Quotas;

/// <summary>How often an app may call. Null leaves a limit as it is; 0 refuses everything; -1 lifts it; at most 4,294,967,295.</summary>
public sealed record AppLimits
{
    /// <summary>subscribe/send, or subscribe/bizsend of an official account, per day. WeChat: 10 million, or 30 million with WeChat Pay.</summary>
    [Range(-1, uint.MaxValue)]
    public long? SendsPerDay { get; init; }

    /// <summary>The same per minute. Unlimited by default: WeChat names no figure.</summary>
    [Range(-1, uint.MaxValue)]
    public long? SendsPerMinute { get; init; }

    /// <summary>wxopen/template/send per day. WeChat: 1 million.</summary>
    [Range(-1, uint.MaxValue)]
    public long? TemplateMessagesPerDay { get; init; }

    /// <summary>wxopen/template/send per minute. Unlimited by default.</summary>
    [Range(-1, uint.MaxValue)]
    public long? TemplateMessagesPerMinute { get; init; }

    /// <summary>uniform_send per day, of the mini program that calls. Unlimited by default: WeChat names no figure.</summary>
    [Range(-1, uint.MaxValue)]
    public long? UniformMessagesPerDay { get; init; }

    /// <summary>uniform_send per minute. Unlimited by default.</summary>
    [Range(-1, uint.MaxValue)]
    public long? UniformMessagesPerMinute { get; init; }

    /// <summary>template/send of an official account per day. WeChat: 100,000, and more with many followers.</summary>
    [Range(-1, uint.MaxValue)]
    public long? OfficialAccountTemplateMessagesPerDay { get; init; }

    /// <summary>template/send of an official account per minute. Unlimited by default.</summary>
    [Range(-1, uint.MaxValue)]
    public long? OfficialAccountTemplateMessagesPerMinute { get; init; }

    /// <summary>Classic token calls per day. WeChat: 2,000.</summary>
    [Range(-1, uint.MaxValue)]
    public long? ClassicTokensPerDay { get; init; }

    /// <summary>Classic token calls per minute. Unlimited by default.</summary>
    [Range(-1, uint.MaxValue)]
    public long? ClassicTokensPerMinute { get; init; }

    /// <summary>Stable token calls per day. WeChat: 500,000.</summary>
    [Range(-1, uint.MaxValue)]
    public long? StableTokensPerDay { get; init; }

    /// <summary>Stable token calls per minute. WeChat: 10,000.</summary>
    [Range(-1, uint.MaxValue)]
    public long? StableTokensPerMinute { get; init; }

    /// <summary>Forced refreshes of the stable token per day. WeChat: 20.</summary>
    [Range(-1, uint.MaxValue)]
    public long? ForcedRefreshesPerDay { get; init; }

    /// <summary>user/get per day. WeChat: 500.</summary>
    [Range(-1, uint.MaxValue)]
    public long? FollowerListsPerDay { get; init; }

    /// <summary>user/info and user/info/batchget per day. WeChat: 5 million.</summary>
    [Range(-1, uint.MaxValue)]
    public long? FollowerInfosPerDay { get; init; }

    /// <summary>newtmpl/gettemplate per day. WeChat has such a limit and does not name it; 10,000 here.</summary>
    [Range(-1, uint.MaxValue)]
    public long? TemplateListsPerDay { get; init; }
}
