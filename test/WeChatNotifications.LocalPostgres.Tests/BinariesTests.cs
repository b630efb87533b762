using System.Runtime.InteropServices;
using System.Text.Json;

namespace WeChatNotifications.LocalPostgres.Tests;

public sealed class BinariesTests
{
    [Fact]
    public async Task Two_starts_at_once_fetch_the_programs_once()
    {
        await using var folder = new TestFolder();
        var options = new LocalPostgresOptions { Mode = LocalPostgresMode.Throwaway, BinariesFolder = folder.Path };
        var fetched = new System.Collections.Concurrent.ConcurrentQueue<string>();

        var servers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => LocalPostgresServer.StartAsync(options, fetched.Enqueue)));

        fetched.Count(line => line.StartsWith("Fetching", StringComparison.Ordinal)).ShouldBe(1);
        foreach (var server in servers)
        {
            (await server.QueryAsync<int>("select 1")).ShouldBe(1);
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Without_npm_the_message_says_what_to_install_or_to_give_instead()
    {
        await using var folder = new TestFolder();
        var options = folder.Options;
        (options.BinariesFolder, options.SearchPath) = (Path.Combine(folder.Path, "binaries"), "");

        var error = await Should.ThrowAsync<LocalPostgresException>(() => folder.StartAsync(options));

        error.Message.ShouldContain("npm was not found");
        error.Message.ShouldContain("https://nodejs.org");
        error.Message.ShouldContain("connection string");
    }

    [Fact]
    public async Task When_npm_fails_its_own_last_words_are_shown_and_the_next_start_tries_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for npm is a shell script.");
        await using var folder = new TestFolder();
        var bin = Directory.CreateDirectory(Path.Combine(folder.Path, "bin")).FullName;
        foreach (var program in (string[])["npm", "node"])
        {
            var path = Path.Combine(bin, program);
            await File.WriteAllTextAsync(path, "#!/bin/sh\necho 'npm error code ENOTFOUND' >&2\nexit 1\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        var options = folder.Options;
        (options.BinariesFolder, options.SearchPath) = (Path.Combine(folder.Path, "binaries"), bin);
        for (var start = 0; start < 2; start++)
        {
            (await Should.ThrowAsync<LocalPostgresException>(() => folder.StartAsync(options))).Message.ShouldContain("ENOTFOUND");
        }

        Directory.GetDirectories(options.BinariesFolder).Length.ShouldBe(1, "the folder of one attempt stays until the next clears it away");
    }

    [Theory]
    [InlineData("linux-musl-x64", Architecture.X64)]
    [InlineData("linux-s390x", Architecture.S390x)]
    public void A_platform_without_programs_is_refused_by_name(string runtime, Architecture architecture)
    {
        Should.Throw<LocalPostgresException>(() => PostgresPackage.PlatformOf(runtime, architecture)).Message.ShouldContain(runtime);
    }

    [Fact]
    public async Task The_lock_file_pins_every_platform_by_hash_and_no_registry()
    {
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "local-postgres", "package-lock.json")));
        var packages = json.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.Length > 0).ToList();

        packages.Select(p => p.Name.Split('/')[^1]).Order().ShouldBe(["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "windows-x64"]);
        foreach (var package in packages.Select(p => p.Value))
        {
            package.GetProperty("version").GetString().ShouldBe(PostgresPackage.Version);
            package.GetProperty("integrity").GetString()!.ShouldStartWith("sha512-");
            package.TryGetProperty("resolved", out _).ShouldBeFalse();
        }
    }
}
