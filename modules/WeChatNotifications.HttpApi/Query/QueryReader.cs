using System.Globalization;
using Microsoft.AspNetCore.Http;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.Rules;

namespace WeChatNotifications.HttpApi.Query;

/// <summary>
/// Reads a query string and collects everything that is wrong with it. An unknown parameter is refused: a misspelt filter would
/// otherwise list everything.
/// </summary>
internal sealed class QueryReader
{
    private readonly RuleCheck _check = new();
    private readonly IQueryCollection _query;

    public QueryReader(HttpRequest request, IReadOnlyCollection<QueryParameter> known)
    {
        _query = request.Query;
        foreach (var name in _query.Keys.Where(k => !known.Any(p => p.Name.Equals(k, StringComparison.OrdinalIgnoreCase))))
        {
            _check.Add(new(name, RuleCodes.UnknownProperty, ("known", string.Join(", ", known.Select(p => p.Name)))));
        }

        foreach (var parameter in known.Where(p => !p.IsRepeatable && _query[p.Name].Count > 1))
        {
            _check.Add(new(parameter.Name, RuleCodes.Duplicate, ("value", _query[parameter.Name][1])));
        }
    }

    public string? Text(string name) => _query[name] is [{ Length: > 0 } text, ..] ? text : null;

    public IReadOnlyList<string>? Texts(string name)
        => _query[name] is { Count: > 0 } values ? [.. values.Where(v => !string.IsNullOrEmpty(v)).Select(v => v!)] : null;

    public Guid? Id(string name)
        => Value<Guid>(name, (string t, out Guid v) => Guid.TryParse(t, CultureInfo.InvariantCulture, out v));

    public int? Integer(string name)
        => Value<int>(name, (string t, out int v) => int.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out v));

    public long? Long(string name)
        => Value<long>(name, (string t, out long v) => long.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out v));

    public bool? Boolean(string name) => Value<bool>(name, bool.TryParse);

    public IReadOnlyList<long>? Longs(string name)
    {
        if (Texts(name) is not { } texts)
        {
            return null;
        }

        var numbers = new List<long>(texts.Count);
        foreach (var text in texts)
        {
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                _check.Add(JsonFaults.WrongType(name, typeof(long)));
                break;
            }

            numbers.Add(number);
        }

        return numbers;
    }

    // A plus sign that was not percent-encoded arrives as a blank, and no time has a blank of its own.
    public DateTimeOffset? Instant(string name)
        => Value<DateTimeOffset>(name, (string t, out DateTimeOffset v) => InstantConverter.TryParse(t.Replace(' ', '+'), out v));

    public IReadOnlyList<TEnum>? Words<TEnum>(string name)
        where TEnum : struct, Enum
    {
        if (Texts(name) is not { } texts)
        {
            return null;
        }

        var members = new List<TEnum>(texts.Count);
        foreach (var text in texts)
        {
            var index = JsonFaults.WordsOf(typeof(TEnum)).ToList().IndexOf(text);
            if (index < 0)
            {
                _check.Add(JsonFaults.WrongType(name, typeof(TEnum)));
                break;
            }

            members.Add(Enum.GetValues<TEnum>()[index]);
        }

        return members;
    }

    /// <summary>Refuses the request when anything was wrong.</summary>
    public void ThrowIfBroken() => _check.ThrowIfBroken();

    private T? Value<T>(string name, Parser<T> parse)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (parse(text, out var value))
        {
            return value;
        }

        _check.Add(JsonFaults.WrongType(name, typeof(T)));
        return null;
    }

    private delegate bool Parser<T>(string text, out T value);
}
