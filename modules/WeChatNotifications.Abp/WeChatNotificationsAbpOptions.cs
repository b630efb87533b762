namespace WeChatNotifications.Abp;

/// <summary>How the module works in an ABP host: section <c>WeChatNotifications:Abp</c>, or <c>PreConfigure&lt;WeChatNotificationsAbpOptions&gt;</c>.</summary>
public sealed class WeChatNotificationsAbpOptions
{
    /// <summary>Who carries deliveries to WeChat. Default: the module's own engine, which is the fastest.</summary>
    public DeliveryCarrier DeliverBy { get; set; }

    /// <summary>Whether outcomes are published on the distributed event bus. Default true.</summary>
    public bool PublishOutcomes { get; set; } = true;

    /// <summary>How secrets are encrypted in the database. Default: ABP's way, which still reads what data protection has written; not the other way round.</summary>
    public SecretProtection SecretProtection { get; set; }
}

/// <summary>Who carries deliveries to WeChat.</summary>
public enum DeliveryCarrier
{
    /// <summary>The module's own engine on every node.</summary>
    Engine = 0,

    /// <summary>
    /// <c>IBackgroundJobManager</c>: a job for each app that has work, on whatever the host's jobs run on (Hangfire, RabbitMQ, Quartz,
    /// ABP's own). Slower, but on the machines, queues and dashboards that carry the host's other work.
    /// </summary>
    BackgroundJobs = 1,
}

/// <summary>How secrets are encrypted.</summary>
public enum SecretProtection
{
    /// <summary>By ABP's <c>IStringEncryptionService</c> and the host's pass phrase.</summary>
    StringEncryption = 0,

    /// <summary>By ASP.NET Core's data protection, whose keys rotate by themselves and have to be shared among nodes.</summary>
    DataProtection = 1,
}
