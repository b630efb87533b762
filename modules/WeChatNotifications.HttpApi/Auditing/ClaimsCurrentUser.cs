using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using WeChatNotifications.Auditing;

namespace WeChatNotifications.HttpApi.Auditing;

/// <summary>The caller of the present request by their claims: <c>nameidentifier</c> or <c>sub</c>, and the name.</summary>
internal sealed class ClaimsCurrentUser(IHttpContextAccessor requests) : ICurrentUser
{
    public CurrentUser? User
        => requests.HttpContext?.User is { Identity.IsAuthenticated: true } caller
            && (caller.FindFirstValue(ClaimTypes.NameIdentifier) ?? caller.FindFirstValue("sub")) is { Length: > 0 } id
                ? new CurrentUser(id, caller.Identity.Name ?? caller.FindFirstValue("name"))
                : null;
}
