using System.Diagnostics;
using System.Text.Json;

namespace WeChatNotifications.EndToEnd.Tests.Stories;

/// <summary>The TypeScript package of <c>modules/miniprogram</c> at work in Node, as a user's phone.</summary>
internal static class MiniProgramClient
{
    private static readonly string Package = Path.Combine(HostProcess.Root, "modules", "miniprogram");

    /// <summary>Logs a user in, submits forms that gave these form ids, and uploads them.</summary>
    /// <returns>What the package says: accepted, waiting, balance.</returns>
    public static async Task<JsonElement> CollectAsync(HostProcess host, string appId, string code, IReadOnlyList<string> formIds)
    {
        var entry = await BuiltAsync();
        var script = Path.Combine(HostProcess.Root, "test", "WeChatNotifications.EndToEnd.Tests", "Stories", "collect.mjs");
        var baseUrl = $"http://127.0.0.1:{host.Port}/{HostProcess.Api}";
        var output = await RunAsync("node", Package, JsonSerializer.Serialize(formIds), script, entry, baseUrl, appId, code);
        return JsonDocument.Parse(output).RootElement;
    }

    private static async Task<string> BuiltAsync()
    {
        var entry = Path.Combine(Package, "dist", "index.js");
        if (!File.Exists(entry))
        {
            await RunAsync("npm", Package, input: "", "ci", "--no-audit", "--no-fund");
            await RunAsync("npm", Package, input: "", "run", "build");
        }

        return entry;
    }

    private static async Task<string> RunAsync(string program, string folder, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, $"{program} {arguments[0]}\n{await errors}\n{await output}");
        return await output;
    }
}
