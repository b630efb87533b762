using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Broadcasts;

/// <summary>One recipient of a broadcast's list, or of what its audience source has yielded; kept until the broadcast is over.</summary>
public sealed class BroadcastItem : ITenantOwned
{
    private BroadcastItem()
    {
    }

    /// <summary>The broadcast; with <see cref="Number"/> the key.</summary>
    public Guid BroadcastId { get; private set; }

    /// <summary>Its place, from 1: the line of an uploaded file, or the place in the source's stream.</summary>
    public long Number { get; private set; }

    /// <inheritdoc />
    public Guid? TenantId { get; private set; }

    /// <summary>The openid under the broadcast's app; null when it names a user of the host.</summary>
    public string? OpenId { get; private set; }

    /// <summary>The host's user; null when it names an openid.</summary>
    public string? UserId { get; private set; }

    /// <summary>Values of this recipient alone, as a JSON object; null for none.</summary>
    public string? Data { get; private set; }

    /// <summary>A recipient of a broadcast.</summary>
    public static BroadcastItem Of(Broadcast broadcast, long number, string? openId, string? userId, string? data) => new()
    {
        BroadcastId = broadcast.Id,
        TenantId = broadcast.TenantId,
        Number = number,
        OpenId = openId,
        UserId = userId,
        Data = data,
    };
}
