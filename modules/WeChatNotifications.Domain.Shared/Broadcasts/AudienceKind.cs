namespace WeChatNotifications.Broadcasts;

/// <summary>Who gets a broadcast.</summary>
public enum AudienceKind
{
    /// <summary>Everyone from whom the app holds a permit that the template's channel needs.</summary>
    PermitHolders = 0,

    /// <summary>All recipients of the app, except those who are known to have stopped following it.</summary>
    AllRecipients = 1,

    /// <summary>A list of openids and user ids that was uploaded, with values of their own where it has them.</summary>
    List = 2,

    /// <summary>What a source of the host's yields (<c>IAudienceSource</c>).</summary>
    Source = 3,
}
