namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>
/// One template message of a mini program, sent with a form id or prepay id. WeChat withdrew these on 2020-01-10 and answers
/// with <c>45103</c>; the call stays for systems that stand in for WeChat.
/// </summary>
public sealed record TemplateMessage
{
    /// <summary>The receiver's openid under this mini program.</summary>
    public required string ToUser { get; init; }

    /// <summary>The template's id in this mini program.</summary>
    public required string TemplateId { get; init; }

    /// <summary>Page that opens on a tap, a query is allowed; without it the message opens nothing.</summary>
    public string? Page { get; init; }

    /// <summary>
    /// The permit: the <c>formId</c> of a submitted form (good for one message) or a payment's <c>prepay_id</c> (WeChat's
    /// pages said one message, later three), of this very user and at most 7 days old.
    /// </summary>
    public required string FormId { get; init; }

    /// <summary>
    /// Field name (<c>keyword1</c>, without <c>.DATA</c>) and its value, each name once. Sent in this order; without fields
    /// WeChat sends a blank message.
    /// </summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Data { get; init; }

    /// <summary>Colours of values by field name (<c>#173177</c>). WeChat ignores them today.</summary>
    public IReadOnlyDictionary<string, string>? Colors { get; init; }

    /// <summary>The field whose value is shown large (<c>keyword1</c>; the <c>.DATA</c> that WeChat wants here is added).</summary>
    public string? EmphasisKeyword { get; init; }

    /// <summary>Template and number of fields only: openid, permit and content are personal data.</summary>
    public override string ToString() => $"{nameof(TemplateMessage)} {{ TemplateId = {TemplateId}, Fields = {Data?.Count ?? 0} }}";
}
