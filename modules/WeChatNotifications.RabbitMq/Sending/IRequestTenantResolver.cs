namespace WeChatNotifications.RabbitMq.Sending;

/// <summary>
/// Says for which tenant another service sends. A host that names its tenants otherwise than by their ids, or that binds the broker's users to
/// tenants, registers its own before <c>UseRabbitMq</c>.
/// </summary>
public interface IRequestTenantResolver
{
    /// <summary>Finds the tenant of a request.</summary>
    /// <param name="source">What the request says.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    Task<RequestTenant> ResolveAsync(RequestSource source, CancellationToken cancellationToken);
}

/// <summary>What a request says of its sender.</summary>
/// <param name="Field">The field <c>tenant</c> of the body.</param>
/// <param name="Header">The header <see cref="RabbitMqOptions.TenantHeader"/>.</param>
/// <param name="BrokerUser">The property <c>user-id</c>, which the broker lets through only if it is the sender's own; null when it was not set.</param>
public sealed record RequestSource(string? Field, string? Header, string? BrokerUser);

/// <summary>Whose a request is.</summary>
/// <param name="IsKnown">False when the request is to be refused.</param>
/// <param name="Id">The tenant; null for the host itself.</param>
public readonly record struct RequestTenant(bool IsKnown, Guid? Id)
{
    /// <summary>It names a tenant that there is not.</summary>
    public static RequestTenant Unknown => default;

    /// <summary>This tenant's; null for the host's own.</summary>
    public static RequestTenant Of(Guid? id) => new(IsKnown: true, id);
}

/// <summary>Takes ids of tenants; a request that names none is the host's own. Field and header may not contradict each other.</summary>
internal sealed class IdTenantResolver : IRequestTenantResolver
{
    public Task<RequestTenant> ResolveAsync(RequestSource source, CancellationToken cancellationToken)
    {
        var named = new[] { source.Field, source.Header }.Where(n => !string.IsNullOrWhiteSpace(n)).ToList();
        var ids = named.Select(n => Guid.TryParse(n, out var id) ? id : (Guid?)null).Distinct().ToList();
        return Task.FromResult(ids switch
        {
            [] => RequestTenant.Of(null),
            [{ } id] => RequestTenant.Of(id),
            _ => RequestTenant.Unknown,
        });
    }
}
