namespace WeChatNotifications.Templates;

/// <summary>Brings the stored picture of an app's templates up to what WeChat just said.</summary>
public static class RemoteTemplateMerge
{
    /// <summary>Changes the rows, and the lists of values in the app's own templates that were WeChat's.</summary>
    /// <param name="tenantId">The app's tenant.</param>
    /// <param name="appCredentialId">The app.</param>
    /// <param name="rows">All rows of the app.</param>
    /// <param name="templates">All message templates of the app.</param>
    /// <param name="snapshot">What WeChat said.</param>
    /// <param name="now">When.</param>
    /// <returns>The rows to add, and what changed.</returns>
    public static (IReadOnlyList<RemoteTemplate> New, RemoteTemplateChanges Changes) Apply(
        Guid? tenantId, Guid appCredentialId, IReadOnlyList<RemoteTemplate> rows, IReadOnlyList<MessageTemplate> templates,
        RemoteTemplateSnapshot snapshot, DateTimeOffset now)
    {
        var known = rows.ToDictionary(r => r.WeChatTemplateId, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<RemoteTemplate>();
        var (added, changed, removed) = (0, 0, 0);
        foreach (var state in snapshot.Templates.Where(s => s.WeChatTemplateId.Length is > 0 and <= MessageTemplateLimits.WeChatTemplateIdLength && seen.Add(s.WeChatTemplateId)))
        {
            var before = known.GetValueOrDefault(state.WeChatTemplateId);
            var row = before;
            if (row is null)
            {
                row = RemoteTemplate.Found(tenantId, appCredentialId, state.WeChatTemplateId, now);
                found.Add(row);
            }

            var (wasThere, previous) = (before is { DeletedAt: null }, row.EnumKeywords);
            var isOther = row.Update(state.Title, state.Content, state.Example, state.SubscriptionKind, state.EnumKeywords, now);
            added += wasThere ? 0 : 1;
            changed += wasThere && isOther ? 1 : 0;
            foreach (var template in templates.Where(t => t.WeChatTemplateId == row.WeChatTemplateId))
            {
                template.TakeEnumValues(previous, row.EnumKeywords, now);
            }
        }

        foreach (var row in rows.Where(r => r.DeletedAt is null && !seen.Contains(r.WeChatTemplateId) && snapshot.Covers(r)))
        {
            row.Missing(now);
            removed++;
        }

        return (found, new(added, changed, removed));
    }

    private static bool Covers(this RemoteTemplateSnapshot snapshot, RemoteTemplate row)
        => row.SubscriptionKind is null ? snapshot.HasTemplateMessages : snapshot.HasSubscriptions;
}
