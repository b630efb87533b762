namespace WeChatNotifications.Broadcasts;

/// <summary>How an uploaded list is written.</summary>
public enum BroadcastListFormat
{
    /// <summary>Comma-separated values in UTF-8 with a header: <c>openId</c> or <c>userId</c>, and a column for each field that a recipient has for itself.</summary>
    Csv = 0,

    /// <summary>JSON lines in UTF-8: an object a line with <c>openId</c> or <c>userId</c>, and <c>data</c>.</summary>
    JsonLines = 1,
}
