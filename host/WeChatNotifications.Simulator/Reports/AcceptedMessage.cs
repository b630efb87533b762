using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Subscribe;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>A send that passed every check, on its way into the store. The body is valid only during the call.</summary>
internal readonly record struct AcceptedMessage(
    SimulatedApp App, SimulatedUser User, SimulatedTemplate Template, SendRequest Request, ReadOnlyMemory<byte> Body);
