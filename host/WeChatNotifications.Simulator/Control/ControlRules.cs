using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.People;
using WeChatNotifications.Simulator.Subscribe;
using WeChatNotifications.Simulator.TemplateLibrary;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Control;

/// <summary>Refuses what a control call asks for before it changes anything, in words that name the fault.</summary>
internal static class ControlRules
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongestMove = Latest - Earliest;

    /// <summary>The ranges its attributes state.</summary>
    public static void Check([NotNull] object? given)
    {
        if (given is null)
        {
            throw new SimulatorControlException("An entry is null.");
        }

        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(given, new(given), faults, validateAllProperties: true))
        {
            throw new SimulatorControlException($"{given.GetType().Name}: {string.Join(' ', faults.Select(fault => fault.ErrorMessage))}");
        }
    }

    public static void Check(SimulatorSettings settings)
    {
        Check((object)settings);
        if (settings.SensitiveWords is { } words && words.Any(string.IsNullOrEmpty))
        {
            throw new SimulatorControlException("A sensitive word is empty, which would be found in every message.");
        }
    }

    public static void Check(TemplateSeed seed, bool isNew)
    {
        Check(seed);
        if (seed is { Content: not null, Fields: not null })
        {
            throw new SimulatorControlException($"The template {seed.TemplateId} takes content or fields, not both.");
        }

        if (seed.Content is null && seed.Fields is null)
        {
            if (isNew)
            {
                throw new SimulatorControlException($"The new template {seed.TemplateId} needs content or fields.");
            }

            return;
        }

        var keys = (seed.Fields ?? TemplateField.KeysOf(seed.Content!)).Select(TemplateField.PlainKey).ToArray();
        if (keys.Length == 0 || keys.Distinct(StringComparer.Ordinal).Count() < keys.Length || !keys.All(IsKey))
        {
            throw new SimulatorControlException($"The template {seed.TemplateId} needs keys of letters, digits and underscores such as thing1, each once; it has: {string.Join(", ", keys)}.");
        }
    }

    /// <summary>Only official accounts have followers.</summary>
    public static void Check(FollowersSeed followers, string appId, AppKind kind)
    {
        Check(followers);
        if (kind != AppKind.OfficialAccount)
        {
            throw new SimulatorControlException($"{appId} is not an official account and has no followers.");
        }

        if (followers.OpenIds.Any(string.IsNullOrEmpty))
        {
            throw new SimulatorControlException($"A follower of {appId} has an empty openid.");
        }
    }

    /// <summary>Lines of business are those of the template library.</summary>
    public static void CheckCategories(AppSeed seed)
    {
        var known = LibraryContents.Categories.Select(category => category.Id).ToArray();
        if (seed.Categories?.Except(known).ToArray() is [var unknown, ..])
        {
            throw new SimulatorControlException($"The template library has no category {unknown}. There are: {string.Join(", ", known)}.");
        }
    }

    /// <summary>Allowed values belong to fields that have such values, free text to template messages.</summary>
    public static void Check(TemplateSeed seed, TemplateKind kind, IReadOnlyList<TemplateField> fields)
    {
        if (kind == TemplateKind.Subscribe && fields.FirstOrDefault(field => field.Type == FieldType.Text) is { } text)
        {
            throw new SimulatorControlException($"The template {seed.TemplateId} is for subscribe messages, which have no key {text.Key}.");
        }

        var enumerated = fields.Where(field => field.Type is FieldType.Enumerated or FieldType.Constant).Select(field => field.Key).ToHashSet(StringComparer.Ordinal);
        if (seed.Enums?.Keys.FirstOrDefault(key => !enumerated.Contains(TemplateField.PlainKey(key))) is { } stray)
        {
            throw new SimulatorControlException($"The template {seed.TemplateId} has no enum_string or const field {stray}.");
        }
    }

    public static void Check(FaultRule rule, SimulatedWeChat weChat)
    {
        Check(rule);
        CheckPath(rule.Path, weChat);
        if (rule is { Kind: FaultKind.WeChatError, ErrorCode: WeChatCodes.Ok })
        {
            throw new SimulatorControlException("A wechat-error fault needs an errorCode other than 0.");
        }

        if (rule is { Kind: FaultKind.Slow, DelayMs: 0 })
        {
            throw new SimulatorControlException("A slow fault needs delayMs.");
        }
    }

    /// <summary>A misspelt path would strike nothing, and nobody would notice.</summary>
    public static void CheckPath(string? path, SimulatedWeChat weChat)
    {
        if (path is not null && !weChat.Endpoints.ContainsKey(path))
        {
            throw new SimulatorControlException($"There is no call {path}. There are: {string.Join(", ", weChat.Endpoints.Keys.Order(StringComparer.Ordinal))}.");
        }
    }

    public static DateTimeOffset Instant(DateTimeOffset at) => at >= Earliest && at < Latest
        ? at
        : throw new SimulatorControlException("The clock goes from 2000 to 2100.");

    public static DateTimeOffset Instant(DateTimeOffset from, TimeSpan by) => by > -LongestMove && by < LongestMove
        ? Instant(from + by)
        : throw new SimulatorControlException("The clock goes from 2000 to 2100.");

    private static bool IsKey(string key) => key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
