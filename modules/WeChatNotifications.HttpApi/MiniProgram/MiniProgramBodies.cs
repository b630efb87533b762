using WeChatNotifications.MiniProgram;

namespace WeChatNotifications.HttpApi.MiniProgram;

/// <summary>A log-in.</summary>
public sealed record LoginRequest
{
    /// <summary>What <c>wx.login</c> gave the mini program.</summary>
    public string? Code { get; init; }

    /// <summary>Never the code.</summary>
    public override string ToString() => nameof(LoginRequest);
}

/// <summary>The templates to hand to <c>wx.requestSubscribeMessage</c>.</summary>
/// <param name="Templates">In the order of need; empty when there is nothing to ask for.</param>
public sealed record TemplatesToAskForResponse(IReadOnlyList<TemplateToAskForDto> Templates);

/// <summary>
/// Permits of the user, as the document describes them; <see cref="PermitReportBody"/> reads them item by item. Moments are milliseconds since
/// 1970 or ISO 8601 with an offset; one in the future counts as now.
/// </summary>
public sealed record PermitReportRequest
{
    /// <summary>The mini program's own id of the report.</summary>
    public required Guid ReportId { get; init; }

    /// <summary>Form ids, at most 100.</summary>
    public IReadOnlyList<FormIdItem>? FormIds { get; init; }

    /// <summary>Prepay ids, at most 100.</summary>
    public IReadOnlyList<PrepayIdItem>? PrepayIds { get; init; }

    /// <summary>Answers of the subscription dialog, at most 20.</summary>
    public IReadOnlyList<SubscriptionItem>? Subscriptions { get; init; }

    /// <summary>A form id.</summary>
    /// <param name="FormId">What the <c>report-submit</c> form gave.</param>
    /// <param name="CollectedAt">When the user tapped.</param>
    public sealed record FormIdItem(string FormId, DateTimeOffset? CollectedAt);

    /// <summary>A prepay id.</summary>
    /// <param name="PrepayId">What the payment gave.</param>
    /// <param name="PaidAt">When the user paid.</param>
    public sealed record PrepayIdItem(string PrepayId, DateTimeOffset? PaidAt);

    /// <summary>An answer of <c>wx.requestSubscribeMessage</c>.</summary>
    /// <param name="At">When the user decided.</param>
    /// <param name="Results">WeChat's word by WeChat's template id: <c>accept</c> (or one that begins so), <c>reject</c>, <c>ban</c>, <c>filter</c>.</param>
    public sealed record SubscriptionItem(DateTimeOffset? At, IReadOnlyDictionary<string, string> Results);
}
