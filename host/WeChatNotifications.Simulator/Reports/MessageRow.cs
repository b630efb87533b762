using WeChatNotifications.Simulator.Accounts;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>A kept message: whose it is, when it came, and where its body lies in the chunk.</summary>
internal readonly record struct MessageRow(
    SimulatedApp App, SimulatedUser User, SimulatedTemplate Template, long Ticks, long Sequence, int Offset, int Length, SimulatedChannel Channel)
{
    public bool Matches(MessageFilter filter) =>
        (filter.OpenId is null || User.OpenId == filter.OpenId)
        && (filter.AppId is null || App.AppId == filter.AppId)
        && (filter.TemplateId is null || Template.TemplateId == filter.TemplateId)
        && (filter.Channel is null || Channel == filter.Channel);
}
