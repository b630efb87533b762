using System.Globalization;
using System.Text.Json;
using Npgsql;
using WeChatNotifications.Benchmarks.Stage;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Benchmarks.Broadcasts;

/// <summary>Database, simulated WeChat and sample host of one broadcast, and what may be done to them.</summary>
internal sealed class BroadcastStage(KillableDatabase database, SimulatorProcess simulator, TextWriter output)
{
    /// <summary>Recipients before the clock starts: compiled code, full pools, a token.</summary>
    public const int WarmUp = 2_000;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);
    private static readonly string[] OverStates = ["completed", "cancelled", "failed"];

    private string _connection = "";
    private string _folder = "";
    private SampleHost? _host;

    public SimulatorProcess Simulator { get; } = simulator;

    public SampleHost Host => _host ?? throw new InvalidOperationException("No host runs.");

    /// <summary>Most memory that any of the hosts had, in MiB.</summary>
    public int PeakMemory { get; private set; }

    /// <summary>An empty database, a world whose users allow the message, and a host that has just started.</summary>
    public async Task PrepareAsync(int recipients, int delayMs, CancellationToken cancellationToken)
    {
        await Simulator.Control.ResetAsync(ResetScope.All, cancellationToken);
        await Simulator.Control.SeedAsync(await SeedAsync(recipients, cancellationToken), cancellationToken);
        if (delayMs > 0)
        {
            await Simulator.Control.SetLatencyAsync(new() { FixedMs = delayMs }, cancellationToken);
        }

        (_connection, PeakMemory) = (await database.CreateAsync(cancellationToken), 0);
        _folder = Directory.CreateTempSubdirectory("wechat-broadcast-host-").FullName;
        _host = await SampleHost.StartAsync(_connection, Simulator.Address, _folder, cancellationToken);
    }

    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        var id = await UploadAsync(WarmUp, cancellationToken, "Oolong tea");
        await Host.PostAsync($"broadcasts/{id}/start", body: null, cancellationToken);
        await UntilOverAsync(id, cancellationToken);
    }

    public async Task<Guid> UploadAsync(int recipients, CancellationToken cancellationToken, string product = "Green tea")
    {
        var broadcast = await Host.PostAsync(
            "broadcasts",
            new
            {
                name = $"To {recipients}",
                template = "order-paid",
                audience = new { kind = "list" },
                data = new { orderNo = "20260001", product, amount = 12.5, paidAt = "2026-11-21T15:30:00+08:00", orderId = "1" },
            },
            cancellationToken);
        var id = broadcast.GetProperty("id").GetGuid();
        using var list = new RecipientList(recipients);
        await Host.SendAsync(HttpMethod.Put, $"broadcasts/{id}/list", list, cancellationToken);
        return id;
    }

    /// <summary>Sends a message of its own now and then, until told to stop. What cannot be handed over while the host is away is not counted.</summary>
    /// <returns>How many were handed over.</returns>
    public async Task<int> SendSinglesAsync(string openId, CancellationToken stop)
    {
        var (sent, attempt) = (0, 0);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Between, stop);
                attempt++;
                await Host.PostAsync(
                    "notifications",
                    new
                    {
                        template = "order-paid",
                        to = new[] { openId },
                        dedupKey = $"single-{attempt}",
                        data = new { orderNo = $"{attempt}", product = "Black tea", amount = 1, paidAt = "2026-11-21T15:30:00+08:00", orderId = $"{attempt}" },
                    },
                    CancellationToken.None);
                sent++;
            }
            catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or OperationCanceledException)
            {
                // Away, or told to stop. Whether a cut-off one was stored, the log says.
            }
        }

        return (int)(await QueryAsync("""SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "BroadcastId" IS NULL AND "DedupKey" IS NOT NULL""", null, CancellationToken.None))[0] is var stored && stored >= sent
            ? stored
            : throw new InvalidOperationException($"{sent} single messages were taken, and {stored} are stored.");
    }

    public async Task UntilAcceptedAsync(long count, CancellationToken cancellationToken)
        => await UntilAsync(async () => (await Simulator.Control.ReportAsync(cancellationToken)).Accepted >= count, cancellationToken);

    public async Task KillHostAsync(CancellationToken cancellationToken)
    {
        await Host.KillAsync(cancellationToken);
        var accepted = (await Simulator.Control.ReportAsync(cancellationToken)).Accepted;
        await output.WriteLineAsync($"  host killed after {accepted.ToString("N0", CultureInfo.InvariantCulture)}");
        await Host.DisposeAsync();
        _host = await SampleHost.StartAsync(_connection, Simulator.Address, _folder, cancellationToken);
    }

    public async Task KillDatabaseAsync(CancellationToken cancellationToken)
    {
        var accepted = (await Simulator.Control.ReportAsync(cancellationToken)).Accepted;
        await output.WriteLineAsync($"  database killed after {accepted.ToString("N0", CultureInfo.InvariantCulture)}");
        await database.KillAndStartAsync(TimeSpan.FromSeconds(3), cancellationToken);
    }

    /// <returns>The broadcast's counters at its end.</returns>
    public async Task<JsonElement> UntilOverAsync(Guid id, CancellationToken cancellationToken)
    {
        JsonElement broadcast = default;
        await UntilAsync(
            async () =>
            {
                broadcast = await Host.GetAsync($"broadcasts/{id}", cancellationToken);
                return OverStates.Contains(broadcast.GetProperty("status").GetString(), StringComparer.Ordinal);
            },
            cancellationToken);
        return broadcast;
    }

    public Task UntilQueueIsEmptyAsync(CancellationToken cancellationToken)
        => UntilAsync(async () => (await QueryAsync("""SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "Status" IN (0, 1)""", null, cancellationToken))[0] == 0, cancellationToken);

    /// <summary>One row of numbers.</summary>
    public async Task<IReadOnlyList<long>> QueryAsync(string sql, Guid? id, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        if (id is { } value)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)];
    }

    /// <summary>From request to WeChat's answer, shortest first.</summary>
    public async Task<IReadOnlyList<TimeSpan>> WaitsOfSinglesAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """SELECT "SentAt" - "CreatedAt" AS w FROM "WeChatDeliveryLogs" WHERE "BroadcastId" IS NULL AND "SentAt" IS NOT NULL AND "DedupKey" IS NOT NULL ORDER BY w""", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var waits = new List<TimeSpan>();
        while (await reader.ReadAsync(cancellationToken))
        {
            waits.Add(reader.GetTimeSpan(0));
        }

        return waits;
    }

    public async Task CloseAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
            _host = null;
        }

        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<SeedDocument> SeedAsync(int recipients, CancellationToken cancellationToken)
    {
        // The demonstration's own world, without its limit of a day, and with the recipients.
        await using var file = File.OpenRead(Path.Combine(SampleHost.Folder, "Demo", "simulator-seed.json"));
        var seed = (await JsonSerializer.DeserializeAsync<SeedDocument>(file, JsonSerializerOptions.Web, cancellationToken))!;
        var template = seed.Templates[0];
        return seed with
        {
            Settings = new() { KeepMessages = 0 },
            Apps = [.. seed.Apps.Select(app => app with { Limits = new() { SendsPerDay = -1 } })],
            UserRanges = [new() { AppId = template.AppId, Prefix = RecipientList.Prefix, Count = Math.Max(recipients, WarmUp), Grants = [new() { TemplateId = template.TemplateId, Sends = 3 }] }],
            Grants = [new() { AppId = template.AppId, OpenId = "o-alice", TemplateId = template.TemplateId, Sends = 1_000_000 }],
        };
    }

    private async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (true)
        {
            try
            {
                PeakMemory = Math.Max(PeakMemory, _host?.PeakMemory ?? 0);
                if (await condition())
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or NpgsqlException && !limit.IsCancellationRequested)
            {
                // The database is coming back.
            }

            await Task.Delay(Between, limit.Token);
        }
    }
}
