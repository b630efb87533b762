using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatNotifications.Simulator.People;

/// <summary>
/// The page calls <c>wx.requestSubscribeMessage</c> (or a web page of an official account shows <c>wx-open-subscribe</c>) and the user
/// answers. An unknown user is created.
/// </summary>
public sealed record DialogRequest
{
    [Required]
    public required string AppId { get; init; }

    [Required]
    public required string OpenId { get; init; }

    /// <summary>The template ids asked for, in order, each with what the user would choose: accept (or acceptWithAlert, …) or reject.</summary>
    [Required]
    public required IReadOnlyDictionary<string, string> Results { get; init; }

    /// <summary>The user ticks "always keep my choice": from then on the dialog is answered the same way without being shown.</summary>
    public bool Always { get; init; }

    /// <summary>What the event calls PopupScene: 0 mini program, 1 web page, 2 article. Default by the kind of account.</summary>
    [Range(0, 2)]
    public int? Scene { get; init; }
}

/// <summary>What the page gets, in JSON one flat object: <c>errMsg</c>, on failure <c>errCode</c>, and one property for each template.</summary>
/// <param name="ErrorCode">Null when the dialog came to its end.</param>
/// <param name="Results">accept, reject, ban, filter, … by template id.</param>
[JsonConverter(typeof(DialogAnswerConverter))]
public sealed record DialogAnswer(string ErrorMessage, int? ErrorCode, IReadOnlyDictionary<string, string> Results);

internal sealed class DialogAnswerConverter : JsonConverter<DialogAnswer>
{
    private const string Message = "errMsg";
    private const string Code = "errCode";

    public override DialogAnswer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var (message, code, results) = ("", default(int?), new Dictionary<string, string>(StringComparer.Ordinal));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case Message: message = reader.GetString() ?? ""; break;
                case Code: code = reader.GetInt32(); break;
                default: results[name] = reader.GetString() ?? ""; break;
            }
        }

        return new(message, code, results);
    }

    public override void Write(Utf8JsonWriter writer, DialogAnswer value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Message, value.ErrorMessage);
        if (value.ErrorCode is { } code)
        {
            writer.WriteNumber(Code, code);
        }

        foreach (var (templateId, result) in value.Results)
        {
            writer.WriteString(templateId, result);
        }

        writer.WriteEndObject();
    }
}

/// <summary>The user turns templates off in the settings: nothing saved up is left of them.</summary>
public sealed record TemplateRefusal
{
    [Required]
    public required string AppId { get; init; }

    [Required]
    public required string OpenId { get; init; }

    [Required, MinLength(1)]
    public required IReadOnlyList<string> TemplateIds { get; init; }
}

/// <summary>A user of an official account who begins or ceases to follow it.</summary>
public sealed record FollowChange
{
    [Required]
    public required string AppId { get; init; }

    [Required]
    public required string OpenId { get; init; }
}
