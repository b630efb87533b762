using Volo.Abp.Application.Services;
using WeChatNotifications.Nodes;

namespace WeChatNotifications.Abp.Nodes;

/// <summary>The processes that the module runs in, for callers of the host's side with the permission.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="INodeAppService"/>, which asks for no permission.</remarks>
public interface IWeChatNodeAppService : INodeAppService, IApplicationService;
