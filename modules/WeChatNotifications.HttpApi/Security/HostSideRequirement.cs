using Microsoft.AspNetCore.Authorization;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.HttpApi.Security;

/// <summary>The caller belongs to no tenant: what a tenant's administrator may grant must not reach other tenants.</summary>
internal sealed class HostSideRequirement : IAuthorizationRequirement;

/// <summary>Asks the ambient tenant, which the host's middleware has set from the caller.</summary>
internal sealed class HostSideHandler(IAmbientTenant tenant) : AuthorizationHandler<HostSideRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, HostSideRequirement requirement)
    {
        if (tenant.Id is null)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
