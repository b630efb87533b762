using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using WeChatNotifications.Rules;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Broadcasts;

/// <summary>A row of a broadcast's list that could not be used. It does not stop the others.</summary>
public sealed class BroadcastBadRow : ITenantOwned
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private BroadcastBadRow()
    {
    }

    /// <summary>The broadcast; with <see cref="Number"/> the key.</summary>
    public Guid BroadcastId { get; private set; }

    /// <summary>The line of the file, from 1.</summary>
    public long Number { get; private set; }

    /// <inheritdoc />
    public Guid? TenantId { get; private set; }

    /// <summary>The field at fault.</summary>
    public string Field { get; private set; } = "";

    /// <summary>Code of the rule it breaks.</summary>
    public string Rule { get; private set; } = "";

    /// <summary>The rule's arguments as a JSON object, so that it can be told in the reader's language.</summary>
    public string? Arguments { get; private set; }

    /// <summary>A row that breaks a rule.</summary>
    public static BroadcastBadRow Of(Broadcast broadcast, long number, string field, string rule, string? arguments) => new()
    {
        BroadcastId = broadcast.Id,
        TenantId = broadcast.TenantId,
        Number = number,
        Field = field,
        Rule = rule,
        Arguments = arguments,
    };

    /// <summary>A row that breaks a rule.</summary>
    public static BroadcastBadRow Of(Broadcast broadcast, long number, RuleViolation violation)
    {
        ArgumentNullException.ThrowIfNull(violation);
        var arguments = violation.Arguments.ToDictionary(a => a.Key, a => Convert.ToString(a.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return Of(
            broadcast, number, StoredText.Cut(violation.Field, BroadcastLimits.BadRowFieldLength)!, violation.Rule,
            arguments.Count == 0 ? null : JsonSerializer.Serialize(arguments, Json));
    }

    /// <summary>What is wrong with it.</summary>
    public RuleViolation Violation()
    {
        var arguments = Arguments is null ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Arguments, Json)!;
        return new(Field, Rule, arguments.ToDictionary(a => a.Key, a => (object?)a.Value.ToString(), StringComparer.Ordinal));
    }
}
