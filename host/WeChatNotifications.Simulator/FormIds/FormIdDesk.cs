using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.FormIds;

/// <summary>Gives a mini program what a form or a payment gives.</summary>
internal static class FormIdDesk
{
    /// <summary>Since form ids are retired, a form gives the mock string; a payment still has its prepay id, which no message can use.</summary>
    /// <exception cref="SimulatorControlException">The app is no mini program, or several uses are asked of a form id.</exception>
    public static FormIdBatch Issue(SimulatedWeChat weChat, SimulatedApp app, FormIdIssue issue)
    {
        if (app.Kind != AppKind.MiniProgram)
        {
            throw new SimulatorControlException($"{app.AppId} is not a mini program, and only those have forms.");
        }

        if (issue is { Kind: FormIdKind.FormId, Uses: > 1 })
        {
            throw new SimulatorControlException("A form id is good for one message; only prepay ids take uses.");
        }

        if (issue.Kind == FormIdKind.FormId && weChat.Settings.Period == SimulatedPeriod.Today)
        {
            return new([.. Enumerable.Repeat(FormIdBook.MockValue, issue.Count)]);
        }

        var uses = issue.Kind == FormIdKind.FormId ? 1 : issue.Uses ?? app.PrepayIdUses;
        var now = weChat.Clock.GetUtcNow();
        return new([.. Enumerable.Range(0, issue.Count).Select(_ => app.FormIds.Issue(issue.OpenId, issue.Kind, uses, now))]);
    }
}
