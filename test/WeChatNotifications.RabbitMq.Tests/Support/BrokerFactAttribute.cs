using System.Runtime.CompilerServices;
using WeChatNotifications.Testing;

namespace WeChatNotifications.RabbitMq.Tests.Support;

/// <summary>A test that needs a RabbitMQ server; skipped, with the reason, where none can be started.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrokerFactAttribute : FactAttribute
{
    public BrokerFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = RabbitMqServer.MissingReason;
}
