namespace WeChatNotifications.WeChatApi.Http;

/// <summary>One request.</summary>
/// <param name="Method">POST when there is something to say.</param>
/// <param name="PathAndQuery">Relative to the base address, values already escaped.</param>
/// <param name="Body">JSON, or <see langword="null"/> for a GET.</param>
/// <param name="Payload">Takes out of the answer what the call is made for.</param>
internal readonly record struct ApiRequest<T>(HttpMethod Method, string PathAndQuery, ReadOnlyMemory<byte>? Body, PayloadReader<T> Payload)
{
    /// <summary>The whole address, where it was put together before.</summary>
    public Uri? Address { get; init; }

    /// <summary>A longer answer is not read. The default, 1 MiB, is far more than sends and tokens are answered with.</summary>
    public int MaxAnswerBytes { get; init; } = 1024 * 1024;
}
