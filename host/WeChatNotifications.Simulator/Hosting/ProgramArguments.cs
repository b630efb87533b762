using System.Globalization;

namespace WeChatNotifications.Simulator.Hosting;

/// <summary>The command line of the simulator as a program.</summary>
internal sealed record ProgramArguments(SimulatorOptions Options, string? SeedFile, int? ParentProcessId)
{
    public const string Usage = """
        A local WeChat to develop and test against.

          --urls <url>                   where it listens (http://127.0.0.1:5090; port 0 takes a free one)
          --seed <file>                  apps, templates, users and grants to begin with, as for POST /_sim/seed
          --parent-pid <number>          end when this process ends
          --control-key <key>            /_sim asks for it in the header X-Control-Key, the pages when they are opened
          --allow-remote-control <bool>  /_sim and the pages answer other machines too (false)
          --allow-remote-push <bool>     events may be pushed to other machines (false)
          --period <2018|today>          which WeChat answers: with template messages by form id, or without (today)
          --keep-messages <number>       accepted messages that can be read back (250000)
          --compare-messages <number>    different messages remembered to recognise duplicates (10000000)
          --call-log <number>            calls that can be read back (1000)
          --help                         this text
        """;

    private static readonly string[] Names =
        ["urls", "seed", "parent-pid", "control-key", "allow-remote-control", "allow-remote-push", "period", "keep-messages", "compare-messages", "call-log"];

    /// <exception cref="FormatException">A name that does not exist, a value missing or of the wrong kind.</exception>
    public static ProgramArguments Parse(string[] args)
    {
        var given = Pairs(args);
        return new(
            new()
            {
                Url = given.GetValueOrDefault("urls", "http://127.0.0.1:5090"),
                ControlKey = given.GetValueOrDefault("control-key"),
                AllowRemoteControl = Flag(given, "allow-remote-control") ?? false,
                AllowRemotePush = Flag(given, "allow-remote-push") ?? false,
                CallLogSize = Number(given, "call-log") ?? 1_000,
                Settings = new()
                {
                    Period = Period(given),
                    KeepMessages = Number(given, "keep-messages"),
                    CompareMessages = Number(given, "compare-messages"),
                },
            },
            given.GetValueOrDefault("seed"),
            Number(given, "parent-pid"));
    }

    private static Dictionary<string, string> Pairs(string[] args)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal) || !Names.Contains(name[2..], StringComparer.Ordinal))
            {
                throw new FormatException($"There is no option {name}.");
            }

            value ??= ++i < args.Length && !args[i].StartsWith("--", StringComparison.Ordinal) ? args[i] : throw new FormatException($"{name} needs a value.");
            pairs[name[2..]] = value;
        }

        return pairs;
    }

    private static int? Number(Dictionary<string, string> given, string name) => given.TryGetValue(name, out var text)
        ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(name, text, "a number")
        : null;

    private static bool? Flag(Dictionary<string, string> given, string name) => given.TryGetValue(name, out var text)
        ? bool.TryParse(text, out var flag) ? flag : throw Wrong(name, text, "true or false")
        : null;

    private static SimulatedPeriod? Period(Dictionary<string, string> given) => given.GetValueOrDefault("period") switch
    {
        null => null,
        "2018" => SimulatedPeriod.Of2018,
        "today" => SimulatedPeriod.Today,
        var text => throw Wrong("period", text, "2018 or today"),
    };

    private static FormatException Wrong(string name, string text, string kind) => new($"--{name} takes {kind}, not {text}.");
}
