using WeChatNotifications.Recipients;

namespace WeChatNotifications.Sending;

/// <summary>Finds out by which app of a chain a user of the host can be reached, and under which openid.</summary>
internal sealed class RecipientResolver(IRecipientDirectory directory)
{
    /// <summary>
    /// For each user the first app of the chain that knows them, with their most recently seen openid there. Who is known to have stopped
    /// following an account is reached by it only when there is no other way: then WeChat decides.
    /// </summary>
    /// <param name="apps">The apps of the chain, in its order; an app may stand several times.</param>
    /// <param name="userIds">The users.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>User → place in the chain and openid; who is not known at all is left out.</returns>
    public async Task<IReadOnlyDictionary<string, (int Step, string OpenId)>> ResolveAsync(
        IReadOnlyList<Guid> apps, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        if (userIds.Count == 0)
        {
            return new Dictionary<string, (int, string)>(StringComparer.Ordinal);
        }

        var known = await directory.FindByUserIdsAsync([.. apps.Distinct()], userIds, cancellationToken).ConfigureAwait(false);
        var places = apps.Select((app, step) => (app, step)).DistinctBy(p => p.app).ToDictionary(p => p.app, p => p.step);
        return known
            .Where(r => places.ContainsKey(r.AppCredentialId))
            .GroupBy(r => r.UserId, StringComparer.Ordinal)
            .ToDictionary(
                user => user.Key,
                user => user
                    .OrderBy(r => r.IsSubscribed == false).ThenBy(r => places[r.AppCredentialId]).ThenByDescending(r => r.LastSeenAt).ThenBy(r => r.OpenId, StringComparer.Ordinal)
                    .Select(r => (places[r.AppCredentialId], r.OpenId))
                    .First(),
                StringComparer.Ordinal);
    }
}
