using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using WeChatNotifications.MiniProgram;

namespace WeChatNotifications.HttpApi.MiniProgram;

/// <summary>
/// How often one address and one user may call the mini-program API on this node. Callers are sorted into a fixed number of buckets by a hash
/// that differs from process to process: memory stays bounded whoever calls, and nobody can aim at another's bucket.
/// </summary>
internal sealed class MiniProgramLimits(IOptions<MiniProgramOptions> options) : IDisposable
{
    private const int Buckets = 65_536;
    private const int NetworkBytesOfIPv6 = 8;

    private readonly PartitionedRateLimiter<int> _addresses = LimiterOf(options.Value.RequestsPerMinutePerAddress);
    private readonly PartitionedRateLimiter<int> _users = LimiterOf(options.Value.RequestsPerMinutePerUser);

    /// <summary>Counts a call of an address.</summary>
    /// <returns>Null when it may go on, else after how long it may try again.</returns>
    public TimeSpan? Count(IPAddress? address)
    {
        var hash = default(HashCode);
        if (address is not null)
        {
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            var bytes = plain.GetAddressBytes();
            hash.AddBytes(plain.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, NetworkBytesOfIPv6) : bytes);
        }

        return Count(_addresses, hash.ToHashCode());
    }

    /// <summary>Counts a call of a user.</summary>
    /// <returns>Null when it may go on, else after how long it may try again.</returns>
    public TimeSpan? Count(MiniProgramUser user) => Count(_users, HashCode.Combine(user.AppCredentialId, user.OpenId));

    /// <inheritdoc />
    public void Dispose()
    {
        _addresses.Dispose();
        _users.Dispose();
    }

    private static TimeSpan? Count(PartitionedRateLimiter<int> limiter, int hash)
    {
        using var lease = limiter.AttemptAcquire(hash);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }

    /// <summary>A minute's calls may come at once; then they come back one by one.</summary>
    private static PartitionedRateLimiter<int> LimiterOf(int perMinute) => PartitionedRateLimiter.Create<int, int>(
        hash => RateLimitPartition.GetTokenBucketLimiter(
            (int)((uint)hash % Buckets),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perMinute,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
                QueueLimit = 0,
            }));
}
