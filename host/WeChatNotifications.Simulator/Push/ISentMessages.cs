using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Push;

/// <summary>
/// Hears of every message the simulated WeChat has accepted, for the events that follow one later: TEMPLATESENDJOBFINISH and
/// subscribe_msg_sent_event.
/// </summary>
internal interface ISentMessages
{
    /// <summary>
    /// Called once for each message, on the thread of the call that was accepted and before its answer goes out. It must neither
    /// wait nor throw: tens of thousands pass here in a second, many at the same time.
    /// </summary>
    void MessageSent(in SentMessage message);
}

/// <summary>One accepted message.</summary>
/// <param name="App">The account the user sees it from: of a uniform message's second part, the official account.</param>
/// <param name="User">The receiver as that account's user.</param>
/// <param name="MessageId">What the events call MsgID, answered to the sender or not.</param>
/// <param name="At">In simulated time.</param>
internal readonly record struct SentMessage(
    SimulatedApp App, SimulatedUser User, SimulatedTemplate Template, long MessageId, SimulatedChannel Channel, DateTimeOffset At);
