using WeChatNotifications.Localization;
using WeChatNotifications.Paging;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Auditing;

internal sealed class AuditAppService(IAuditTrail trail, IModuleTexts texts) : IAuditAppService
{
    public async Task<CursorPage<AuditEntryDto>> ListAsync(AuditQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Range(query.PageSize, "pageSize", 1, AuditLimits.MaxPageSize);
        foreach (var kind in query.Kinds ?? [])
        {
            check.Defined(kind, "kind");
        }

        foreach (var action in query.Actions ?? [])
        {
            check.Defined(action, "action");
        }

        var before = PageCursor.Read(query.Cursor, check);
        check.ThrowIfBroken();
        var filter = new AuditFilter
        {
            Kinds = query.Kinds is { Count: > 0 } kinds ? kinds : null,
            EntityId = query.EntityId,
            Actions = query.Actions is { Count: > 0 } actions ? actions : null,
            UserId = query.UserId,
            From = query.From,
            To = query.To,
        };
        var rows = await trail.ListAsync(filter, before, query.PageSize + 1, cancellationToken).ConfigureAwait(false);
        return PageCursor.Page(rows, query.PageSize, ToDto);
    }

    private AuditEntryDto ToDto(AuditEntry entry) => new()
    {
        Id = entry.Id,
        At = entry.At,
        UserId = entry.UserId,
        UserName = entry.UserName,
        Action = entry.Action,
        Kind = entry.Kind,
        EntityId = entry.EntityId,
        EntityName = entry.EntityName,
        Text = texts.Get("Audit:Text", new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["action"] = "L:AuditAction:" + entry.Action,
            ["kind"] = "L:AuditedKind:" + entry.Kind,
        }),
        Changes = [.. entry.Changes.Select(c => new AuditChangeDto(c.Field, c.Old, c.New, c.IsSecret))],
    };
}
