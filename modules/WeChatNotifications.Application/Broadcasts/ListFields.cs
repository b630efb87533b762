using System.Buffers;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>What the rows of a list may hold: who is meant, and values for places that the template has.</summary>
/// <param name="Known">The names for which the template or one behind it has a place.</param>
internal sealed record ListFields(IReadOnlySet<string> Known)
{
    private static readonly SearchValues<char> OpenIdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public const string OpenId = "openId";
    public const string UserId = "userId";

    /// <summary>What is wrong with a value's name; null for nothing.</summary>
    public RuleViolation? Fault(string name) => Known.Contains(name)
        ? null
        : new("data." + (name.Length > 64 ? name[..64] : name), RuleCodes.UnknownField, ("known", string.Join(", ", Known)));

    /// <summary>Makes a row of what a line names.</summary>
    public static BroadcastListRow Row(long line, string? openId, string? userId, string? data)
    {
        (openId, userId) = (Named(openId), Named(userId));
        return Fault(openId, userId, data) is { } fault ? BroadcastListRow.Bad(line, fault) : new(line, openId, userId, data, Fault: null);
    }

    private static string? Named(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static RuleViolation? Fault(string? openId, string? userId, string? data)
    {
        if (openId is null == userId is null)
        {
            return new(OpenId, RuleCodes.OneRecipient);
        }

        var check = new RuleCheck();
        check.OptionalText(openId, OpenId, DeliveryLimits.OpenIdLength);
        check.OptionalText(userId, UserId, RecipientLimits.UserIdLength);
        if (openId.AsSpan().ContainsAnyExcept(OpenIdCharacters))
        {
            check.Add(new(OpenId, RuleCodes.Characters, ("allowed", "A-Z a-z 0-9 _ -")));
        }

        if (data?.Length > BroadcastLimits.RecipientDataLength)
        {
            check.Add(new("data", RuleCodes.TooLong, ("length", data.Length), ("max", BroadcastLimits.RecipientDataLength)));
        }

        return check.IsClean ? null : check.Violations[0];
    }
}
