using System.ComponentModel.DataAnnotations;
using System.Security.Claims;

namespace WeChatNotifications.HttpApi;

/// <summary>Settings of the HTTP API.</summary>
public sealed class WeChatNotificationsHttpApiOptions
{
    /// <summary>Largest request body in bytes, 1 KiB to 64 MiB. Default 1 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxRequestBodySize { get; set; } = 1024 * 1024;

    /// <summary>Largest uploaded list in bytes, 1 KiB to 16 GiB; it is read while it arrives, never as a whole. Default 1 GiB.</summary>
    [Range(1024L, 16L * 1024 * 1024 * 1024)]
    public long MaxListSize { get; set; } = 1024L * 1024 * 1024;

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

    /// <summary>
    /// The host's id of the user who is signed in, by which a mini program's log-in on the same request ties them to their openid; null for
    /// callers who are no users, such as programs with a key. Default: the claim <see cref="ClaimTypes.NameIdentifier"/>.
    /// </summary>
    public Func<ClaimsPrincipal, string?> UserId { get; set; } = static user => user.FindFirstValue(ClaimTypes.NameIdentifier);
}
