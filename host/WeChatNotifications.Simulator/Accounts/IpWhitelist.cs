using System.Net;

namespace WeChatNotifications.Simulator.Accounts;

/// <summary>Single addresses and CIDR blocks. Empty lets everyone in.</summary>
internal sealed class IpWhitelist
{
    private readonly List<IPNetwork> _networks = [];

    public static IpWhitelist Everyone { get; } = new();

    /// <exception cref="FormatException">An entry is neither an address nor a CIDR block.</exception>
    public static IpWhitelist Parse(IReadOnlyList<string> entries)
    {
        var list = new IpWhitelist();
        foreach (var entry in entries)
        {
            list._networks.Add(IPAddress.TryParse(entry, out var single) ? Only(Plain(single)) : IPNetwork.Parse(entry));
        }

        return list;
    }

    public bool Allows(IPAddress address)
    {
        if (_networks.Count == 0)
        {
            return true;
        }

        var plain = Plain(address);
        return _networks.Exists(network => network.Contains(plain));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPNetwork Only(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);
}
