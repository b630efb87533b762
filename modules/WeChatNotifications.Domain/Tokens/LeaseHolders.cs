namespace WeChatNotifications.Tokens;

/// <summary>Under which names one process holds leases: one for itself, and others for its parts that exclude each other, which tell whose they are.</summary>
public static class LeaseHolders
{
    private const int Common = 8;

    /// <summary>Another name of the same process.</summary>
    public static Guid Another(Guid process)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(bytes);
        Span<byte> ours = stackalloc byte[16];
        process.TryWriteBytes(ours);
        ours[..Common].CopyTo(bytes);
        return new Guid(bytes);
    }

    /// <summary>Whether a name is one of a process'.</summary>
    public static bool IsOf(Guid holder, Guid process)
    {
        Span<byte> bytes = stackalloc byte[16];
        holder.TryWriteBytes(bytes);
        Span<byte> ours = stackalloc byte[16];
        process.TryWriteBytes(ours);
        return bytes[..Common].SequenceEqual(ours[..Common]);
    }
}
