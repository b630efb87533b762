using System.Net;
using System.Net.Sockets;

namespace WeChatNotifications.Host.Startup;

/// <summary>Looks whether addresses are free before anything is started for nothing.</summary>
internal static class OwnPorts
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    /// <exception cref="StartupException">One of the host's own addresses is in use.</exception>
    public static async Task RequireFreeAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        foreach (var address in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // "http://*:5080" and the like are no URIs; for them the server itself says what is wrong.
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && !await IsFreeAsync(uri, TimeSpan.Zero, cancellationToken))
            {
                throw new StartupException(
                    $"{address} is in use: does a host run already? End it, or choose another address with --urls http://localhost:<port>.");
            }
        }
    }

    /// <summary>Whether a server may listen there, now or within <paramref name="patience"/>.</summary>
    public static async Task<bool> IsFreeAsync(Uri address, TimeSpan patience, CancellationToken cancellationToken)
    {
        var waited = TimeSpan.Zero;
        while (!IsFree(address))
        {
            if (waited >= patience)
            {
                return false;
            }

            await Task.Delay(RetryInterval, cancellationToken);
            waited += RetryInterval;
        }

        return true;
    }

    private static bool IsFree(Uri address)
    {
        if (address.Port == 0 || !IPAddress.TryParse(address.IsLoopback ? "127.0.0.1" : address.Host, out var ip))
        {
            return true;
        }

        using var listener = new TcpListener(ip, address.Port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException)
        {
            // Another fault, such as a port that needs privileges: the server itself will name it.
            return true;
        }
    }
}
