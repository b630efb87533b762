using Microsoft.Extensions.Logging;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Testing;

public sealed partial class CapturingLoggerTests
{
    [Fact]
    public void Nothing_that_a_log_store_would_hold_is_missed()
    {
        using var provider = new CapturingLoggerProvider();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(provider).SetMinimumLevel(LogLevel.Trace));
        var logger = factory.CreateLogger("Some.Category");

        using (logger.BeginScope(new Dictionary<string, object> { ["secret"] = "in-scope" }))
        {
            Log(logger, "in-value", new InvalidOperationException("in-exception"));
        }

        var line = provider.Lines.ShouldHaveSingleItem();
        line.Values["Value"].ShouldBe("in-value");
        foreach (var part in new[] { "in-scope", "in-exception", "in-text", "in-value", "Some.Category" })
        {
            provider.AllText.ShouldContain(part);
        }
    }

    [Fact]
    public async Task A_condition_that_never_holds_says_what_was_waited_for()
        => (await Should.ThrowAsync<TimeoutException>(() => Eventually.Async(() => false, TimeSpan.FromMilliseconds(30), "pigs fly"))).Message.ShouldContain("pigs fly");

    [LoggerMessage(1, LogLevel.Trace, "in-text {Value}")]
    private static partial void Log(ILogger logger, string value, Exception exception);
}
