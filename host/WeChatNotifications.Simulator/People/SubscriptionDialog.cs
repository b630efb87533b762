using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Push;

namespace WeChatNotifications.Simulator.People;

/// <summary>Asks the user for subscriptions, by WeChat's rules, and tells the app's server what was chosen.</summary>
internal sealed class SubscriptionDialog(SimulatedWeChat weChat, Accountant accounts)
{
    private const int MostTemplates = 5;
    private const string Accept = "accept";
    private const string Reject = "reject";
    private const string Ban = "ban";
    private const string Filter = "filter";

    private static readonly string[] Choices = [Accept, "acceptWithAlert", "acceptWithAudio", "acceptWithForcePush", Reject];

    public DialogAnswer Show(DialogRequest request)
    {
        ControlRules.Check(request);
        if (request.Results.Values.FirstOrDefault(choice => !Choices.Contains(choice, StringComparer.Ordinal)) is { } wrong)
        {
            throw new SimulatorControlException($"A user cannot choose {wrong}; there are: {string.Join(", ", Choices)}.");
        }

        var app = accounts.App(request.AppId);
        var user = accounts.User(app, request.OpenId);
        var templates = request.Results.Keys.Select(id => app.FindTemplate(id, TemplateKind.Subscribe)).ToArray();
        return Refuse(app, user, templates) ?? Answer(app, user, request, [.. templates.Select(template => template!)]);
    }

    public void TurnOff(TemplateRefusal refusal)
    {
        ControlRules.Check(refusal);
        var app = accounts.App(refusal.AppId);
        foreach (var id in refusal.TemplateIds)
        {
            Accountant.CheckTemplate(app, id);
        }

        var user = accounts.User(app, refusal.OpenId);
        foreach (var id in refusal.TemplateIds)
        {
            user.ChangeGrant(id, 0, static (grant, none) => (grant.Sends, grant.LongTerm, grant.Rejected, grant.Always) = (none, false, true, null));
        }

        weChat.Pushes.Push(app, refusal.OpenId, new ChangeEvent([.. refusal.TemplateIds]));
    }

    private static DialogAnswer? Refuse(SimulatedApp app, SimulatedUser user, SimulatedTemplate?[] templates) => templates switch
    {
        [] => Failed(10001, "TmplIds can't be empty"),
        { Length: > MostTemplates } => Failed(20003, "Templates count out of max bounds"),
        _ when templates.Contains(null) => Failed(20001, "No template data return, verify the template id exist"),
        _ when templates.Select(template => template!.Type).Distinct().Count() > 1 => Failed(20002, "Templates type must be same"),
        _ when app.Banned => Failed(20005, "This mini program was banned from subscribing messages"),
        _ when user.MainSwitchOff => Failed(20004, "The main switch is switched off"),
        _ => null,
    };

    private DialogAnswer Answer(SimulatedApp app, SimulatedUser user, DialogRequest request, SimulatedTemplate[] templates)
    {
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        var titles = new HashSet<string>(StringComparer.Ordinal);
        var told = new List<(string TemplateId, bool Accepted)>();
        foreach (var template in templates)
        {
            var id = template.TemplateId;
            if (template.Banned || !titles.Add(template.Title))
            {
                results[id] = template.Banned ? Ban : Filter;
                continue;
            }

            var remembered = user.AlwaysChoice(id);
            results[id] = remembered switch { true => Accept, false => Reject, null => request.Results[id] };
            var accepted = results[id] != Reject;
            user.Decide(template, accepted, times: 1, always: request.Always ? accepted : remembered);
            if (remembered is null || weChat.Settings.PushSilentChoices == true)
            {
                told.Add((id, accepted));
            }
        }

        if (told.Count > 0)
        {
            weChat.Pushes.Push(app, user.OpenId, new PopupEvent(told, request.Scene ?? (app.Kind == AppKind.OfficialAccount ? 1 : 0)));
        }

        return new("requestSubscribeMessage:ok", ErrorCode: null, results);
    }

    private static DialogAnswer Failed(int code, string text) =>
        new($"requestSubscribeMessage:fail {text}", code, new Dictionary<string, string>(StringComparer.Ordinal));
}
