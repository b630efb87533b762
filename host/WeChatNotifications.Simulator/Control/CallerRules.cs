using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace WeChatNotifications.Simulator.Control;

/// <summary>Why a caller may not steer the simulator.</summary>
internal enum CallerRefusal
{
    /// <summary>The call comes from another machine.</summary>
    OtherMachine,

    /// <summary>The call was made under a name that is not this machine's: a web page whose name was made to lead here.</summary>
    OtherName,

    /// <summary>A page of another origin had the browser make the call.</summary>
    OtherOrigin,
}

/// <summary>
/// Who may steer the simulator: callers on this machine, or with the key, as the options say. A browser on this machine also runs
/// the pages of strangers, so a call also has to come from the simulator's own pages, or from no page at all.
/// </summary>
internal sealed class CallerRules(string? key, bool allowRemote)
{
    private const string SiteHeader = "Sec-Fetch-Site";

    public bool AsksForKey => key is not null;

    /// <summary>Null: the caller may, if it has the key.</summary>
    public CallerRefusal? Judge(HttpContext http)
    {
        if (!allowRemote && !IPAddress.IsLoopback(http.Connection.RemoteIpAddress ?? IPAddress.None))
        {
            return CallerRefusal.OtherMachine;
        }

        if (!allowRemote && !NamesThisMachine(http.Request.Host))
        {
            return CallerRefusal.OtherName;
        }

        return IsFromElsewhere(http.Request) ? CallerRefusal.OtherOrigin : null;
    }

    /// <summary>Whether this is the key; always, when none is asked for.</summary>
    public bool IsKey(string given) => key is null || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key));

    /// <summary>An address cannot be rebound to another machine, a name can. No name at all is no browser's call.</summary>
    private static bool NamesThisMachine(HostString host) => !host.HasValue
        || IPAddress.TryParse(host.Host.Trim('[', ']'), out _)
        || host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Browsers say where a call comes from: in Sec-Fetch-Site, and in Origin where that is not sent (plain http under a name). What
    /// sends neither is no browser. Following a link to a page is fine from anywhere.
    /// </summary>
    private static bool IsFromElsewhere(HttpRequest request)
    {
        var site = request.Headers[SiteHeader].ToString();
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return site is "cross-site" or "same-site" && (request.Headers["Sec-Fetch-Mode"] != "navigate" || request.Headers["Sec-Fetch-Dest"] != "document");
        }

        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
