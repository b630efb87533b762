using WeChatNotifications.Simulator.Accounts;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>A place in the list of users: the newest message, then the openid.</summary>
internal readonly record struct UserPlace(long LastMessageId, string OpenId)
{
    public static UserPlace Top => new(long.MaxValue, "");

    public static UserPlace Of(SimulatedUser user) => new(user.LastMessageId, user.OpenId);

    /// <summary>Below zero: this one stands further up.</summary>
    public static int Compare(UserPlace one, UserPlace other) => one.LastMessageId != other.LastMessageId
        ? other.LastMessageId.CompareTo(one.LastMessageId)
        : string.CompareOrdinal(one.OpenId, other.OpenId);
}

/// <summary>Some users in a row.</summary>
/// <param name="Total">How many there are in the whole list.</param>
/// <param name="IsLast">Nobody comes after them.</param>
internal sealed record UserPage(IReadOnlyList<SimulatedUser> Users, int Total, bool IsLast);

/// <summary>Finds users of an app, whoever got a message last first. Looks at each once and keeps a page of them.</summary>
internal static class UserSearch
{
    /// <param name="app">Whose users.</param>
    /// <param name="part">What the openid contains, in any letter case; empty for all.</param>
    /// <param name="after">The place of the last one of the page before.</param>
    /// <param name="most">How many.</param>
    public static UserPage Find(SimulatedApp app, string part, UserPlace after, int most)
    {
        // The one furthest down leads the queue, so that it makes room. Places are taken once: a message may arrive meanwhile.
        var best = new PriorityQueue<(SimulatedUser User, UserPlace Place), UserPlace>(Comparer<UserPlace>.Create((one, other) => UserPlace.Compare(other, one)));
        var (total, more) = (0, false);
        foreach (var (_, user) in app.Users)
        {
            if (!user.OpenId.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            total++;
            var place = UserPlace.Of(user);
            if (UserPlace.Compare(place, after) <= 0)
            {
                continue;
            }

            best.Enqueue((user, place), place);
            if (best.Count > most)
            {
                best.Dequeue();
                more = true;
            }
        }

        var users = new SimulatedUser[best.Count];
        for (var i = users.Length - 1; i >= 0; i--)
        {
            users[i] = best.Dequeue().User;
        }

        return new(users, total, !more);
    }
}
