using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.HttpApi;

/// <summary>Settings of the HTTP API.</summary>
public sealed class WeChatNotificationsHttpApiOptions
{
    /// <summary>Largest request body in bytes, 1 KiB to 64 MiB. Default 1 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxRequestBodySize { get; set; } = 1024 * 1024;

    /// <summary>
    /// What an unauthenticated caller reads in the header <c>WWW-Authenticate</c>, which RFC 9110 demands with a 401. Default
    /// <c>ApiKey</c>; a host names its own scheme.
    /// </summary>
    [Required]
    public string Challenge { get; set; } = "ApiKey";

    /// <summary>
    /// Headers that a browser never sends across sites by itself, so that their presence proves that no other site forged the
    /// request. Default <c>X-Requested-With</c> and <c>X-Api-Key</c>.
    /// </summary>
    public IList<string> ProofHeaders { get; } = ["X-Requested-With", "X-Api-Key"];
}
