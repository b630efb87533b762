using System.Globalization;
using System.Net.Http.Json;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.Hosting;

/// <summary>The simulator as a program of its own.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulator-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_starts_on_a_free_port_with_a_seeded_world_and_the_options_given()
    {
        var seed = Path.Combine(_folder, "seed.json");
        await File.WriteAllTextAsync(seed, """
            {
              // comments and a trailing comma are fine in a file that people write
              "apps": [{ "appId": "wx-file", "secret": "s" }],
              "templates": [{ "appId": "wx-file", "templateId": "t", "fields": ["thing1"], "type": 3 }],
              "users": [{ "appId": "wx-file", "openId": "o-1" }],
            }
            """);

        await using var program = await SimulatorProgram.Start("--seed", seed, "--period", "2018", "--keep-messages", "7", "--compare-messages=9", "--call-log", "0", "--control-key", "k");

        program.Output.ShouldContain($"Seeded from {seed}: 1 apps, 1 templates, 1 users.");
        using var http = program.Client();
        http.DefaultRequestHeaders.Add("X-Control-Key", "k");
        var client = new SimulatorControlClient(http);
        (await client.AppsAsync()).ShouldHaveSingleItem().AppId.ShouldBe("wx-file");
        var settings = await client.SettingsAsync();
        (settings.Period, settings.KeepMessages, settings.CompareMessages).ShouldBe((SimulatedPeriod.Of2018, 7, 9));
        using var token = await http.PostAsJsonAsync("cgi-bin/stable_token", new { grant_type = "client_credential", appid = "wx-file", secret = "s" });
        (await Reply.Of(token)).ExpiresIn.ShouldBe(7200);
        (await client.CallsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--seeds x", "There is no option --seeds.")]
    [InlineData("x", "There is no option x.")]
    [InlineData("--seed", "--seed needs a value.")]
    [InlineData("--seed --urls x", "--seed needs a value.")]
    [InlineData("--call-log many", "--call-log takes a number, not many.")]
    [InlineData("--parent-pid -5", "--parent-pid takes a number, not -5.")]
    [InlineData("--period 2019", "--period takes 2018 or today, not 2019.")]
    [InlineData("--allow-remote-push 1", "--allow-remote-push takes true or false, not 1.")]
    [InlineData("--allow-remote-control maybe", "--allow-remote-control takes true or false, not maybe.")]
    public void An_option_that_cannot_be_is_named(string arguments, string reason)
    {
        Should.Throw<FormatException>(() => ProgramArguments.Parse(arguments.Split(' '))).Message.ShouldBe(reason);
    }

    [Fact]
    public void Without_options_it_listens_on_this_machine_and_opens_control_to_it_alone()
    {
        var arguments = ProgramArguments.Parse([]);

        arguments.Options.ShouldBe(new() { Url = "http://127.0.0.1:5090" });
        (arguments.SeedFile, arguments.ParentProcessId).ShouldBe((null, null));
    }

    [Fact]
    public void Pushes_leave_this_machine_only_when_the_options_say_so()
    {
        ProgramArguments.Parse([]).Options.AllowRemotePush.ShouldBeFalse();
        ProgramArguments.Parse(["--allow-remote-push", "true"]).Options.AllowRemotePush.ShouldBeTrue();
    }

    [Fact]
    public async Task What_the_caller_can_put_right_ends_it_with_one_line_and_code_2()
    {
        var broken = Path.Combine(_folder, "broken.json");
        await File.WriteAllTextAsync(broken, """{"apps":[{"appId":"x"}]}""");
        await using var other = await SimulatorServer.StartAsync();

        (await SimulatorProgram.Fail("--colour", "red")).ShouldBe((2, "There is no option --colour. --help shows the options."));
        (await SimulatorProgram.Fail("--seed", broken)).ShouldBe((2, "The new app x needs a secret."));
        (await SimulatorProgram.Fail("--call-log", "2000000")).ShouldBe((2, "SimulatorOptions: The field CallLogSize must be between 0 and 1000000."));
        var missing = await SimulatorProgram.Fail("--seed", Path.Combine(_folder, "none.json"));
        missing.Code.ShouldBe(2);
        missing.Error.ShouldContain("none.json");
        var taken = await SimulatorProgram.Fail("--urls", other.BaseAddress.ToString());
        taken.Code.ShouldBe(2);
        taken.Error.ShouldContain("address already in use");
    }

    [Fact]
    public async Task Settings_of_another_program_that_lie_in_the_same_folder_are_not_its_own()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "appsettings.json"), """{"Kestrel":{"Endpoints":{"Other":{"Url":"http://not an address"}}}}""");

        await using var program = await SimulatorProgram.StartIn(_folder);

        using var http = program.Client();
        (await new SimulatorControlClient(http).IsReadyAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_belongs_to_another_program_outlives_Ctrl_C_and_still_can_be_ended()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        await using var program = await SimulatorProgram.Start("--parent-pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        using var http = program.Client();
        var client = new SimulatorControlClient(http);

        await program.Signal("INT");
        (await client.IsReadyAsync()).ShouldBeTrue();
        await program.Signal("TERM");

        (await program.ExitCode()).ShouldBe(0);
    }

    [Fact]
    public async Task It_ends_with_its_parent()
    {
        await using var parent = await SimulatorProgram.Start();
        await using var child = await SimulatorProgram.Start("--parent-pid", parent.ProcessId.ToString(CultureInfo.InvariantCulture));
        child.HasExited.ShouldBeFalse();

        await parent.Kill();

        (await child.ExitCode()).ShouldBe(0);
    }
}
