using System.Buffers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using WeChatNotifications.Callbacks;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.HttpApi.Callbacks;

/// <summary>
/// Where WeChat pushes to. It is no part of the API that people and programs call: WeChat proves who it is by its signature, and reads
/// short plain texts.
/// </summary>
internal static class CallbackEndpoints
{
    /// <summary>Name of the address, for links.</summary>
    public const string PushName = "WeChatNotifications.PushCallback";

    /// <summary>One text for all that is refused: a stranger learns nothing from it.</summary>
    private const string Refused = "refused";

    public static void MapCallback(this RouteGroupBuilder group)
    {
        group.MapGet("/{appId}", CheckAddressAsync)
            .WithName("WeChatNotifications.CheckCallback")
            .WithSummary("WeChat checks the address it shall push to")
            .WithDescription("For WeChat only: answers echostr when the signature is right.");
        group.MapPost("/{appId}", ReceiveAsync)
            .WithName(PushName)
            .WithSummary("WeChat pushes a message or an event")
            .WithDescription("For WeChat only: answers success within a second. appId is WeChat's appid, or the id of the credential.");
    }

    private static async Task<IResult> CheckAddressAsync(string appId, HttpRequest request, ICallbackReceiver receiver, CancellationToken cancellationToken)
    {
        var query = QueryOf(request);
        var answer = await receiver.CheckAddressAsync(appId, query, cancellationToken).ConfigureAwait(false);
        return answer == CallbackAnswer.Taken ? Text(query.EchoString ?? "") : Text(Refused, StatusCodes.Status403Forbidden);
    }

    private static async Task<IResult> ReceiveAsync(
        string appId, HttpRequest request, ICallbackReceiver receiver, IOptions<CallbackOptions> options, CancellationToken cancellationToken)
    {
        var (body, fault) = await ReadAsync(request, options.Value.MaxBodySize, cancellationToken).ConfigureAwait(false);
        if (fault is { } status)
        {
            return Text(Refused, status);
        }

        return await receiver.ReceiveAsync(appId, QueryOf(request), body, cancellationToken).ConfigureAwait(false) switch
        {
            CallbackAnswer.Taken => Text("success"),
            CallbackAnswer.Unreadable => Text("unreadable", StatusCodes.Status400BadRequest),
            CallbackAnswer.Busy => Text("busy", StatusCodes.Status503ServiceUnavailable),
            _ => Text(Refused, StatusCodes.Status403Forbidden),
        };
    }

    private static CallbackQuery QueryOf(HttpRequest request) => new()
    {
        Signature = request.Query["signature"],
        Timestamp = request.Query["timestamp"],
        Nonce = request.Query["nonce"],
        EncryptType = request.Query["encrypt_type"],
        MsgSignature = request.Query["msg_signature"],
        EchoString = request.Query["echostr"],
    };

    /// <summary>Reads a body of a bounded size.</summary>
    private static async Task<(ReadOnlyMemory<byte> Body, int? Fault)> ReadAsync(HttpRequest request, int max, CancellationToken cancellationToken)
    {
        if (request.ContentLength > max)
        {
            return (default, StatusCodes.Status413PayloadTooLarge);
        }

        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4096) + 1);
        try
        {
            while (await request.Body.ReadAsync(body.GetMemory(), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                body.Advance(read);
                if (body.WrittenCount > max)
                {
                    return (default, StatusCodes.Status413PayloadTooLarge);
                }
            }

            return (body.WrittenMemory, null);
        }
        catch (BadHttpRequestException exception)
        {
            return (default, exception.StatusCode);
        }
    }

    private static TextResult Text(string text, int status = StatusCodes.Status200OK) => new(text, status);

    /// <summary>Plain text that no browser takes for anything else: what WeChat wants echoed comes from the query.</summary>
    private sealed class TextResult(string text, int status) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => status;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/plain; charset=utf-8";
            response.Headers[HeaderNames.CacheControl] = "no-store";
            response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
            return response.WriteAsync(text, CancellationToken.None);
        }
    }

    /// <summary>Keeps the host's own rules for its callers away: nobody logs in here, and no browser is meant.</summary>
    internal static RouteGroupBuilder ForWeChatOnly(this RouteGroupBuilder group, IServiceProvider services)
    {
        // More than is taken, so that the server reads off a body that is a little too large and its sender reads why it is refused.
        var readOff = services.GetRequiredService<IOptions<CallbackOptions>>().Value.MaxBodySize + (1024 * 1024);
        return group
            .WithTags("Callbacks")
            .WithMetadata(new AllowAnonymousAttribute(), new RequestSizeLimitAttribute(readOff), AntiforgeryNotRequired.Instance)
            .ExcludeFromDescription();
    }

    private sealed class AntiforgeryNotRequired : Microsoft.AspNetCore.Antiforgery.IAntiforgeryMetadata
    {
        public static readonly AntiforgeryNotRequired Instance = new();

        public bool RequiresValidation => false;
    }
}
