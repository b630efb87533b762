using System.ComponentModel.DataAnnotations;

namespace WeChatNotifications.RabbitMq;

/// <summary>How the module uses RabbitMQ: section <c>RabbitMq</c> of the module's.</summary>
public sealed class RabbitMqOptions : IValidatableObject
{
    /// <summary>
    /// The broker: <c>amqp://user:password@host:5672/vhost</c>, or <c>amqps://</c>. Several nodes of a cluster with commas between; one that answers is
    /// taken. Never written to a log.
    /// </summary>
    [Required]
    public string Url { get; set; } = "";

    /// <summary>How the names of queues and exchanges begin, 1 to 100 characters. Default <c>wechat.notifications</c>. All nodes of a host have the same.</summary>
    [Required, RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    public string Prefix { get; set; } = "wechat.notifications";

    /// <summary>Whether tickets carry the work of deliveries. Default true; without it every node goes on asking the database.</summary>
    public bool CarriesDeliveries { get; set; } = true;

    /// <summary>Whether this host takes notifications of other services from the queue <c>….send</c>. Default true.</summary>
    public bool TakesRequests { get; set; } = true;

    /// <summary>Whether it is told on the exchange <c>….events</c> what becomes of messages. Default false.</summary>
    public bool PublishesEvents { get; set; }

    /// <summary>Tickets that a node works on at once, 1 to 500. Default 32.</summary>
    [Range(1, 500)] public int Prefetch { get; set; } = 32;

    /// <summary>Tickets of mass sends that a node works on at once, 1 to 500. Default 8.</summary>
    [Range(1, 500)] public int MassPrefetch { get; set; } = 8;

    /// <summary>Deliveries after which a ticket is worked off and a new one goes to the end of the queue, 100 to 100,000. Default 5,000.</summary>
    [Range(100, 100_000)] public int PieceSize { get; set; } = 5_000;

    /// <summary>Time after which a ticket is worked off and a new one goes to the end of the queue, 100 ms to 1 min. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")] public TimeSpan PieceTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How often one node looks for due work without a ticket, 50 ms to 5 min. Default 1 s. Also how late a scheduled message may be, and a message
    /// whose ticket was lost.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:05:00")] public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time between two such tickets of an app that has work all the time, 1 s to 10 min. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan SweepCap { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the broker may be away before every node works from the database, 0 to 10 min. Default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")] public TimeSpan FallbackAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the broker may take to connect, and to confirm what was published, before the connection counts as lost, 1 s to 1 min. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")] public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait between two attempts to connect, 100 ms to 5 min. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")] public TimeSpan ReconnectCap { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How often a message may come back to its queue before the broker puts it among the dead, 1 to 100. Default 10. Written into the queues when they
    /// are made.
    /// </summary>
    [Range(1, 100)] public int DeliveryLimit { get; set; } = 10;

    /// <summary>Tickets that may wait in one queue, 10 to 1,000,000; the broker refuses further ones, and the look for due work makes good. Default 50,000. Written into the queues when they are made.</summary>
    [Range(10, 1_000_000)] public int MaxTickets { get; set; } = 50_000;

    /// <summary>Requests of other services that a node works on at once, 1 to 500. Default 16.</summary>
    [Range(1, 500)] public int RequestPrefetch { get; set; } = 16;

    /// <summary>Largest request in bytes, 1 KiB to 16 MiB. Default 1 MiB.</summary>
    [Range(1_024, 16 * 1_024 * 1_024)] public int MaxRequestBytes { get; set; } = 1_024 * 1_024;

    /// <summary>The header of a request that names its tenant. Default <c>x-tenant-id</c>.</summary>
    [Required, StringLength(100)] public string TenantHeader { get; set; } = "x-tenant-id";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var url in Url.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0)
            {
                // Without the address itself: there is a password in it.
                yield return new ValidationResult($"{nameof(Url)} is not of the form amqp://user:password@host:port/vhost, or amqps://.", [nameof(Url)]);
            }
        }

        if (SweepCap < SweepInterval)
        {
            yield return new ValidationResult($"{nameof(SweepCap)} must not be shorter than {nameof(SweepInterval)}.", [nameof(SweepCap)]);
        }
    }
}
