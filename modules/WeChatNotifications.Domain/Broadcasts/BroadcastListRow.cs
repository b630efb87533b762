using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>A row of an uploaded list: a recipient, or what is wrong with it.</summary>
/// <param name="Number">The line of the file on which it begins, from 1.</param>
/// <param name="OpenId">The openid under the broadcast's app; null when it names a user of the host.</param>
/// <param name="UserId">The host's user; null when it names an openid.</param>
/// <param name="Data">Values of this recipient alone, as a JSON object; null for none.</param>
/// <param name="Fault">Why it cannot be used; null when it can. Everything else but the number is then null.</param>
public readonly record struct BroadcastListRow(long Number, string? OpenId, string? UserId, string? Data, RuleViolation? Fault)
{
    /// <summary>A row that cannot be used.</summary>
    public static BroadcastListRow Bad(long number, RuleViolation fault) => new(number, OpenId: null, UserId: null, Data: null, fault);

    /// <summary>Its number, and whether it can be used; openids stay out of logs.</summary>
    public override string ToString() => Fault is null ? $"row {Number}" : $"row {Number}: {Fault}";
}
