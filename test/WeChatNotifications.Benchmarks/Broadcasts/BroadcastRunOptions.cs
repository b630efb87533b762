using Microsoft.Extensions.Configuration;

namespace WeChatNotifications.Benchmarks.Broadcasts;

/// <summary>What a run of broadcasts measures.</summary>
/// <param name="Recipients">Recipients of the large broadcasts.</param>
/// <param name="FewRecipients">Recipients of the small one, whose rate the large one's is compared with.</param>
/// <param name="WithKills">Whether a second large broadcast is made, in the middle of which host and database are killed.</param>
/// <param name="DelayMs">The simulated WeChat's delay.</param>
internal sealed record BroadcastRunOptions(int Recipients, int FewRecipients, bool WithKills, int DelayMs)
{
    public const string Help = """
        broadcast             instead: the sample host as a process of its own broadcasts to an uploaded list, small and large
          --recipients <n>    of the large broadcasts, 1,000 to 5,000,000 (default 1,000,000)
          --few <n>           of the small one (default 10,000)
          --kills <bool>      another large one, with host and database killed on the way (default true)
          --delay <ms>        the simulated WeChat's delay (default 0)
        """;

    public static BroadcastRunOptions From(IConfiguration arguments) => new(
        InRange("recipients", arguments.GetValue("recipients", 1_000_000), 1_000, 5_000_000),
        InRange("few", arguments.GetValue("few", 10_000), 1_000, 5_000_000),
        arguments.GetValue("kills", defaultValue: true),
        InRange("delay", arguments.GetValue("delay", 0), 0, 10_000));

    private static int InRange(string name, int value, int least, int most)
        => value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, $"--{name} is between {least:N0} and {most:N0}.");
}
