using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatNotifications.HttpApi.Json;

/// <summary>
/// The module's enums as words in camel case. Limited to the module's own types, so that it may also stand in the host's options,
/// from which the OpenAPI document is made.
/// </summary>
internal sealed class ModuleEnumConverter : JsonConverterFactory
{
    private readonly JsonStringEnumConverter _words = new(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

    public override bool CanConvert(Type typeToConvert)
        => typeToConvert.IsEnum && typeToConvert.Assembly == typeof(WeChatNotificationsErrorCodes).Assembly;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
        => _words.CreateConverter(typeToConvert, options);
}
