using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>One user of one app, and by the unionid the same person in the accounts bound to it: whoever holds the phone.</summary>
internal sealed class PhoneOwner
{
    private PhoneOwner(SimulatedApp app, SimulatedUser user, IReadOnlyList<(SimulatedApp App, SimulatedUser User)> everywhere)
    {
        (App, User) = (app, user);
        Users = everywhere.Select(each => each.User).ToHashSet();
        var official = everywhere.Where(each => each.App.Kind == AppKind.OfficialAccount).Select(each => new PhoneChat(each.App, new HashSet<SimulatedUser> { each.User }));
        var programs = everywhere.Where(each => each.App.Kind == AppKind.MiniProgram).Select(each => each.User).ToHashSet();
        Chats = [.. programs.Count > 0 ? (PhoneChat[])[new PhoneChat(Account: null, programs)] : [], .. official];
        Home = Chats.First(chat => chat.Users.Contains(user));
    }

    /// <summary>The app the phone was opened for.</summary>
    public SimulatedApp App { get; }

    public SimulatedUser User { get; }

    /// <summary>The person in each of the accounts.</summary>
    public IReadOnlySet<SimulatedUser> Users { get; }

    public IReadOnlyList<PhoneChat> Chats { get; }

    /// <summary>Where messages of <see cref="App"/> arrive.</summary>
    public PhoneChat Home { get; }

    /// <summary>Null: there is no such app or no such user.</summary>
    public static PhoneOwner? Find(SimulatedWeChat weChat, string appId, string openId)
    {
        if (weChat.Apps.GetValueOrDefault(appId) is not { } app || app.FindUser(openId) is not { } user)
        {
            return null;
        }

        var everywhere = new List<(SimulatedApp, SimulatedUser)> { (app, user) };
        if (user.UnionId is { } unionId)
        {
            foreach (var other in weChat.Apps.Values.Where(other => other != app && other.IsLinkedTo(app)).OrderBy(other => other.AppId, StringComparer.Ordinal))
            {
                if (other.FindUserByUnion(unionId) is { } same)
                {
                    everywhere.Add((other, same));
                }
            }
        }

        return new(app, user, everywhere);
    }

    public PhoneChat? FindChat(string key) => Chats.FirstOrDefault(chat => chat.Key == key);

    public PhoneChat ChatOf(SimulatedUser user) => Chats.First(chat => chat.Users.Contains(user));
}

/// <summary>One line of the list of chats: the service notifications of all mini programs, or an official account's own.</summary>
/// <param name="Account">The official account; null for the service notifications.</param>
/// <param name="Users">Whose messages it shows.</param>
internal sealed record PhoneChat(SimulatedApp? Account, IReadOnlySet<SimulatedUser> Users)
{
    public const string ServiceKey = "service";

    /// <summary>Its part of the address.</summary>
    public string Key => Account?.AppId ?? ServiceKey;
}
