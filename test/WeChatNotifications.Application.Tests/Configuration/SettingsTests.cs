using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;
using WeChatNotifications.Jobs;
using WeChatNotifications.MiniProgram;
using WeChatNotifications.Nodes;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Sending;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi;

namespace WeChatNotifications.Application.Tests.Configuration;

/// <summary>The settings are what their page says, and a wrong one stops the host with its name.</summary>
public sealed class SettingsTests
{
    public static TheoryData<string, string> Settings
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (section, options) in new (string, object)[]
            {
                ("Api", new WeChatApiOptions()), ("Tokens", new AccessTokenOptions()), ("Sending", new SendingOptions()),
                ("Templates", new TemplateSyncOptions()), ("Dispatch", new DispatchOptions()), ("Callbacks", new CallbackOptions()),
                ("MiniProgram", new MiniProgramOptions()), ("Permits", new PermitOptions()), ("Jobs", new ModuleJobOptions()), ("Node", new NodeOptions()), ("Statistics", new StatisticsOptions()), ("Retention", new RetentionOptions()),
                ("FollowerImports", new FollowerImportOptions()),
                ("BroadcastSchedules", new BroadcastScheduleOptions()),
                ("Broadcasts", new BroadcastOptions()),
                ("Outcomes", new OutcomeOptions()),
            })
            {
                foreach (var property in options.GetType().GetProperties())
                {
                    data.Add($"{section}:{property.Name}", TextOf(property.GetValue(options)));
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_stands_on_its_page_with_its_default(string name, string value)
        => File.ReadAllText(Path.Combine(Root(), "docs", "configuration.md")).ShouldContain(value.Length > 0 ? $"| `{name}` | `{value}` |" : $"| `{name}` | |");

    [Theory]
    [InlineData("Api:Timeout", "00:10:00", "Timeout")]
    [InlineData("Api:BaseAddress", "ftp://example.org", "BaseAddress")]
    [InlineData("Tokens:RefreshAhead", "00:00:01", "RefreshAhead")]
    [InlineData("Sending:DefaultTimeToLive", "00:00:01", "DefaultTimeToLive")]
    [InlineData("Templates:MinInterval", "2.00:00:00", "MinInterval")]
    [InlineData("Callbacks:AnswerWithin", "00:00:05", "AnswerWithin")]
    [InlineData("Dispatch:ClaimBatch", "0", "ClaimBatch")]
    [InlineData("MiniProgram:SessionLifetime", "100.00:00:00", "SessionLifetime")]
    [InlineData("Permits:PrepayIdUses", "11", "PrepayIdUses")]
    [InlineData("Statistics:RollUpBatch", "99", "RollUpBatch")]
    [InlineData("Retention:Deliveries", "12:00:00", "Deliveries")]
    [InlineData("FollowerImports:MaxFailures", "0", "MaxFailures")]
    [InlineData("BroadcastSchedules:PollInterval", "01:00:00", "PollInterval")]
    [InlineData("Broadcasts:Window", "10", "Window")]
    [InlineData("Outcomes:Capacity", "99", "Capacity")]
    [InlineData("Node:HeartbeatInterval", "00:10:00", "HeartbeatInterval")]
    [InlineData("Dispatch:BackoffCap", "00:00:01", "BackoffCap")]
    [InlineData("Dispatch:Lease", "00:00:30", "Dispatch:Lease")]
    public async Task A_wrong_setting_stops_the_host_and_is_named(string name, string value, string named)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new(name, value)]);
        builder.Services.AddWeChatNotifications(builder.Configuration);
        using var host = builder.Build();

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        refusal.Message.ShouldContain(named);
    }

    [Fact]
    public void The_short_way_in_reads_the_modules_own_section()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("WeChatNotifications:Outcomes:Told", "Failed, Apps"), new("WeChatNotifications:Dispatch:MaxAttempts", "3")]);
        builder.AddWeChatNotifications(o => o.On<string>(_ => null));
        using var host = builder.Build();

        host.Services.GetRequiredService<IOptions<DispatchOptions>>().Value.MaxAttempts.ShouldBe(3);
        host.Services.GetRequiredService<IOptions<OutcomeOptions>>().Value.Told.ShouldBe(OutcomeKinds.Failed | OutcomeKinds.Apps);
        host.Services.GetRequiredService<NotificationEventMappings>().EventTypes.ShouldBe([typeof(string)]);
    }

    private static string TextOf(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WeChatNotifications.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
