namespace WeChatNotifications.WeChatApi.Users;

/// <summary>One page of an official account's followers.</summary>
/// <param name="Total">How many followers the account has altogether.</param>
/// <param name="OpenIds">This page's, at most 10,000, in WeChat's order; empty behind the last one.</param>
/// <param name="NextOpenId">
/// Where the next page starts. It may be there behind the last page too: the end is an empty page, or
/// <see langword="null"/>.
/// </param>
public sealed record FollowerPage(long Total, IReadOnlyList<string> OpenIds, string? NextOpenId)
{
    /// <summary>Numbers only: openids are personal data.</summary>
    public override string ToString() => $"{nameof(FollowerPage)} {{ Total = {Total}, Count = {OpenIds.Count} }}";
}
