using Volo.Abp.Application.Services;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.Abp.Statistics;

/// <summary>How many messages there were and what became of them, for callers with the permission.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IStatisticsAppService"/>, which asks for no permission.</remarks>
public interface IWeChatStatisticsAppService : IStatisticsAppService, IApplicationService;
