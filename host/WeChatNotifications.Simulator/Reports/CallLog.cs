using System.Globalization;
using System.Text;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>The last calls, in a ring. Texts are put together only when somebody reads.</summary>
internal sealed class CallLog(int size)
{
    private readonly Lock _gate = new();
    private readonly Entry[] _entries = new Entry[size];
    private long _count;

    private record struct Entry(
        DateTimeOffset At, string Method, string Path, string? Query, string? AppId, string? OpenId, string? TemplateId,
        int Code, string? Fault, TimeSpan Duration);

    public void Add(Call call, DateTimeOffset at, int code, string? fault, TimeSpan duration)
    {
        if (size == 0)
        {
            return;
        }

        lock (_gate)
        {
            _entries[_count++ % size] = new(
                at, call.Http.Request.Method, call.Endpoint.Path, call.Query, call.AppId, call.OpenId, call.TemplateId, code, fault, duration);
        }
    }

    /// <summary>The newest calls, oldest of them first.</summary>
    public IReadOnlyList<CallRecord> Read(int limit)
    {
        lock (_gate)
        {
            var records = new List<CallRecord>();
            for (var i = Math.Max(0, _count - Math.Min(size, limit)); i < _count; i++)
            {
                var entry = _entries[i % size];
                records.Add(new(
                    i + 1, entry.At, entry.Method, entry.Path, Redact(entry.Query), entry.AppId, entry.OpenId, entry.TemplateId,
                    entry.Fault ?? entry.Code.ToString(CultureInfo.InvariantCulture), entry.Duration.TotalMilliseconds));
            }

            return records;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _count = 0;
            Array.Clear(_entries);
        }
    }

    /// <summary>Names stay, the values of secrets and tokens do not.</summary>
    private static string Redact(string? query)
    {
        var shown = new StringBuilder();
        foreach (var pair in (query ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = pair.Split('=')[0];
            var harmless = name is "appid" or "grant_type";
            shown.Append(shown.Length == 0 ? "?" : "&").Append(harmless ? pair : $"{name}=***");
        }

        return shown.ToString();
    }
}
