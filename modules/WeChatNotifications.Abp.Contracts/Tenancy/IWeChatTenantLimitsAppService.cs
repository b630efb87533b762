using Volo.Abp.Application.Services;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Tenancy;

/// <summary>What tenants may use: their own limits for callers of a tenant, everybody's for callers of the host's side.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="ITenantLimitsAppService"/>, which asks for no permission.</remarks>
public interface IWeChatTenantLimitsAppService : ITenantLimitsAppService, IApplicationService;
