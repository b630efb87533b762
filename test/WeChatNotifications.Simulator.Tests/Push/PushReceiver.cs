using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WeChatNotifications.Simulator.Tests.Push;

/// <summary>An app's server on a real port, which answers what a test says.</summary>
internal sealed class PushReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedPush> _received = new();
    private readonly CancellationTokenSource _stopping = new();

    private PushReceiver(WebApplication app) => _app = app;

    public string Url => $"{_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}/callback";

    /// <summary>The POSTs, in order.</summary>
    public IReadOnlyList<ReceivedPush> Received => [.. _received];

    /// <summary>The answer to a POST; null: none at all.</summary>
    public Func<ReceivedPush, (int Status, string Body)?> Answer { get; set; } = _ => (200, "success");

    /// <summary>The answer to the GET of the URL check.</summary>
    public Func<IQueryCollection, (int Status, string Body)> Echo { get; set; } = query => (200, query["echostr"]!);

    public static async Task<PushReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new PushReceiver(app);
        app.Run(receiver.HandleAsync);
        await app.StartAsync();
        return receiver;
    }

    public async Task<IReadOnlyList<ReceivedPush>> Await(int count)
    {
        await Eventually.Holds(() => _received.Count >= count, $"{count} pushes should arrive; there are {_received.Count}");
        return Received;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task HandleAsync(HttpContext http)
    {
        (int Status, string Body)? answer;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            answer = Echo(http.Request.Query);
        }
        else
        {
            using var reader = new StreamReader(http.Request.Body);
            var push = new ReceivedPush(http.Request.Query, http.Request.ContentType ?? "", await reader.ReadToEndAsync());
            _received.Enqueue(push);
            answer = Answer(push);
        }

        if (answer is not { } given)
        {
            await Task.WhenAny(Task.Delay(Timeout.Infinite, _stopping.Token), Task.Delay(Timeout.Infinite, http.RequestAborted));
            return;
        }

        http.Response.StatusCode = given.Status;
        await http.Response.WriteAsync(given.Body);
    }
}

internal sealed record ReceivedPush(IQueryCollection Query, string ContentType, string Body)
{
    public string this[string name] => Query[name].ToString();
}
