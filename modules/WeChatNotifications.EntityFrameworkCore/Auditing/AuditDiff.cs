using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using WeChatNotifications.Auditing;
using WeChatNotifications.Security;

namespace WeChatNotifications.EntityFrameworkCore.Auditing;

/// <summary>Finds out from the change tracker what about a thing has changed.</summary>
internal sealed class AuditDiff(ISecretProtector? protector)
{
    /// <summary>The values that changed, without noise and without secrets' values. Of a new or a removed thing: all that it has or had.</summary>
    public IReadOnlyList<AuditChange> Of(EntityEntry entry, AuditedEntity plan)
    {
        var changes = new List<AuditChange>();
        foreach (var property in entry.Properties.Where(p => !plan.IsNoise(p.Metadata.Name)))
        {
            var before = entry.State == EntityState.Added ? null : property.OriginalValue;
            var after = entry.State == EntityState.Deleted ? null : property.CurrentValue;

            // What is written once more as it was has not changed.
            var isSame = entry.State == EntityState.Modified ? !property.IsModified || property.Metadata.GetValueComparer().Equals(before, after) : before is null && after is null;
            if (isSame)
            {
                continue;
            }

            if (plan.Secrets.TryGetValue(property.Metadata.Name, out var secret))
            {
                if (!IsSameSecret(secret.Purpose, before as string, after as string))
                {
                    changes.Add(new(secret.Field, Old: null, New: null, IsSecret: true));
                }
            }
            else
            {
                changes.Add(new(FieldOf(property.Metadata.Name), TextOf(property, before), TextOf(property, after)));
            }
        }

        return changes;
    }

    private static string FieldOf(string property) => char.ToLowerInvariant(property[0]) + property[1..];

    private static string? TextOf(PropertyEntry property, object? value) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth ? "true" : "false",
        Enum word => FieldOf(word.ToString()),
        DateTimeOffset moment => moment.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        // Small values that are kept as JSON are told as the JSON that is kept.
        _ => property.Metadata.GetTypeMapping().Converter?.ConvertToProvider(value) as string ?? value.ToString(),
    };

    /// <summary>A secret that is only protected anew, for example with the next key, has not changed.</summary>
    private bool IsSameSecret(string purpose, string? before, string? after)
    {
        if (before is null || after is null || protector is null)
        {
            return before == after;
        }

        try
        {
            return before == after || protector.Unprotect(purpose, before) == protector.Unprotect(purpose, after);
        }
        catch (SecretUnreadableException)
        {
            // The keys of the old one are gone, which is why it was entered anew.
            return false;
        }
    }
}
