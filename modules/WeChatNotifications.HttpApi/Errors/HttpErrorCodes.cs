namespace WeChatNotifications.HttpApi.Errors;

/// <summary>Codes of what the HTTP API itself refuses, besides <see cref="WeChatNotificationsErrorCodes"/>.</summary>
public static class HttpErrorCodes
{
    private const string Prefix = "WeChatNotifications:";

    /// <summary>The caller did not say who they are.</summary>
    public const string Unauthenticated = Prefix + "Unauthenticated";

    /// <summary>The caller lacks a permission.</summary>
    public const string Forbidden = Prefix + "Forbidden";

    /// <summary>The request might have been forged by another web site.</summary>
    public const string CrossSite = Prefix + "CrossSite";

    /// <summary>The body is larger than <see cref="WeChatNotificationsHttpApiOptions.MaxRequestBodySize"/>.</summary>
    public const string BodyTooLarge = Prefix + "BodyTooLarge";

    /// <summary>The body is not declared as JSON in UTF-8.</summary>
    public const string MediaType = Prefix + "MediaType";

    /// <summary>The list of a broadcast is not declared as CSV or JSON lines in UTF-8, or is compressed.</summary>
    public const string ListMediaType = Prefix + "ListMediaType";

    /// <summary>A stored secret cannot be decrypted any more.</summary>
    public const string SecretUnreadable = Prefix + "SecretUnreadable";

    /// <summary>A fault of the server.</summary>
    public const string Internal = Prefix + "Internal";
}
