using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Jobs;

/// <summary>A job that people may ask for between its times.</summary>
internal interface IRequestableJob
{
    /// <summary>Begins it in one database if this node is not at it there. Whether it is still asked for, and whether another node is faster, shows itself then.</summary>
    void BeginOnRequest(DeliveryPartition partition);
}
