using System.ComponentModel.DataAnnotations;
using System.Globalization;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Pages;

/// <summary>
/// A form as it was sent: its values, read into what they mean, and what is wrong with them by field. A form that was not sent is
/// empty and has no faults.
/// </summary>
internal sealed class PostedForm(PageContext page, IFormCollection? values)
{
    private readonly Dictionary<string, string> _faults = new(StringComparer.OrdinalIgnoreCase);

    public bool HasFaults => _faults.Count > 0 || Refusal is not null;

    /// <summary>What the simulator said no to, when it is no single field.</summary>
    public string? Refusal { get; private set; }

    public static PostedForm Unsent(PageContext page) => new(page, values: null);

    public static async Task<PostedForm> ReadAsync(PageContext page) => page.Http.Request.HasFormContentType
        ? new(page, await page.Http.Request.ReadFormAsync(page.Aborted))
        : throw new InvalidDataException("The pages take forms.");

    public string? FaultOf(string name) => _faults.GetValueOrDefault(name);

    /// <summary>The value as it was sent, or what the field holds to begin with.</summary>
    public string Value(string name, string initial = "") => values is not null && values.TryGetValue(name, out var value) ? value.ToString().Trim() : values is null ? initial : "";

    public IReadOnlyList<string> All(string name) => values is null ? [] : [.. values[name].Where(value => !string.IsNullOrEmpty(value)).Select(value => value!)];

    public bool Ticked(string name) => Value(name) == "true";

    public string Needed(string name)
    {
        var value = Value(name);
        return value.Length > 0 ? value : Fail(name, PageTexts.Required, "");
    }

    /// <summary>Null when the field is left empty.</summary>
    public string? Optional(string name) => Value(name) is { Length: > 0 } value ? value : null;

    public int? Whole(string name) => Number(name) is { } number ? (int?)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    /// <summary>A whole number; null when the field is left empty or holds none.</summary>
    public long? Number(string name) => Value(name) switch
    {
        "" => null,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => Fail(name, PageTexts.NotWhole, default(long?)),
    };

    public double? Decimal(string name) => Value(name) switch
    {
        "" => null,
        var text when double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
        _ => Fail(name, PageTexts.NotANumber, default(double?)),
    };

    public void Fail(string name, Text words) => _faults.TryAdd(name, page[words]);

    /// <summary>What the whole form asks for cannot be.</summary>
    public void Refuse(Text words) => Refusal = page[words];

    /// <summary>
    /// Does what the form asks for. What breaks a stated range is told beside its field; what the simulator refuses otherwise, above
    /// the form. Nothing is done when a field cannot be read.
    /// </summary>
    /// <param name="given">What is handed over; its attributes state the ranges. Field and property have the same name.</param>
    /// <returns>False: it was not done.</returns>
    public bool Do(object? given, Action act)
    {
        CheckRanges(given);
        if (HasFaults)
        {
            return false;
        }

        try
        {
            act();
            return true;
        }
        catch (SimulatorControlException error)
        {
            Refusal = error.Message;
            return false;
        }
    }

    private void CheckRanges(object? given)
    {
        var faults = new List<ValidationResult>();
        if (given is null || Validator.TryValidateObject(given, new(given), faults, validateAllProperties: true))
        {
            return;
        }

        foreach (var name in faults.SelectMany(fault => fault.MemberNames))
        {
            _faults.TryAdd(name, Words(given, name));
        }
    }

    private string Words(object given, string name) =>
        given.GetType().GetProperty(name)?.GetCustomAttributes(inherit: true).OfType<ValidationAttribute>().FirstOrDefault() switch
        {
            RangeAttribute range => page.Say(PageTexts.OutOfRange, range.Minimum, range.Maximum),
            RequiredAttribute => page[PageTexts.Required],
            _ => page[PageTexts.Invalid],
        };

    private T Fail<T>(string name, Text words, T nothing)
    {
        Fail(name, words);
        return nothing;
    }
}
