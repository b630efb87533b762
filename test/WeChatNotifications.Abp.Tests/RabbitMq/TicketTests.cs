using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Sending;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.RabbitMq;

public sealed class TicketTests
{
    private readonly string _prefix = $"abp{Guid.NewGuid():N}";

    [Fact]
    public async Task Tickets_carry_the_messages_of_tenants_and_those_of_a_unit_of_work_that_fails_are_none()
    {
        Assert.SkipWhen(RabbitMqServer.MissingReason is not null, RabbitMqServer.MissingReason ?? "");
        await using var host = await StartAsync();
        host.Services.GetServices<IHostedService>().ShouldNotContain(s => s.GetType().Name == "DeliveryDispatcher");
        host.Services.GetServices<IHostedService>().ShouldContain(s => s.GetType().Name == "RabbitMqLink");

        var users = Enumerable.Range(0, 200).Select(i => $"north-{i}").ToList();
        await host.Send(host.North, Shop.Order("unused") with { To = NotificationRecipients.OpenIds(users) });
        var south = (await host.Send(host.South, Shop.Order(host.South.NewUser()))).Single().DeliveryId;
        const string Undone = "of-a-unit-of-work-that-failed";
        await host.InUnitOfWork(host.North.Id, isTransactional: true, async services =>
        {
            await services.GetRequiredService<IWeChatNotifier>().SendAsync(Shop.Order(Undone));
            return false;
        });

        await host.Until(host.South, south, DeliveryStatus.Sent);
        await Eventually.Async(
            async () => (await host.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "Status" = $1""", (int)DeliveryStatus.Sent)).Single() == 201,
            RunningAbpHost.Patience, "all are sent");
        (await host.CountAsync(Undone)).ShouldBe(0);
        host.WeChat.Duplicates().ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_service_sends_for_a_tenant_by_its_name()
    {
        Assert.SkipWhen(RabbitMqServer.MissingReason is not null, RabbitMqServer.MissingReason ?? "");
        await using var host = await StartAsync();
        var user = host.South.NewUser();
        await using var connection = await new ConnectionFactory { Uri = (await RabbitMqServer.SharedAsync()).Uri }.CreateConnectionAsync(CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: CancellationToken.None);
        await Eventually.Async(async () => await ExistsAsync(connection, _prefix + ".send"), RunningAbpHost.Patience, "the queue is there");

        async Task PublishAsync(string tenant) => await channel.BasicPublishAsync(
            "", _prefix + ".send", mandatory: true, new BasicProperties { MessageId = "m-" + tenant },
            Encoding.UTF8.GetBytes($$"""{"tenant":"{{tenant}}","template":"no-such-template","to":"{{user}}"}"""), CancellationToken.None);
        await PublishAsync("nobody");
        await PublishAsync("south");

        var errors = new List<string>();
        await Eventually.Async(
            async () =>
            {
                if (await channel.BasicGetAsync(_prefix + ".send.dead", autoAck: true, CancellationToken.None) is { } dead)
                {
                    errors.Add(dead.BasicProperties.MessageId + " " + Encoding.UTF8.GetString((byte[])dead.BasicProperties.Headers!["x-wechat-errors"]!));
                }

                return errors.Count == 2;
            },
            RunningAbpHost.Patience, "both are among the dead");
        errors.ShouldContain(e => e.StartsWith("m-nobody", StringComparison.Ordinal) && e.Contains("\"tenant\"", StringComparison.Ordinal), "there is no such tenant");
        errors.ShouldContain(e => e.StartsWith("m-south", StringComparison.Ordinal) && e.Contains("\"template\"", StringComparison.Ordinal), "the tenant was found, its template was not");
    }

    private static async Task<bool> ExistsAsync(IConnection connection, string queue)
    {
        try
        {
            // A passive look at a queue that is not there closes its channel.
            await using var channel = await connection.CreateChannelAsync(cancellationToken: CancellationToken.None);
            return (await channel.QueueDeclarePassiveAsync(queue, CancellationToken.None)).ConsumerCount > 0;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }

    private async Task<RunningAbpHost> StartAsync()
    {
        var server = await RabbitMqServer.SharedAsync();
        return await RunningAbpHost.StartAsync(builder => builder.Configuration.AddInMemoryCollection(
        [
            new("WeChatNotifications:RabbitMq:Url", server.Uri.ToString()),
            new("WeChatNotifications:RabbitMq:Prefix", _prefix),
        ]));
    }
}
