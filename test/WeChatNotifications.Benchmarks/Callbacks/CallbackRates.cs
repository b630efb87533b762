using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;
using WeChatNotifications.Benchmarks.Broadcasts;
using WeChatNotifications.Benchmarks.Jobs;
using WeChatNotifications.Benchmarks.Reporting;
using WeChatNotifications.Benchmarks.Stage;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Benchmarks.Callbacks;

/// <summary>
/// Signed and encrypted pushes by HTTP into the sample host: users who allow a message, each another one. The host answers when the grant is
/// stored, or after a second at the latest; the clock stops when all grants are there.
/// </summary>
internal sealed class CallbackRates(TextWriter output, bool isQuick)
{
    public const string Verb = "callbacks";

    private const string TemplateId = "tmpl-benchmark-callback";
    private const string UserPrefix = "o-callback-user-";

    private static readonly int[] AtOnce = [16, 64, 256];

    private int Pushes { get; } = isQuick ? 500 : 20_000;

    private int WarmUp { get; } = isQuick ? 100 : 3_000;

    /// <returns>Whether every push was taken and took effect once.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.StartAsync(cancellationToken);
        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        var connection = await database.CreateAsync(options: null, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("wechat-callbacks-host-").FullName;
        await using var host = await SampleHost.StartAsync(connection, simulator.Address, folder, cancellationToken);
        var account = await SetUpAsync(host, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 512 }) { BaseAddress = host.Address };
        var first = 0;
        await PushAsync(http, account, Make(account, ref first, WarmUp), atOnce: 16, cancellationToken);
        var rows = new List<string[]>();
        foreach (var atOnce in AtOnce)
        {
            // Made before the clock starts, since WeChat's work is not ours.
            var pushes = Make(account, ref first, Pushes);
            var (hostTime, databaseTime) = (host.ProcessorTime, ProcessorTime.OfFamily(database.ProcessId));
            var start = Stopwatch.GetTimestamp();
            var answers = await PushAsync(http, account, pushes, atOnce, cancellationToken);
            await UntilStoredAsync(connection, first, cancellationToken);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            rows.Add(
            [
                $"{atOnce}", $"{Pushes / seconds:N0}", $"{answers.P50:N1}", $"{answers.P99:N1}", $"{answers.Max:N1}",
                $"{(host.ProcessorTime - hostTime)?.TotalMicroseconds / Pushes:N0}", $"{(ProcessorTime.OfFamily(database.ProcessId) - databaseTime)?.TotalMicroseconds / Pushes:N0}",
            ]);
            await output.WriteLineAsync($"{atOnce,3} at once  {Pushes,9:N0} pushes in {seconds,7:N2} s: {Pushes / seconds,8:N0}/s");
        }

        output.PrintTable(["pushes at once", "stored/s", "answered p50 ms", "p99 ms", "longest ms", "µs CPU of the host/push", "µs database"], rows);
        var stored = await CountAsync(connection, cancellationToken);
        await output.WriteLineAsync(stored == (first, first) ? $"All {first:N0} pushes took effect once." : $"WRONG: {first:N0} pushes were made, {stored.Users:N0} users allowed {stored.Sends:N0} messages.");
        return stored == (first, first);
    }

    /// <summary>The demonstration's mini program, with a new token and key as its administrator would make them.</summary>
    private static async Task<Account> SetUpAsync(SampleHost host, CancellationToken cancellationToken)
    {
        var apps = await host.GetAsync("credentials", cancellationToken);
        var app = apps.EnumerateArray().First(a => a.GetProperty("kind").GetString() == "miniProgram");
        var generated = await host.PostAsync($"credentials/{app.GetProperty("id").GetString()}/callbacks/generate", new { mode = "secure" }, cancellationToken);
        var appId = app.GetProperty("appId").GetString()!;
        return EncodingAesKey.TryParse(generated.GetProperty("encodingAesKey").GetString(), out var key)
            ? new(appId, generated.GetProperty("token").GetString()!, new CallbackCipher(key, appId), generated.GetProperty("callbacks").GetProperty("path").GetString()!)
            : throw new InvalidOperationException("The host made no key.");
    }

    private static List<Push> Make(Account account, ref int first, int count)
    {
        var pushes = new List<Push>(count);
        for (var i = first; i < first + count; i++)
        {
            var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var nonce = $"n{i}";
            var message = JsonSerializer.Serialize(new
            {
                ToUserName = "gh_benchmark",
                FromUserName = UserPrefix + i.ToString(CultureInfo.InvariantCulture),
                CreateTime = long.Parse(time, CultureInfo.InvariantCulture),
                MsgType = "event",
                Event = "subscribe_msg_popup_event",
                List = new[] { new { TemplateId, SubscribeStatusString = "accept", PopupScene = "0" } },
            });
            var encrypted = account.Cipher.Encrypt(Encoding.UTF8.GetBytes(message));
            var query = $"?signature={CallbackSignature.Compute(account.Token, time, nonce)}&timestamp={time}&nonce={nonce}&encrypt_type=aes&msg_signature={CallbackSignature.Compute(account.Token, time, nonce, encrypted)}";
            pushes.Add(new(new Uri(account.Path + query, UriKind.Relative), JsonSerializer.Serialize(new { ToUserName = "gh_benchmark", Encrypt = encrypted })));
        }

        first += count;
        return pushes;
    }

    private static async Task<Percentiles> PushAsync(HttpClient http, Account account, List<Push> pushes, int atOnce, CancellationToken cancellationToken)
    {
        var times = new double[pushes.Count];
        await Parallel.ForAsync(0, pushes.Count, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, async (i, stop) =>
        {
            var start = Stopwatch.GetTimestamp();
            using var body = new StringContent(pushes[i].Body, Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(pushes[i].Address, body, stop);
            var answer = await response.Content.ReadAsStringAsync(stop);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (answer != "success")
            {
                throw new InvalidOperationException($"The host answered a push of {account.AppId} with {(int)response.StatusCode} {answer}");
            }
        });
        return Percentiles.Of(times);
    }

    private static async Task UntilStoredAsync(string connection, int users, CancellationToken cancellationToken)
    {
        while ((await CountAsync(connection, cancellationToken)).Users < users)
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    private static async Task<(long Users, long Sends)> CountAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """select count(*), coalesce(sum("Remaining"), 0)::bigint from "WeChatSubscriptionGrants" where "WeChatTemplateId" = $1""", connection)
        {
            Parameters = { new() { Value = TemplateId } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private sealed record Account(string AppId, string Token, CallbackCipher Cipher, string Path);

    private sealed record Push(Uri Address, string Body);
}
