using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Clock;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Latency;
using WeChatNotifications.Simulator.Login;
using WeChatNotifications.Simulator.People;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Control;

/// <summary>
/// The control API's JSON, for both ends of it. Generated readers overwrite init-only properties that the JSON leaves out, so a
/// property with a default of its own has a setter. A name that does not exist is an error: a misspelt setting must not pass for one.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SeedDocument))]
[JsonSerializable(typeof(WorldSummary))]
[JsonSerializable(typeof(IReadOnlyList<AppState>))]
[JsonSerializable(typeof(SecretChange))]
[JsonSerializable(typeof(GrantDecision))]
[JsonSerializable(typeof(IReadOnlyList<GrantState>))]
[JsonSerializable(typeof(FormIdIssue))]
[JsonSerializable(typeof(FormIdBatch))]
[JsonSerializable(typeof(IReadOnlyList<FormIdState>))]
[JsonSerializable(typeof(LatencySetting))]
[JsonSerializable(typeof(IReadOnlyList<LatencySetting>))]
[JsonSerializable(typeof(QuotaChange))]
[JsonSerializable(typeof(IReadOnlyList<QuotaState>))]
[JsonSerializable(typeof(FaultRule))]
[JsonSerializable(typeof(IReadOnlyList<FaultRule>))]
[JsonSerializable(typeof(ClockState))]
[JsonSerializable(typeof(ClockAdvance))]
[JsonSerializable(typeof(ClockSetting))]
[JsonSerializable(typeof(CheckOrderSetting))]
[JsonSerializable(typeof(SimulatorSettings))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(IReadOnlyList<DuplicateMessage>))]
[JsonSerializable(typeof(IReadOnlyList<CallRecord>))]
[JsonSerializable(typeof(SimulatorReport))]
[JsonSerializable(typeof(LoginCodeRequest))]
[JsonSerializable(typeof(LoginCodes))]
[JsonSerializable(typeof(DialogRequest))]
[JsonSerializable(typeof(DialogAnswer))]
[JsonSerializable(typeof(TemplateRefusal))]
[JsonSerializable(typeof(FollowChange))]
[JsonSerializable(typeof(PushSeed))]
[JsonSerializable(typeof(PushFilter))]
[JsonSerializable(typeof(PushPage))]
[JsonSerializable(typeof(Redelivery))]
[JsonSerializable(typeof(ControlError))]
internal sealed partial class SimulatorJsonContext : JsonSerializerContext
{
    /// <summary>Makes options that others have created read and write as this context does: a context brings its types, not its rules.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.UnmappedMemberHandling = Default.Options.UnmappedMemberHandling;
        options.RespectNullableAnnotations = Default.Options.RespectNullableAnnotations;
        options.ReadCommentHandling = Default.Options.ReadCommentHandling;
        options.AllowTrailingCommas = Default.Options.AllowTrailingCommas;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }
}
