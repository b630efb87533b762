using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WeChatNotifications.Testing;

/// <summary>
/// Collects every log line of every category and level, with its structured values, scopes and exception, so that a test can say
/// what was logged, and what never was. Register with <c>logging.AddProvider(provider).SetMinimumLevel(LogLevel.Trace)</c>.
/// </summary>
public sealed class CapturingLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    /// <summary>Everything so far, in order.</summary>
    public IReadOnlyList<LogLine> Lines => [.. _lines];

    /// <summary>Everything so far as one text, structured values, scopes and exceptions included: what a log store would hold.</summary>
    public string AllText => string.Join('\n', _lines.Select(l => l.ToString()));

    /// <summary>A logger for code that is not built by a service provider.</summary>
    public ILogger<T> For<T>() => new CapturingLogger<T>(this);

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new CapturingLogger(this, categoryName);

    /// <inheritdoc />
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <summary>Keeps the lines: a test looks at them after its host has gone.</summary>
    public void Dispose()
    {
    }

    private class CapturingLogger(CapturingLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => owner._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs
                ? pairs.ToDictionary(p => p.Key, p => p.Value?.ToString(), StringComparer.Ordinal)
                : [];
            var scopes = new List<string>();
            owner._scopes.ForEachScope(
                static (scope, list) => list.Add(scope is IEnumerable<KeyValuePair<string, object?>> named ? string.Join(' ', named) : scope?.ToString() ?? ""), scopes);
            owner._lines.Enqueue(new LogLine(category, logLevel, eventId, formatter(state, exception), values, scopes, exception));
        }
    }

    private sealed class CapturingLogger<T>(CapturingLoggerProvider owner) : CapturingLogger(owner, typeof(T).FullName ?? typeof(T).Name), ILogger<T>;
}

/// <summary>One captured log line.</summary>
/// <param name="Category">The logger's category.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="EventId">Which kind of line it is.</param>
/// <param name="Message">The formatted text.</param>
/// <param name="Values">The structured values, as texts.</param>
/// <param name="Scopes">The scopes it was written in, outermost first.</param>
/// <param name="Exception">The exception, if one was given.</param>
public sealed record LogLine(
    string Category, LogLevel Level, EventId EventId, string Message, IReadOnlyDictionary<string, string?> Values, IReadOnlyList<string> Scopes, Exception? Exception)
{
    /// <summary>All of it in one text.</summary>
    public override string ToString()
        => $"{Level} {Category}[{EventId.Id}] {Message} {{{string.Join(", ", Values)}}} ({string.Join("; ", Scopes)}) {Exception}";
}
