using WeChatNotifications.Simulator.Accounts;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>A message read back, with the account it was shown by, the user who has it and the template it was made with.</summary>
internal sealed record KeptMessage(SimulatedMessage Message, SimulatedApp App, SimulatedUser User, SimulatedTemplate Template);
