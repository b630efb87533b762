using System.Text.Json;

namespace WeChatNotifications.WeChatApi.Tests.Callbacks;

/// <summary>One of the published samples in crypto-vectors.json.</summary>
public sealed record CryptoVector
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Token { get; init; }

    public required string Timestamp { get; init; }

    public required string Nonce { get; init; }

    public string? Signature { get; init; }

    public string? EchoStr { get; init; }

    public string? ExpectedResponseBody { get; init; }

    public string? EncodingAesKey { get; init; }

    public string? AppId { get; init; }

    public string? MsgSignature { get; init; }

    public string? Encrypt { get; init; }

    public string? Random { get; init; }

    public string? Plaintext { get; init; }

    public bool ExpectReject { get; init; }

    public static IReadOnlyList<CryptoVector> All { get; } = Load();

    public static CryptoVector Named(string id) => All.Single(v => v.Id == id);

    private static CryptoVector[] Load()
    {
        using var stream = typeof(CryptoVector).Assembly.GetManifestResourceStream("crypto-vectors.json")!;
        return JsonDocument.Parse(stream).RootElement.GetProperty("vectors").Deserialize<CryptoVector[]>(JsonSerializerOptions.Web)!;
    }
}
