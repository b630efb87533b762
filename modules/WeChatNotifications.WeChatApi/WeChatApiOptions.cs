using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.WeChatApi;

/// <summary>Where WeChat is and how long an answer is waited for. Read once, when the client or its handler is made.</summary>
public sealed class WeChatApiOptions : IValidatableObject
{
    /// <summary>Shortest <see cref="Timeout"/>: 100 ms.</summary>
    public static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest <see cref="Timeout"/>: 2 minutes.</summary>
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Address of WeChat's server API, or of a gateway in front of it (a path is kept: <c>https://gateway/wechat/</c>).
    /// Absolute, http or https, without user, query and fragment. Default <c>https://api.weixin.qq.com/</c>.
    /// </summary>
    [Required] public Uri BaseAddress { get; set; } = new("https://api.weixin.qq.com/");

    /// <summary>Longest time one call may take, connecting and reading included, 0.1 s to 2 min. Default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Longest time to open a connection, 0.1 s to 2 min. Default 5 s. Used by <see cref="WeChatApiClient.CreateHandler"/>.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Connections open to WeChat at once, 1 to 10,000; a call beyond them waits for one within its <see cref="Timeout"/>.
    /// Default 1,024. Used by <see cref="WeChatApiClient.CreateHandler"/>.
    /// </summary>
    [Range(1, 10_000)] public int MaxConnectionsPerServer { get; set; } = 1_024;

    /// <summary>
    /// How a uniform message spells the page of its mini program: <c>pagepath</c>, <c>page</c>, <c>path</c> or <c>pagePath</c>.
    /// WeChat's pages named all four over the years. Default <c>pagepath</c>.
    /// </summary>
    [Required] public string UniformPagePathName { get; set; } = "pagepath";

    /// <summary>The rules that attributes cannot say; picked up by <c>ValidateDataAnnotations</c>.</summary>
    /// <param name="validationContext">Not used.</param>
    /// <returns>One result for every value out of range.</returns>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseAddress is { } address && !IsUsable(address))
        {
            yield return new("BaseAddress must be an absolute http or https address without user, query and fragment.", [nameof(BaseAddress)]);
        }

        if (UniformPagePathName is not (null or "pagepath" or "page" or "path" or "pagePath"))
        {
            yield return new("UniformPagePathName must be pagepath, page, path or pagePath.", [nameof(UniformPagePathName)]);
        }

        foreach (var (name, value) in new[] { (nameof(Timeout), Timeout), (nameof(ConnectTimeout), ConnectTimeout) })
        {
            if (value < MinTimeout || value > MaxTimeout)
            {
                yield return new($"{name} must be from 0.1 s to 2 min.", [name]);
            }
        }
    }

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void ThrowIfInvalid(string parameterName)
    {
        if (BaseAddress is null)
        {
            throw new ArgumentException("BaseAddress is required.", parameterName);
        }

        if (UniformPagePathName is null)
        {
            throw new ArgumentException("UniformPagePathName is required.", parameterName);
        }

        if (MaxConnectionsPerServer is < 1 or > 10_000)
        {
            throw new ArgumentException("MaxConnectionsPerServer must be from 1 to 10,000.", parameterName);
        }

        if (Validate(null!).FirstOrDefault() is { } broken)
        {
            throw new ArgumentException(broken.ErrorMessage, parameterName);
        }
    }

    private static bool IsUsable(Uri address) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0;
}
