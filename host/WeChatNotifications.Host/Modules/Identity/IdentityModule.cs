using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Host.Modules.Identity.Keys;
using WeChatNotifications.Host.Modules.Identity.Login;
using WeChatNotifications.Host.Modules.Identity.Persistence;

namespace WeChatNotifications.Host.Modules.Identity;

/// <summary>Who may come in: people by cookie, programs by key.</summary>
internal static class IdentityModule
{
    public const string CookieName = "wechat-notifications";

    private const string EitherScheme = "CookieOrApiKey";
    private static readonly TimeSpan CookieCheckInterval = TimeSpan.FromMinutes(1);

    /// <summary>The rate limit of log-ins by address: setting <c>Login:AttemptsPerMinute</c>, 30 unless set.</summary>
    public const string LoginRateLimit = "Login";

    public static void AddIdentityModule(this IServiceCollection services, string connectionString, IConfiguration configuration)
    {
        services.AddDbContext<IdentityDbContext>(options => options.UseNpgsql(connectionString, IdentityDbContext.Configure));
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddScoped<LoginService>();
        services.AddScoped<IdentityAdministration>();
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(ApiKeyAuthenticationHandler.HeaderName)
                    ? ApiKeyAuthenticationHandler.SchemeName
                    : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthenticationHandler>(ApiKeyAuthenticationHandler.SchemeName, null)
            .AddCookie(ConfigureCookie);
        AddLoginRateLimit(services, configuration.GetValue("Login:AttemptsPerMinute", 30));
    }

    public static void MapIdentityModule(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAccount();
        endpoints.MapTenantChoice();
    }

    // An account locks itself against guesses at its password; this stops whoever tries one password on many accounts.
    private static void AddLoginRateLimit(IServiceCollection services, int attemptsPerMinute) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.AddPolicy(LoginRateLimit, context => RateLimitPartition.GetSlidingWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new() { PermitLimit = attemptsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
    });

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        // Over https it is marked Secure; plain http is for one's own machine.
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(8);
        options.SlidingExpiration = true;
        options.LoginPath = "/account/login";
        options.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    /// <summary>A person who looks at a page is sent to log in; everything else gets the status as it is.</summary>
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int statusCode)
    {
        var request = context.Request;
        var isPage = HttpMethods.IsGet(request.Method)
            && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (isPage && statusCode == StatusCodes.Status401Unauthorized)
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = statusCode;
        }

        return Task.CompletedTask;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        const string CheckedAt = "checked";
        var http = context.HttpContext;
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        if (context.Properties.TimeOf(CheckedAt) is { } checkedAt && now - checkedAt < CookieCheckInterval)
        {
            return;
        }

        var logins = http.RequestServices.GetRequiredService<LoginService>();
        if (await logins.IsStillValidAsync(context.Principal, http.RequestAborted))
        {
            context.Properties.Items[CheckedAt] = now.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
            context.ShouldRenew = true;
        }
        else
        {
            context.RejectPrincipal();
            await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }

    private static DateTimeOffset? TimeOf(this AuthenticationProperties properties, string name)
        => properties.Items.TryGetValue(name, out var text)
            && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;
}
