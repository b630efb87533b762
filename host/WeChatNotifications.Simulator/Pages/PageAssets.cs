using System.Collections.Frozen;
using System.Security.Cryptography;

namespace WeChatNotifications.Simulator.Pages;

/// <summary>Style sheets, scripts and the icon of the pages: part of the assembly, so that they are there however the simulator is run.</summary>
internal static class PageAssets
{
    public const string Root = "/assets";
    private const string ResourcePrefix = "assets/";

    private static readonly FrozenDictionary<string, Asset> Known = typeof(PageAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[ResourcePrefix.Length..], Load, StringComparer.Ordinal);

    private sealed record Asset(byte[] Bytes, string ContentType, string Version);

    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>The address changes with the content, so that a browser may keep what it has.</summary>
    public static string Address(string name) => $"{Root}/{name}?v={Known[name].Version}";

    public static void MapAssets(this IEndpointRouteBuilder routes) => routes.MapGet($"{Root}/{{name}}", AnswerAsync);

    private static async Task AnswerAsync(HttpContext http)
    {
        if (!Known.TryGetValue(http.Request.RouteValues["name"] as string ?? "", out var asset))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = asset.ContentType;
        http.Response.ContentLength = asset.Bytes.Length;
        http.Response.Headers.CacheControl = http.Request.Query["v"] == asset.Version ? "private, max-age=31536000, immutable" : "no-cache";
        await http.Response.Body.WriteAsync(asset.Bytes, http.RequestAborted);
    }

    private static Asset Load(string resource)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new(bytes, ContentTypeOf(resource), Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
}
