using Volo.Abp.Application.Services;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Abp.Broadcasts;

/// <summary>Broadcasts that recur, for callers with the permissions.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IBroadcastScheduleAppService"/>, which asks for no permission.</remarks>
public interface IWeChatBroadcastScheduleAppService : IBroadcastScheduleAppService, IApplicationService;
