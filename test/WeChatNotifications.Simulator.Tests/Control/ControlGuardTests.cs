using System.Net;
using Microsoft.AspNetCore.Http;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Tests.Control;

public sealed class ControlGuardTests
{
    [Theory]
    [InlineData("127.0.0.1", false, 200)]
    [InlineData("::1", false, 200)]
    [InlineData("::ffff:127.0.0.1", false, 200)]
    [InlineData("10.1.2.3", false, 403)]
    [InlineData("2001:db8::1", false, 403)]
    [InlineData("10.1.2.3", true, 200)]
    public async Task Only_this_machine_steers_unless_others_are_allowed(string caller, bool allowRemote, int status)
    {
        var guard = new ControlGuard(new(key: null, allowRemote));
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(caller);
        http.Request.Path = "/_sim/report";
        var passed = false;

        await guard.InvokeAsync(http, _ =>
        {
            passed = true;
            return Task.CompletedTask;
        });

        http.Response.StatusCode.ShouldBe(status);
        passed.ShouldBe(status == 200);
    }

    [Fact]
    public async Task What_is_not_control_passes_for_everyone()
    {
        var guard = new ControlGuard(new(key: "key", allowRemote: false));
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse("10.1.2.3");
        http.Request.Path = "/_simulated";
        var passed = false;

        await guard.InvokeAsync(http, _ =>
        {
            passed = true;
            return Task.CompletedTask;
        });

        passed.ShouldBeTrue();
    }
}
