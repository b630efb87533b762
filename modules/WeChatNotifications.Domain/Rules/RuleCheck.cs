using System.Globalization;

namespace WeChatNotifications.Rules;

/// <summary>Collects what is wrong with an input, so that a caller sees everything at once.</summary>
public sealed class RuleCheck
{
    private readonly List<RuleViolation> _violations = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<RuleViolation> Violations => _violations;

    /// <summary>Whether nothing was found so far.</summary>
    public bool IsClean => _violations.Count == 0;

    /// <summary>Adds a violation.</summary>
    public void Add(RuleViolation violation) => _violations.Add(violation);

    /// <summary>Adds a violation unless the same rule is broken by the same field already: the templates of a chain share their data.</summary>
    public void AddOnce(RuleViolation violation)
    {
        if (!_violations.Exists(v => v.Field == violation.Field && v.Rule == violation.Rule))
        {
            Add(violation);
        }
    }

    /// <summary>Adds violations of a part, with the part's name before their fields.</summary>
    public void AddRange(IEnumerable<RuleViolation> violations) => _violations.AddRange(violations);

    /// <summary>Requires a text of 1 to <paramref name="max"/> characters, none of them a control character, and returns it trimmed.</summary>
    public string Text(string? value, string field, int max) => Text(value, path: "", field, max);

    /// <summary>As <see cref="Text(string?, string, int)"/>, for a field of a part: the two names are put together only when something is wrong.</summary>
    public string Text(string? value, string path, string field, int max)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0)
        {
            Add(new(path + field, RuleCodes.Required));
        }

        return Length(text, path, field, max);
    }

    /// <summary>Allows no text, or one of at most <paramref name="max"/> characters, none of them a control character; blank becomes null.</summary>
    public string? OptionalText(string? value, string field, int max)
        => OptionalText(value, path: "", field, max);

    /// <summary>As <see cref="OptionalText(string?, string, int)"/>, for a field of a part.</summary>
    public string? OptionalText(string? value, string path, string field, int max)
        => string.IsNullOrWhiteSpace(value) ? null : Length(value.Trim(), path, field, max);

    /// <summary>Allows nothing, or what may be an appid of WeChat's.</summary>
    public string? AppId(string? value, string field)
    {
        var id = OptionalText(value, field, Credentials.AppCredentialLimits.AppIdLength);
        if (id is not null && id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
        {
            Add(new(field, RuleCodes.Characters, ("allowed", "A-Z a-z 0-9 _ -")));
        }

        return id;
    }

    /// <summary>Requires a number in a range.</summary>
    public int Range(int value, string field, int min, int max)
    {
        if (value < min || value > max)
        {
            Add(new(field, RuleCodes.OutOfRange, ("min", min), ("max", max)));
        }

        return value;
    }

    /// <summary>Requires a defined member of an enum.</summary>
    public TEnum Defined<TEnum>(TEnum value, string field)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            Add(new(field, RuleCodes.NotAllowed, ("allowed", string.Join(", ", Enum.GetNames<TEnum>()))));
        }

        return value;
    }

    /// <summary>Requires a culture that .NET knows.</summary>
    public string Culture(string? value, string field)
    {
        var name = Text(value, field, Credentials.AppCredentialLimits.CultureLength);
        if (name.Length > 0 && !UnsendableCharacters.IsIn(name) && !IsCulture(name))
        {
            Add(new(field, RuleCodes.Culture, ("value", name)));
        }

        return name;
    }

    /// <summary>Requires a time zone that this machine knows.</summary>
    public string TimeZone(string? value, string field)
    {
        var name = Text(value, field, Credentials.AppCredentialLimits.TimeZoneLength);
        if (name.Length > 0 && !UnsendableCharacters.IsIn(name) && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out _))
        {
            Add(new(field, RuleCodes.TimeZone, ("value", name)));
        }

        return name;
    }

    /// <summary>Throws when anything was found.</summary>
    /// <exception cref="RuleViolationException">At least one rule is broken.</exception>
    public void ThrowIfBroken()
    {
        if (_violations.Count > 0)
        {
            throw new RuleViolationException([.. _violations]);
        }
    }

    private static bool IsCulture(string name)
    {
        try
        {
            CultureInfo.GetCultureInfo(name, predefinedOnly: true);
            return true;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    private string Length(string text, string path, string field, int max)
    {
        if (text.Length > max)
        {
            Add(new(path + field, RuleCodes.TooLong, ("length", text.Length), ("max", max)));
        }

        if (UnsendableCharacters.IsIn(text))
        {
            Add(new(path + field, RuleCodes.ControlCharacter));
        }

        return text;
    }
}
