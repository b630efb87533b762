using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Subscribe;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>A send that passed every check, on its way into the store.</summary>
internal readonly record struct AcceptedMessage(
    SimulatedApp App, SimulatedUser User, SimulatedTemplate Template, SendRequest Request, ReadOnlyMemory<byte> Data);
