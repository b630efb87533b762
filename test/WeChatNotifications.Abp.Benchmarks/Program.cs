using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Volo.Abp;
using WeChatNotifications.Abp.Benchmarks;
using WeChatNotifications.Benchmarks.Jobs;

// Started by WeChatNotifications.Benchmarks: the job comes in as a line of JSON, the result goes out as one.
var line = await Console.In.ReadLineAsync();
if (line is null)
{
    await Console.Error.WriteLineAsync("Measures ABP's default background-job worker. Start it by: dotnet run -c Release --project test/WeChatNotifications.Benchmarks -- peers");
    return 2;
}

var job = JsonSerializer.Deserialize<Job>(line)!;
using var orphaned = new CancellationTokenSource();
var parent = Task.Run(async () =>
{
    await Console.In.ReadToEndAsync();
    await orphaned.CancelAsync();
});

using var http = new HttpClient { BaseAddress = job.WeChat };
var run = new JobRun(job, await HandWritten.OpenAsync(http, job, orphaned.Token));
using var application = await AbpApplicationFactory.CreateAsync<JobWorkerModule>(options =>
{
    options.UseAutofac();
    options.Services.AddSingleton(run);
    options.Services.AddLogging(logging => logging
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
        .SetMinimumLevel(LogLevel.Warning)
        .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical));
});
await application.InitializeAsync();
var result = await run.Completion.WaitAsync(orphaned.Token);
await application.ShutdownAsync();
Console.WriteLine(JsonSerializer.Serialize(result));
return parent.IsFaulted ? 1 : 0;
