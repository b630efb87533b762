using Volo.Abp.Application.Services;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.Abp.Recipients;

/// <summary>The users whom the tenant's apps know, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IRecipientAppService"/>, which asks for no permission.</remarks>
public interface IWeChatRecipientAppService : IRecipientAppService, IApplicationService;
