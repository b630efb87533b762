using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Sending;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>A message that passed every check, on its way into the store. The body is valid only during the call.</summary>
/// <param name="App">The account the user sees it from.</param>
/// <param name="Content">The part of the body that became the message.</param>
internal readonly record struct AcceptedMessage(
    SimulatedApp App, SimulatedUser User, SimulatedTemplate Template, SimulatedChannel Channel, MessageRequest Content, ReadOnlyMemory<byte> Body);
