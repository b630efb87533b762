namespace WeChatNotifications.Auditing;

/// <summary>On whose behalf the present flow of control works. A host may fill it with its own notion of a user.</summary>
public interface ICurrentUser
{
    /// <summary>The user; null for nobody, which is the module itself or the host's own code.</summary>
    CurrentUser? User { get; }
}

/// <summary>A user of the host: a person, or a program with a key.</summary>
/// <param name="Id">The host's id.</param>
/// <param name="Name">What people call them.</param>
public sealed record CurrentUser(string Id, string? Name);
