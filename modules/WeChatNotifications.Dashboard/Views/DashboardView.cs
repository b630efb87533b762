using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Dashboard.Layouts;
using WeChatNotifications.Dashboard.Mapping;
using WeChatNotifications.Dashboard.Texts;

namespace WeChatNotifications.Dashboard.Views;

/// <summary>What views need again and again: addresses of files, times and numbers as people read them.</summary>
public sealed class DashboardView
{
    private readonly IHttpContextAccessor _contexts;
    private readonly DashboardAssets _assets;
    private readonly IDashboardLayout _layout;
    private readonly DashboardTexts _texts;
    private readonly TimeProvider _time;

    /// <summary>For the request's services.</summary>
    public DashboardView(IHttpContextAccessor contexts, IServiceProvider services, DashboardTexts texts, TimeProvider time, IOptions<WeChatNotificationsDashboardOptions> options)
    {
        (_contexts, _texts, _time) = (contexts, texts, time);
        (_assets, _layout) = (services.GetRequiredService<DashboardAssets>(), services.GetRequiredService<IDashboardLayout>());
        Zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);
        TimeZone = options.Value.TimeZone;
    }

    /// <summary>The time zone of all times on the pages.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Its IANA name.</summary>
    public string TimeZone { get; }

    /// <summary>The host's layout; null for a page of our own.</summary>
    public string? HostLayout => _layout.Find(_contexts.HttpContext!);

    /// <summary>Whether the host's own menu has the dashboard's pages.</summary>
    public bool HostHasMenu => _layout.HasMenu;

    /// <summary>Where the dashboard is mapped.</summary>
    public string Prefix => _assets.Prefix;

    /// <summary>The address of a style or script.</summary>
    public string Asset(string name) => _assets.Url(_contexts.HttpContext!, name);

    /// <summary>A moment in the pages' time zone, to the second: <c>2026-11-21 15:30:05</c>; a dash for none.</summary>
    public string Time(DateTimeOffset? at) => at is { } time ? TimeZoneInfo.ConvertTime(time, Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "–";

    /// <summary>How long ago or until: <c>3 min ago</c>, <c>in 2 h</c>.</summary>
    public string Relative(DateTimeOffset at)
    {
        var span = _time.GetUtcNow() - at;
        var text = Duration(span.Duration());
        return span >= TimeSpan.Zero ? _texts["Time.Ago", ("span", text)] : _texts["Time.In", ("span", text)];
    }

    /// <summary>A span in its largest unit: <c>45 s</c>, <c>12 min</c>, <c>3 h</c>, <c>2 d</c>.</summary>
    public string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => _texts["Time.Milliseconds", ("n", Math.Round(span.TotalMilliseconds))],
        { TotalMinutes: < 2 } => _texts["Time.Seconds", ("n", Math.Round(span.TotalSeconds))],
        { TotalHours: < 2 } => _texts["Time.Minutes", ("n", Math.Round(span.TotalMinutes))],
        { TotalDays: < 2 } => _texts["Time.Hours", ("n", Math.Round(span.TotalHours))],
        _ => _texts["Time.Days", ("n", Math.Round(span.TotalDays))],
    };

    /// <summary>A count with its groups: <c>1,234,567</c>.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share of one, with a digit after the point: <c>99.8 %</c>; a dash for none.</summary>
    public static string Percent(double? share) => share is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture).Replace("100.0", "100", StringComparison.Ordinal) + " %" : "–";

    /// <summary>What an input of the type <c>datetime-local</c> shows: the moment in the pages' time zone.</summary>
    public string LocalInput(DateTimeOffset? at) => at is { } time ? TimeZoneInfo.ConvertTime(time, Zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>The moment that an input of the type <c>datetime-local</c> names, in the pages' time zone.</summary>
    public DateTimeOffset? FromLocalInput(DateTime? local)
        => local is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), Zone.GetUtcOffset(time)).ToUniversalTime() : null;
}
