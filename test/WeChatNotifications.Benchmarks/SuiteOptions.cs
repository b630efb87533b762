using Microsoft.Extensions.Configuration;

namespace WeChatNotifications.Benchmarks;

/// <summary>What is measured, and how long.</summary>
internal sealed record SuiteOptions
{
    public const string Help = """
        Measures the durable pipeline against a bare HttpClient loop, with a database, a simulated WeChat and the engine each in a process of its own.

          --messages <n>      messages a measurement at most, 1,000 to 2,000,000 (default 60,000)
          --concurrency <n>   calls to WeChat at once, 1 to 2,000 (default 256)
          --rounds <n>        measurements of each kind, of which the median counts, 1 to 25 (default 3)
          --delay <ms>        only this server delay (default: 0, then 50)
          --only <part>       only sequential, abp, bare, batches, singles, backlog, idle or tokens; several with commas
          --abp <path>        the program that measures ABP's job worker (default: looked for where it is built)
          --sizes <n>,<n>     rows of the tables of "scale" (default: 1,000 to 1,000,000 in steps of ten)
          --database <text>   added to the connection string, such as "Max Auto Prepare=0"
          --output <folder>   where the JSON goes (default: artifacts)
          --quick             a smoke test; its figures say nothing

        Instead of it all, with the same options:

        peers                 only what others do (a script, a loop, ABP's job worker) and what the module does
        rates                 rows a second: queued, claimed, recorded
        scale                 sending while the table holds 1,000 to 1,000,000 rows
        hosts                 one, two and four hosts on one database
        all                   everything that a mark asks for, and all marks in one table; some ten minutes

        Instead, with options of their own:

        callbacks [--quick]   encrypted pushes a second into the sample host
        micro [--quick]       single steps by BenchmarkDotNet: render, validate, serialise, decrypt
        form-ids [--quick]    eight processes claim the same 100,000 form ids; none may be claimed twice
        dashboard [--quick]   how long every page of the dashboard takes over a million messages
        statistics [--quick]  how long questions to the statistics of a million messages take
        """;

    public required int Messages { get; init; }

    public required int Concurrency { get; init; }

    public required int Rounds { get; init; }

    public required bool IsQuick { get; init; }

    public required IReadOnlyList<int> DelaysMs { get; init; }

    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Rows of the tables in which sending is compared; null for the usual ones.</summary>
    public required IReadOnlyList<int>? Sizes { get; init; }

    /// <summary>Where the program is that measures ABP's worker; null looks for it.</summary>
    public required string? Abp { get; init; }

    /// <summary>Npgsql's options on top of its defaults and the module's.</summary>
    public required string? Database { get; init; }

    public required string Output { get; init; }

    /// <summary>Messages before the clock starts: compiled code, full pools, a warm database.</summary>
    public int WarmUp => IsQuick ? 200 : 6_000;

    /// <summary>Users of each app; all have a long-term grant.</summary>
    public int Users => IsQuick ? 2_000 : 20_000;

    /// <summary>Single messages of the idle measurement.</summary>
    public int IdleMessages => IsQuick ? 40 : 400;

    public static SuiteOptions From(IConfiguration arguments)
    {
        var quick = arguments.GetValue<bool>("quick");
        return new()
        {
            IsQuick = quick,
            Messages = InRange("messages", arguments.GetValue("messages", quick ? 2_000 : 60_000), 1_000, 2_000_000),
            Concurrency = InRange("concurrency", arguments.GetValue("concurrency", 256), 1, 2_000),
            Rounds = InRange("rounds", arguments.GetValue("rounds", quick ? 1 : 3), 1, 25),
            DelaysMs = arguments["delay"] is null ? [0, 50] : [InRange("delay", arguments.GetValue<int>("delay"), 0, 10_000)],
            Only = arguments["only"]?.Split(',') ?? [],
            Sizes = arguments["sizes"]?.Split(',').Select(size => InRange("sizes", int.TryParse(size, out var rows) ? rows : 0, 1_000, 5_000_000)).ToList(),
            Abp = arguments["abp"],
            Database = arguments["database"],
            Output = arguments["output"] ?? "artifacts",
        };
    }

    public bool Includes(string part) => Only.Count == 0 || Only.Contains(part, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How many messages a measurement takes so that it lasts about as long as the others: with a delay no more can go out than
    /// the calls at once allow, and one for one enqueueing is slower than in batches.
    /// </summary>
    public int MessagesFor(int delayMs, double share = 1)
    {
        var most = delayMs == 0 ? Messages : Math.Min(Messages, 15 * Concurrency * 1_000 / delayMs);
        return Math.Max(1_000, (int)(most * share));
    }

    /// <summary>Messages of what sends one after the other: some ten seconds of it.</summary>
    public int OneByOneFor(int delayMs) => delayMs == 0 ? (IsQuick ? 1_000 : 20_000) : Math.Max(10, (IsQuick ? 1_000 : 10_000) / delayMs);

    /// <summary>
    /// Jobs of ABP's worker. It takes up to a thousand at a time and then rests for five seconds; so few that the rest is not counted
    /// against it.
    /// </summary>
    public int AbpJobsFor(int delayMs) => delayMs == 0 ? (IsQuick ? 100 : 900) : (IsQuick ? 40 : 250);

    private static int InRange(string name, int value, int least, int most)
        => value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, $"--{name} is between {least:N0} and {most:N0}.");
}
