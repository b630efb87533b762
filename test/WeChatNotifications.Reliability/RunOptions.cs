using System.Globalization;
using WeChatNotifications.Reliability.Faults;
using WeChatNotifications.Reliability.Stage;

namespace WeChatNotifications.Reliability;

/// <summary>What the command line says.</summary>
internal sealed record RunOptions
{
    public const string Usage = """
        Breaks hosts, database, wires and WeChat while work is asked for, then compares what was asked with the log and with what WeChat saw.

          --scenario <name>     storm (everything at once), overload, slow, outage; several by commas. Default storm
          --minutes <number>    how long faults are injected (2)
          --seed <number>       what is broken when, and what is asked; a new one unless given
          --hosts <number>      how many (3)
          --rate <number>       calls a second (25)
          --work <name>         how hosts get their work in a storm: database (default), or rabbitmq, which has to be installed
          --faults <list>       only these of the machines' faults, by commas: kill-host, freeze-host, restart-host, kill-database, kill-backend, end-sessions,
                                full-disk, clock, kill-broker, freeze-broker; none for no faults at all; and clock-far, which is not among them unless named
          --wires <bool>        whether connections are broken (true)
          --wechat <bool>       whether WeChat errs (true)
          --report <file>       writes the result as JSON
          --help                this text

        Exit code 0 when nothing was lost and no promise was broken.
        """;

    public IReadOnlyList<string> Scenarios { get; init; } = ["storm"];

    public double Minutes { get; init; } = 2;

    public int Seed { get; init; } = Random.Shared.Next(1, 1_000_000);

    public int Hosts { get; init; } = 3;

    public double Rate { get; init; } = 25;

    /// <summary>The way in which hosts get their work.</summary>
    public WayOfWork Work { get; init; } = WaysOfWork.Database;

    /// <summary>The machines' faults by what they are called in reports.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [.. MachineFaults.Names.Values.Where(f => f != MachineFaults.FarClock)];

    public bool Wires { get; init; } = true;

    public bool WeChat { get; init; } = true;

    public string? Report { get; init; }

    /// <exception cref="FormatException">A name that does not exist, or a value of the wrong kind.</exception>
    public static RunOptions Parse(string[] args)
    {
        var options = new RunOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} needs a value.");
            options = args[i] switch
            {
                "--scenario" => options with { Scenarios = Names(value) },
                "--minutes" => options with { Minutes = Number(value) },
                "--seed" => options with { Seed = (int)Number(value) },
                "--hosts" => options with { Hosts = (int)Number(value) },
                "--rate" => options with { Rate = Number(value) },
                "--work" => options with { Work = WaysOfWork.Of(value) },
                "--faults" => options with { Faults = value == "none" ? [] : [.. Names(value).Select(FaultOf)] },
                "--wires" => options with { Wires = bool.Parse(value) },
                "--wechat" => options with { WeChat = bool.Parse(value) },
                "--report" => options with { Report = value },
                _ => throw new FormatException($"There is no option {args[i]}."),
            };
        }

        return options;
    }

    private static string[] Names(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string FaultOf(string name) => MachineFaults.Names.GetValueOrDefault(name) ?? throw new FormatException($"There is no fault {name}.");

    private static double Number(string value) => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
}
