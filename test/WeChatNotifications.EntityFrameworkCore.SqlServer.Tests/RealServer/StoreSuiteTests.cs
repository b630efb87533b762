using System.Diagnostics;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.RealServer;

/// <summary>The one place where the module meets a SQL Server, if there is one.</summary>
public sealed class StoreSuiteTests(ITestOutputHelper output)
{
    private const string Variable = "WECHAT_TEST_SQLSERVER", Suite = "WeChatNotifications.EntityFrameworkCore.SqlServer.StoreSuite";

    [Fact]
    public async Task The_tests_of_the_stores_pass_on_a_real_server()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable(Variable) is { Length: > 0 },
            $"{Variable} holds no connection string: the tests of the stores were not run on a SQL Server (docs/sql-server.md).");

        // test/<this>/bin/<configuration>/<framework>/ → test/<suite>/bin/…
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.Parent!.Parent!.FullName, Suite, "bin", here.Parent.Name, here.Name, Suite + ".dll");
        File.Exists(program).ShouldBeTrue($"{program} is not built");
        using var suite = Process.Start(new ProcessStartInfo("dotnet", [program, "-noColor", "-noLogo"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, complained) = (suite.StandardOutput.ReadToEndAsync(), suite.StandardError.ReadToEndAsync());
        await suite.WaitForExitAsync(TestContext.Current.CancellationToken);
        output.WriteLine(await said);

        suite.ExitCode.ShouldBe(0, await said + await complained);
    }
}
