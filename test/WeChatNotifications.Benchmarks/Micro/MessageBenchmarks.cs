using System.Globalization;
using BenchmarkDotNet.Attributes;
using WeChatNotifications.Benchmarks.Jobs;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Benchmarks.Micro;

/// <summary>What happens to each message before it is stored, and before it is sent.</summary>
public class MessageBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 30, 0, TimeSpan.Zero);

    private readonly MessageTemplate _template = MessageTemplate.Register(
        tenantId: null,
        new()
        {
            Name = SampleMessages.TemplateName,
            AppCredentialId = Guid.NewGuid(),
            Channel = MessageChannel.SubscribeMessage,
            WeChatTemplateId = SampleMessages.WeChatTemplateId,
            SubscriptionKind = SubscriptionKind.LongTerm,
            PagePattern = $"{SampleMessages.PagePath}?no={{{SampleMessages.NumberKey}}}",
            Fields = [.. SampleMessages.Fields.Select(key => new TemplateField { Key = key })],
        },
        Now);

    private readonly IReadOnlyDictionary<string, object?> _data = SampleNotifications.Of(1, users: 1).Data;

    private readonly Dictionary<string, object?> _wrong = new(StringComparer.Ordinal)
    {
        [SampleMessages.NumberKey] = "不是 ASCII",
        ["thing2"] = new string('长', 30),
        ["amount3"] = "much",
        ["colour"] = "red",
    };

    private RenderedMessage _rendered = new([], Page: null);
    private SubscribeMessage? _message;
    private string _stored = "";

    [GlobalSetup]
    public void SetUp()
    {
        _rendered = Render().Message ?? throw new InvalidOperationException("The sample message cannot be rendered.");
        _stored = RenderedData.ToJson(_rendered.Data);
        _message = new()
        {
            ToUser = SampleMessages.OpenId(1, users: 1),
            TemplateId = SampleMessages.WeChatTemplateId,
            Page = _rendered.Page,
            Data = _rendered.Data,
        };
    }

    [Benchmark(Description = "render and check four fields and a page")]
    public RenderResult Render() => TemplateRenderer.Render(_template, _data, CultureInfo.InvariantCulture, TimeZoneInfo.Utc);

    [Benchmark(Description = "validate: five things wrong, all of them named")]
    public RenderResult Validate() => TemplateRenderer.Render(_template, _wrong, CultureInfo.InvariantCulture, TimeZoneInfo.Utc);

    [Benchmark(Description = "serialise for the log")]
    public string SerialiseForTheLog() => RenderedData.ToJson(_rendered.Data);

    [Benchmark(Description = "read from the log")]
    public IReadOnlyList<KeyValuePair<string, string>> ReadFromTheLog() => RenderedData.FromJson(_stored);

    [Benchmark(Description = "serialise for WeChat")]
    public ReadOnlyMemory<byte> SerialiseForWeChat() => MessageRequest.Of(_message!).Body;
}
