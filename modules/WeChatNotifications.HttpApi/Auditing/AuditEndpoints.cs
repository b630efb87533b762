using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.Auditing;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.HttpApi.Query;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Audit;

namespace WeChatNotifications.HttpApi.Auditing;

internal static class AuditEndpoints
{
    private static readonly QueryParameter[] ListParameters =
    [
        new("kind", typeof(AuditedKind), "Only things of this kind; may stand several times.", IsRepeatable: true),
        new("entityId", typeof(Guid), "Only this thing."),
        new("action", typeof(AuditAction), "Only this act; may stand several times.", IsRepeatable: true),
        new("userId", typeof(string), "Only done by this user of the host."),
        new("from", typeof(DateTimeOffset), "Only at or after this time."),
        new("to", typeof(DateTimeOffset), "Only before this time."),
        new("pageSize", typeof(int), "Rows a page, 1 to 500. Default 50."),
        new("cursor", typeof(string), "Where the page before ended: its next."),
    ];

    public static void MapAudit(this RouteGroupBuilder group)
        => group.MapGet("/", async (HttpRequest request, IAuditAppService service, CancellationToken cancellationToken)
                => ApiResult.Ok(await service.ListAsync(ReadQuery(request), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Default)
            .WithName("WeChatNotifications.ListAuditEntries")
            .WithSummary("List who changed what, newest first")
            .WithDescription("Of a secret only the fact that it changed is kept.")
            .TakesQuery(ListParameters)
            .Answers<CursorPage<AuditEntryDto>>();

    private static AuditQueryDto ReadQuery(HttpRequest request)
    {
        var query = new QueryReader(request, ListParameters);
        var defaults = new AuditQueryDto();
        var result = defaults with
        {
            Kinds = query.Words<AuditedKind>("kind"),
            EntityId = query.Id("entityId"),
            Actions = query.Words<AuditAction>("action"),
            UserId = query.Text("userId"),
            From = query.Instant("from"),
            To = query.Instant("to"),
            PageSize = query.Integer("pageSize") ?? defaults.PageSize,
            Cursor = query.Text("cursor"),
        };
        query.ThrowIfBroken();
        return result;
    }
}
