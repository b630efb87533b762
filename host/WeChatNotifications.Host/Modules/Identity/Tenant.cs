namespace WeChatNotifications.Host.Modules.Identity;

/// <summary>A company that uses the host.</summary>
public sealed class Tenant
{
    public const int NameLength = 64;

    private Tenant()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>Unique; lower case.</summary>
    public string Name { get; private set; } = "";

    public static Tenant Create(string name, DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now), Name = NormalizeName(name) };

    public static string NormalizeName(string name)
    {
        var normalized = name.Trim().ToLowerInvariant();
        return normalized.Length is > 0 and <= NameLength
            ? normalized
            : throw new ArgumentException($"A tenant's name has 1 to {NameLength} characters.", nameof(name));
    }
}
