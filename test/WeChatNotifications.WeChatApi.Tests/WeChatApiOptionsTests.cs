using System.ComponentModel.DataAnnotations;
using System.Net;

namespace WeChatNotifications.WeChatApi.Tests;

public sealed class WeChatApiOptionsTests
{
    [Fact]
    public void The_defaults_are_wechat_and_ten_seconds()
    {
        var options = new WeChatApiOptions();

        options.BaseAddress.ShouldBe(new Uri("https://api.weixin.qq.com/"));
        options.Timeout.ShouldBe(TimeSpan.FromSeconds(10));
        options.UniformPagePathName.ShouldBe("pagepath");
        AcceptedByClient(options).ShouldBeTrue();
        AcceptedByAttributes(options).ShouldBeTrue();
    }

    public static TheoryData<string, WeChatApiOptions, bool> Options => new()
    {
        { "shortest time-out", new() { Timeout = TimeSpan.FromMilliseconds(100) }, true },
        { "too short a time-out", new() { Timeout = TimeSpan.FromMilliseconds(99) }, false },
        { "longest time-out", new() { Timeout = TimeSpan.FromMinutes(2) }, true },
        { "too long a time-out", new() { Timeout = TimeSpan.FromMinutes(2) + TimeSpan.FromTicks(1) }, false },
        { "no time-out", new() { Timeout = Timeout.InfiniteTimeSpan }, false },
        { "too long a connect time-out", new() { ConnectTimeout = TimeSpan.FromMinutes(3) }, false },
        { "no connections", new() { MaxConnectionsPerServer = 0 }, false },
        { "one connection", new() { MaxConnectionsPerServer = 1 }, true },
        { "most connections", new() { MaxConnectionsPerServer = 10_000 }, true },
        { "too many connections", new() { MaxConnectionsPerServer = 10_001 }, false },
        { "a page spelled another way", new() { UniformPagePathName = "pagePath" }, true },
        { "a page spelled in no known way", new() { UniformPagePathName = "PagePath" }, false },
        { "a page without a name", new() { UniformPagePathName = "" }, false },
        { "a page with no name at all", new() { UniformPagePathName = null! }, false },
        { "http", new() { BaseAddress = new("http://127.0.0.1:5000") }, true },
        { "a path", new() { BaseAddress = new("https://gateway/wechat") }, true },
        { "no address", new() { BaseAddress = null! }, false },
        { "a relative address", new() { BaseAddress = new("/wechat", UriKind.Relative) }, false },
        { "another scheme", new() { BaseAddress = new("ftp://gateway/") }, false },
        { "a user", new() { BaseAddress = new("https://me:pw@gateway/") }, false },
        { "a query", new() { BaseAddress = new("https://gateway/?a=1") }, false },
        { "a fragment", new() { BaseAddress = new("https://gateway/#a") }, false },
    };

    [Theory]
    [MemberData(nameof(Options), DisableDiscoveryEnumeration = true)]
    public void Client_handler_and_attributes_agree_on_the_ranges(string what, WeChatApiOptions options, bool isValid)
    {
        AcceptedByClient(options).ShouldBe(isValid, what);
        AcceptedByAttributes(options).ShouldBe(isValid, what);
    }

    [Fact]
    public void The_handler_never_carries_a_token_elsewhere_and_follows_the_options()
    {
        using var handler = WeChatApiClient.CreateHandler(new() { MaxConnectionsPerServer = 7, ConnectTimeout = TimeSpan.FromSeconds(3) });

        handler.AllowAutoRedirect.ShouldBeFalse();
        handler.UseCookies.ShouldBeFalse();
        handler.ActivityHeadersPropagator.ShouldBeNull();
        handler.AutomaticDecompression.ShouldBe(DecompressionMethods.None);
        handler.MaxConnectionsPerServer.ShouldBe(7);
        handler.ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(3));
        handler.PooledConnectionLifetime.ShouldBeLessThan(TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_client_needs_an_http_client_and_options()
    {
        using var http = new HttpClient();

        Should.Throw<ArgumentNullException>(() => new WeChatApiClient(null!, new())).ParamName.ShouldBe("httpClient");
        Should.Throw<ArgumentNullException>(() => new WeChatApiClient(http, null!)).ParamName.ShouldBe("options");
    }

    private static bool AcceptedByClient(WeChatApiOptions options)
    {
        using var http = new HttpClient();
        try
        {
            _ = new WeChatApiClient(http, options);
            WeChatApiClient.CreateHandler(options).Dispose();
            return true;
        }
        catch (ArgumentException exception)
        {
            exception.ParamName.ShouldBe("options");
            exception.Message.ShouldNotContain("me:pw");
            return false;
        }
    }

    private static bool AcceptedByAttributes(WeChatApiOptions options) =>
        Validator.TryValidateObject(options, new(options), [], validateAllProperties: true);
}
