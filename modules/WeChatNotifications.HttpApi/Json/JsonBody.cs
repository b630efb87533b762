using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using WeChatNotifications.Rules;

namespace WeChatNotifications.HttpApi.Json;

/// <summary>A body that was read, or why it was not.</summary>
internal interface IJsonBody
{
    /// <summary>Why it could not be read; null when it was.</summary>
    BodyFault? Fault { get; }
}

/// <summary>
/// A JSON body bound by the API itself instead of the framework, so that a fault names its field and reaches the caller as a problem
/// in every environment. No body at all means an empty object.
/// </summary>
internal sealed class JsonBody<T> : IJsonBody, IBindableFromHttpContext<JsonBody<T>>
    where T : class
{
    private readonly T? _value;

    private JsonBody(T value) => _value = value;

    private JsonBody(BodyFault fault) => Fault = fault;

    public BodyFault? Fault { get; }

    public T Value => _value ?? throw new InvalidOperationException("The body could not be read; the API's filter should have answered.");

    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter) => await ReadAsync(context).ConfigureAwait(false);

    /// <summary>Reads the body: for an endpoint that does so by itself, because not everybody gets that far.</summary>
    public static async Task<JsonBody<T>> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var own = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.MaxBytes;
        var max = own ?? context.RequestServices.GetRequiredService<IOptions<WeChatNotificationsHttpApiOptions>>().Value.MaxRequestBodySize;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return Checked(JsonSerializer.Deserialize<T>("{}", ApiJson.Options));
        }

        if (request.ContentLength > max)
        {
            return new(new BodyFault.TooLarge(max));
        }

        if (!IsUtf8Json(request))
        {
            return new(new BodyFault.MediaType());
        }

        try
        {
            var body = request.Body;
            if (own is not null && request.ContentLength is null)
            {
                if (await BufferAsync(body, max, context.RequestAborted).ConfigureAwait(false) is not { } buffer)
                {
                    return new(new BodyFault.TooLarge(max));
                }

                body = buffer;
            }

            return Checked(await JsonSerializer.DeserializeAsync<T>(body, ApiJson.Options, context.RequestAborted).ConfigureAwait(false));
        }
        catch (JsonException exception)
        {
            return new(new BodyFault.Invalid(JsonFaults.Explain(exception, typeof(T))));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new(new BodyFault.TooLarge(max));
        }
    }

    /// <summary>A body of unknown length, unless it is too long.</summary>
    private static async Task<MemoryStream?> BufferAsync(Stream body, int max, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        var chunk = new byte[4_096];
        for (int read; (read = await body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (buffer.Length + read > max)
            {
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        buffer.Position = 0;
        return buffer;
    }

    private static JsonBody<T> Checked(T? value)
        => value is null ? new(new BodyFault.Invalid(JsonFaults.WrongType("body", typeof(T)))) : new(value);

    private static bool IsUtf8Json(HttpRequest request)
        => request.HasJsonContentType()
            && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.Encoding is null || type.Encoding is UTF8Encoding)
            && (type.Charset.Length == 0 || type.Encoding is not null);
}
