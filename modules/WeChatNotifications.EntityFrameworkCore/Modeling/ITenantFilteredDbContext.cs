namespace WeChatNotifications.EntityFrameworkCore.Modeling;

/// <summary>A DbContext that knows on whose behalf it is asked. Both properties are read anew for each query.</summary>
public interface ITenantFilteredDbContext
{
    /// <summary>Whose rows are seen; null for the host's own. Usually <c>IAmbientTenant.Id</c>.</summary>
    Guid? CurrentTenantId { get; }

    /// <summary>Whether the rows of all tenants are seen. Usually the opposite of <c>IAmbientTenant.IsFilterEnabled</c>.</summary>
    bool SeesAllTenants { get; }
}
