using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using WeChatNotifications.Deliveries;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.Localization;
using WeChatNotifications.MiniProgram;
using WeChatNotifications.Rules;
using WeChatNotifications.Security;
using WeChatNotifications.Sending;

namespace WeChatNotifications.HttpApi.Errors;

/// <summary>Turns refusals into problems in the caller's language. The only place that knows which refusal has which status.</summary>
internal sealed class ProblemFactory(IModuleTexts texts)
{
    private const string TypePrefix = "urn:wechat-notifications:";

    private static readonly Dictionary<string, object?> NoArguments = [];

    public ProblemResult Unauthenticated() => Plain(StatusCodes.Status401Unauthorized, "Unauthenticated", HttpErrorCodes.Unauthenticated);

    public ProblemResult Forbidden(string permission)
        => Plain(StatusCodes.Status403Forbidden, "Forbidden", HttpErrorCodes.Forbidden, ("permission", permission));

    public ProblemResult CrossSite() => Plain(StatusCodes.Status403Forbidden, "Forbidden", HttpErrorCodes.CrossSite);

    public ProblemResult MediaType() => Plain(StatusCodes.Status415UnsupportedMediaType, "MediaType", HttpErrorCodes.MediaType);

    public ProblemResult ListMediaType() => Plain(StatusCodes.Status415UnsupportedMediaType, "MediaType", HttpErrorCodes.ListMediaType);

    public ProblemResult BodyTooLarge(long max)
        => Plain(StatusCodes.Status413PayloadTooLarge, "BodyTooLarge", HttpErrorCodes.BodyTooLarge, ("max", max));

    public ProblemResult Of(BodyFault fault) => fault switch
    {
        BodyFault.Invalid invalid => Invalid([invalid.Violation]),
        BodyFault.TooLarge tooLarge => BodyTooLarge(tooLarge.Max),
        _ => MediaType(),
    };

    public ProblemResult TooManyRequests(TimeSpan retryAfter)
        => new(Plain(StatusCodes.Status429TooManyRequests, "TooManyRequests", WeChatNotificationsErrorCodes.TooManyRequests).Problem, retryAfter);

    public ProblemResult SessionInvalid() => Plain(StatusCodes.Status401Unauthorized, "Unauthenticated", WeChatNotificationsErrorCodes.SessionInvalid);

    public ProblemResult Internal(HttpContext context)
    {
        var traceId = Activity.Current?.Id ?? context.TraceIdentifier;
        var problem = Plain(StatusCodes.Status500InternalServerError, "Internal", HttpErrorCodes.Internal, ("traceId", traceId)).Problem;
        return new(problem with { TraceId = traceId });
    }

    public ProblemResult Invalid(IReadOnlyList<RuleViolation> violations)
    {
        FieldViolationDto[] errors = [.. violations.Select(texts.Of)];
        return Create(
            StatusCodes.Status400BadRequest, "Validation", WeChatNotificationsErrorCodes.Validation,
            string.Join(' ', errors.Select(e => e.Message)), errors);
    }

    /// <summary>The problem of a refusal; null when <paramref name="exception"/> is none, but a fault.</summary>
    public ProblemResult? Of(Exception exception) => exception switch
    {
        RuleViolationException e => Invalid(e.Violations),
        EntityNotFoundException e => Create(StatusCodes.Status404NotFound, "NotFound", e.Code, texts.Of(e)),
        ConflictException or DeliveryStateException => Conflict((WeChatNotificationsException)exception),
        SecretUnreadableException => Plain(StatusCodes.Status409Conflict, "Conflict", HttpErrorCodes.SecretUnreadable),
        WeChatCallException { ErrorCode: { } errorCode } e => new(
            Create(StatusCodes.Status409Conflict, "WeChatRefused", e.Code, texts.Of(e)).Problem with { WeChat = new(errorCode, e.Rid) }),
        WeChatCallException e => Create(StatusCodes.Status503ServiceUnavailable, "WeChatUnreachable", e.Code, texts.Of(e)),
        MiniProgramException e => OfMiniProgram(e),
        WeChatNotificationsException e => Create(StatusCodes.Status400BadRequest, "Validation", e.Code, texts.Of(e)),
        _ => null,
    };

    private ProblemResult OfMiniProgram(MiniProgramException exception)
    {
        var (status, title) = exception.Code switch
        {
            WeChatNotificationsErrorCodes.LoginBlocked => (StatusCodes.Status403Forbidden, "Forbidden"),
            WeChatNotificationsErrorCodes.LoginTooFrequent => (StatusCodes.Status429TooManyRequests, "TooManyRequests"),
            _ => (StatusCodes.Status503ServiceUnavailable, "Unavailable"),
        };
        return new(Create(status, title, exception.Code, texts.Of(exception)).Problem, exception.RetryAfter);
    }

    private ProblemResult Conflict(WeChatNotificationsException exception)
        => Create(StatusCodes.Status409Conflict, "Conflict", exception.Code, texts.Of(exception));

    private ProblemResult Plain(int status, string title, string code, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments)
        {
            values[name] = value;
        }

        return Create(status, title, code, texts.Get(code, values));
    }

    private ProblemResult Create(int status, string title, string code, string detail, IReadOnlyList<FieldViolationDto>? errors = null) => new(new()
    {
        Type = TypePrefix + Kebab(code[(code.IndexOf(':', StringComparison.Ordinal) + 1)..]),
        Title = texts.Get("Problem:" + title, NoArguments),
        Status = status,
        Detail = detail,
        Code = code,
        Errors = errors,
    });

    /// <summary>A name as it stands in addresses: <c>EventMapping</c> is <c>event-mapping</c>.</summary>
    internal static string Kebab(string word)
        => string.Concat(word.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
