using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WeChatNotifications.Rules;

namespace WeChatNotifications.HttpApi.Json;

/// <summary>Says in the module's own terms what is wrong with a JSON body: which field, and what it should be.</summary>
internal static class JsonFaults
{
    public static RuleViolation Explain(JsonException exception, Type root)
    {
        // The reader's own exception inside means that the text is not JSON; anything else, that a value does not fit its place.
        if (exception.InnerException is JsonException || exception.Path is null)
        {
            return new("body", RuleCodes.Json, ("line", (exception.LineNumber ?? 0) + 1), ("position", (exception.BytePositionInLine ?? 0) + 1));
        }

        var field = "";
        var type = root;
        foreach (var step in JsonPath.Parse(exception.Path))
        {
            var parent = ApiJson.Options.GetTypeInfo(type);
            field += step.Index is { } index ? $"[{index}]" : (field.Length > 0 ? "." : "") + step.Name;
            switch (parent.Kind)
            {
                case JsonTypeInfoKind.Object when Find(parent, step.Name) is { } property:
                    type = property.PropertyType;
                    break;
                case JsonTypeInfoKind.Object:
                    return new(field, RuleCodes.UnknownProperty, ("known", string.Join(", ", parent.Properties.Select(p => p.Name))));
                case JsonTypeInfoKind.Dictionary or JsonTypeInfoKind.Enumerable when parent.ElementType is not null:
                    type = parent.ElementType;
                    break;
                default:
                    return WrongType(field, type);
            }
        }

        return exception.Message.StartsWith("Duplicate", StringComparison.Ordinal)
            ? new(field.Length > 0 ? field : "body", RuleCodes.Duplicate, ("value", field))
            : WrongType(field.Length > 0 ? field : "body", type);
    }

    /// <summary>The violation of a value that is not what <paramref name="expected"/> is written as.</summary>
    public static RuleViolation WrongType(string field, Type expected)
    {
        var type = Nullable.GetUnderlyingType(expected) ?? expected;
        return type.IsEnum
            ? new(field, RuleCodes.NotAllowed, ("allowed", string.Join(", ", WordsOf(type))))
            : new(field, RuleCodes.JsonType, ("expected", "L:JsonType:" + NameOf(type)));
    }

    /// <summary>The words that stand for the members of an enum.</summary>
    public static IEnumerable<string> WordsOf(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static JsonPropertyInfo? Find(JsonTypeInfo type, string? name)
        => type.Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

    private static string NameOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => "Text",
        TypeCode.Boolean => "Boolean",
        TypeCode.Int32 or TypeCode.Int64 => "Integer",
        TypeCode.Decimal or TypeCode.Double => "Number",
        _ when type == typeof(Guid) => "Id",
        _ when type == typeof(DateTimeOffset) => "Instant",
        _ when ApiJson.Options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Enumerable => "List",
        _ => "Object",
    };
}

/// <summary>One step of a path such as <c>$.fields[0].key</c>: into a property or into a list.</summary>
internal readonly record struct JsonPath(string? Name, int? Index)
{
    /// <summary>Reads a path as System.Text.Json writes it; names with special characters stand in <c>['…']</c>.</summary>
    public static IEnumerable<JsonPath> Parse(string path)
    {
        var i = 1;
        while (i < path.Length)
        {
            if (path[i] == '.')
            {
                var end = path.AsSpan(i + 1).IndexOfAny('.', '[') is var e and >= 0 ? i + 1 + e : path.Length;
                yield return new(path[(i + 1)..end], null);
                i = end;
            }
            else if (path.AsSpan(i).StartsWith("['", StringComparison.Ordinal))
            {
                var end = path.IndexOf("']", i, StringComparison.Ordinal) is var e and >= 0 ? e : path.Length;
                yield return new(path[(i + 2)..end], null);
                i = end + 2;
            }
            else
            {
                var end = path.IndexOf(']', i);
                yield return new(null, int.Parse(path.AsSpan((i + 1)..end), CultureInfo.InvariantCulture));
                i = end + 1;
            }
        }
    }
}
