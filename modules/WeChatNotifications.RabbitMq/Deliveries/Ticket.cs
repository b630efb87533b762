using System.Text.Json;

namespace WeChatNotifications.RabbitMq.Deliveries;

/// <summary>
/// Says that an app has work. It holds no message: whoever takes it finds the work in the database, and one too many finds nothing.
/// </summary>
/// <param name="App">The app's id.</param>
/// <param name="Tenant">The tenant in whose database the app is to be looked for first; null for the host's.</param>
/// <param name="IsMass">Whether nothing but mass sends is known to wait, so that it may wait behind tickets of others.</param>
internal readonly record struct Ticket(Guid App, Guid? Tenant, bool IsMass)
{
    private const string AppName = "app";
    private const string TenantName = "tenant";

    /// <summary>As it travels; the queue says whether it is one of mass sends.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, Guid?>(StringComparer.Ordinal) { [AppName] = App, [TenantName] = Tenant });

    /// <summary>Reads one; false when it is none.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> body, bool isMass, out Ticket ticket)
    {
        ticket = default;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty(AppName, out var app) || app.ValueKind != JsonValueKind.String || !app.TryGetGuid(out var id))
            {
                return false;
            }

            Guid? tenant = json.RootElement.TryGetProperty(TenantName, out var of) && of.ValueKind == JsonValueKind.String && of.TryGetGuid(out var named) ? named : null;
            ticket = new Ticket(id, tenant, isMass);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
