namespace WeChatNotifications.Tokens;

/// <summary>A row behind <see cref="ILeaseStore"/>. It belongs to the module as a whole, not to a tenant.</summary>
public sealed class ModuleLease
{
    /// <summary>Longest name.</summary>
    public const int NameLength = 128;

    private ModuleLease()
    {
    }

    /// <summary>A lease nobody held before.</summary>
    public ModuleLease(string name, Guid holder, DateTimeOffset until) => (Name, Holder, Until) = (name, holder, until);

    /// <summary>What is leased.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Who holds it.</summary>
    public Guid Holder { get; private set; }

    /// <summary>When it lapses.</summary>
    public DateTimeOffset Until { get; private set; }
}
