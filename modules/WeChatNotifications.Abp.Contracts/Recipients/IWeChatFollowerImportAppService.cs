using Volo.Abp.Application.Services;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.Abp.Recipients;

/// <summary>Imports of official accounts' followers, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IFollowerImportAppService"/>, which asks for no permission.</remarks>
public interface IWeChatFollowerImportAppService : IFollowerImportAppService, IApplicationService;
