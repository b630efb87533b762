using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.TemplateLibrary;

/// <summary>What the calls under <c>/wxaapi/newtmpl</c> have in common: codes of their own for a wrong verb, a bad body and a wrong account.</summary>
internal abstract class NewTemplateCall(SimulatedWeChat weChat, string verb) : TokenedCall(weChat, verb)
{
    protected override int WrongVerb => WeChatCodes.WrongVerb;

    protected override int UnreadableBody => WeChatCodes.MalformedRequest;

    protected override int Standing(SimulatedApp app) =>
        app is { Kind: AppKind.OfficialAccount, Verified: false } ? WeChatCodes.WrongAccountKind : WeChatCodes.Ok;

    protected string Given(string name) => Wire.Query.Read(Query, name);
}
