using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Accounts;

/// <summary>What a template is for. A call takes templates of its own kind only and answers 40037 for the other.</summary>
[JsonConverter(typeof(NamedEnumConverter<TemplateKind>))]
public enum TemplateKind
{
    /// <summary>Subscribe messages: <c>subscribe/send</c> and <c>subscribe/bizsend</c>.</summary>
    [JsonStringEnumMemberName("subscribe")]
    Subscribe,

    /// <summary>Template messages: <c>wxopen/template/send</c>, <c>uniform_send</c> and, of an official account, <c>template/send</c>.</summary>
    [JsonStringEnumMemberName("template")]
    Template,
}
