namespace WeChatNotifications.Deliveries;

/// <summary>How much one piece of work is.</summary>
/// <param name="Deliveries">Claims nothing more once it has claimed so many.</param>
/// <param name="Time">Claims nothing more after this time.</param>
/// <param name="StopsAtMassSends">Whether it ends with the first claim that reaches mass sends and is filled, so that they wait behind what is urgent for other apps.</param>
internal readonly record struct PieceLimit(int Deliveries, TimeSpan Time, bool StopsAtMassSends);

/// <summary>How a piece of work ended.</summary>
internal enum PieceEnd
{
    /// <summary>Nothing more is due.</summary>
    Done,

    /// <summary>It had its share, and more is due.</summary>
    HadItsShare,

    /// <summary>The app may not send now: it is paused or switched off, or WeChat does not answer.</summary>
    Blocked,

    /// <summary>Another piece of this app is claiming on this node already, and has been told to look again.</summary>
    Joined,

    /// <summary>This database has no such app.</summary>
    Unknown,
}

/// <summary>A piece of work that claims nothing more.</summary>
/// <param name="End">Why.</param>
/// <param name="Claimed">How many deliveries it has claimed.</param>
/// <param name="OnlyMassSendsWait">Whether what is still due is nothing but mass sends, when it had its share.</param>
/// <param name="Finished">Ends when every delivery that it has claimed has its outcome in the database, or is another node's.</param>
internal sealed record PieceOfWork(PieceEnd End, int Claimed, bool OnlyMassSendsWait, Task Finished)
{
    /// <summary>There is no such app.</summary>
    public static PieceOfWork Unknown { get; } = new(PieceEnd.Unknown, Claimed: 0, OnlyMassSendsWait: false, Task.CompletedTask);

    /// <summary>Somebody is at it.</summary>
    public static PieceOfWork Joined { get; } = new(PieceEnd.Joined, Claimed: 0, OnlyMassSendsWait: false, Task.CompletedTask);
}
