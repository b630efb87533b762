using Microsoft.Extensions.DependencyInjection;

namespace WeChatNotifications;

/// <summary>What <c>AddWeChatNotifications</c> returns: a database package of the module completes it.</summary>
public interface IWeChatNotificationsBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
