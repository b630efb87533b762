using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace WeChatNotifications.Dashboard.Mapping;

/// <summary>Styles, scripts and icons, from inside the assembly: they need neither a folder on disk nor another site.</summary>
internal sealed class DashboardAssets(DashboardRoutes routes)
{
    private const string FilePrefix = "assets/";
    private const string IconPrefix = "icons/";

    private static readonly FrozenDictionary<string, Asset> Files = typeof(DashboardAssets).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(FilePrefix, StringComparison.Ordinal))
        .Select(n => new Asset(n[FilePrefix.Length..], Read(n)))
        .ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, string> Icons = new(StringComparer.Ordinal);

    public string Prefix => routes.Prefix ?? "";

    /// <summary>The address of a file. It changes with the content, so that browsers may keep it for good.</summary>
    public string Url(HttpContext context, string name) => $"{context.Request.PathBase}{routes.Prefix}/{FilePrefix}{name}?v={Files[name].Version}";

    /// <summary>The SVG element of an icon, ready to stand in a page.</summary>
    public static string Icon(string name) => Icons.GetOrAdd(
        name, static n => System.Text.Encoding.UTF8.GetString(Read($"{IconPrefix}{n}.svg")).Replace("<svg ", "<svg aria-hidden=\"true\" focusable=\"false\" ", StringComparison.Ordinal));

    /// <summary>Everybody may load them: there is nothing in them that the published package does not show.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, string prefix)
        => endpoints.MapGet($"{prefix}/{FilePrefix}{{name}}", static (HttpContext context, string name) => Files.TryGetValue(name, out var asset) ? asset.Answer(context) : Results.NotFound())
            .AllowAnonymous().ExcludeFromDescription();

    private static byte[] Read(string resource)
    {
        using var stream = typeof(DashboardAssets).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not built into the dashboard.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private sealed class Asset(string name, byte[] content)
    {
        private readonly Lazy<byte[]> _compressed = new(() => Compress(content));

        public string Name => name;

        public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(content))[..12];

        private string ContentType => Path.GetExtension(name) == ".css" ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";

        public IResult Answer(HttpContext context)
        {
            var headers = context.Response.Headers;
            headers[HeaderNames.CacheControl] = context.Request.Query["v"] == Version ? "public, max-age=31536000, immutable" : "no-cache";
            headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
            var compresses = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
            if (compresses)
            {
                headers[HeaderNames.ContentEncoding] = "br";
            }

            return Results.Bytes(compresses ? _compressed.Value : content, ContentType, entityTag: new EntityTagHeaderValue($"\"{Version}{(compresses ? "-br" : "")}\""));
        }

        private static byte[] Compress(byte[] bytes)
        {
            using var memory = new MemoryStream();
            using (var brotli = new BrotliStream(memory, CompressionLevel.Optimal))
            {
                brotli.Write(bytes);
            }

            return memory.ToArray();
        }
    }
}
