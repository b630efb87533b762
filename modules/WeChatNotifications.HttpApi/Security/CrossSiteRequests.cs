using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace WeChatNotifications.HttpApi.Security;

/// <summary>
/// Tells requests that another web site may have made a browser send (CSRF) from those that nobody can forge.
/// </summary>
/// <remarks>
/// A browser attaches cookies and Basic or Negotiate credentials by itself; a header such as <c>X-Requested-With</c>,
/// <c>X-Api-Key</c> or <c>Authorization: Bearer</c> it sends across sites only after the host's CORS policy agreed. Current browsers
/// also say where a request comes from in <c>Sec-Fetch-Site</c> and <c>Origin</c> (<see href="https://www.w3.org/TR/fetch-metadata/"/>).
/// </remarks>
public static class CrossSiteRequests
{
    /// <summary>Whether the request changes something and might be another site's doing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="proofHeaders">Headers whose presence proves the contrary.</param>
    public static bool IsForgeable(HttpRequest request, IEnumerable<string> proofHeaders)
    {
        if (IsSafe(request.Method) || proofHeaders.Any(request.Headers.ContainsKey) || HasExplicitAuthorization(request))
        {
            return false;
        }

        // "none" is the user's own doing: an address typed, a bookmark.
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site is not ("same-origin" or "none");
        }

        if (request.Headers[HeaderNames.Origin].ToString() is { Length: > 0 } origin)
        {
            return !IsOwn(origin, request.Host);
        }

        // No browser of the last years, or no browser at all. Without credentials that it adds by itself there is nothing to abuse.
        return request.Headers.ContainsKey(HeaderNames.Cookie) || request.Headers.ContainsKey(HeaderNames.Authorization);
    }

    private static bool IsSafe(string method)
        => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private static bool HasExplicitAuthorization(HttpRequest request)
    {
        var authorization = request.Headers[HeaderNames.Authorization].ToString();
        return authorization.Length > 0
            && !Array.Exists(["Basic", "Digest", "Negotiate", "NTLM"], s => authorization.StartsWith(s, StringComparison.OrdinalIgnoreCase));
    }

    // The scheme is left out: behind a proxy that ends TLS the server sees http where the browser saw https.
    private static bool IsOwn(string origin, HostString host)
        => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && host.HasValue
            && string.Equals(uri.Host, host.Host, StringComparison.OrdinalIgnoreCase)
            && uri.Port == (host.Port ?? (uri.Scheme == Uri.UriSchemeHttps ? 443 : 80));
}
