namespace WeChatNotifications.Rules;

/// <summary>Rules that a single field may break. Stable; each is also the key of its text in <c>Localization/*.json</c>.</summary>
public static class RuleCodes
{
    private const string Prefix = "WeChatNotifications:";

    /// <summary>A value is missing.</summary>
    public const string Required = Prefix + "Rule.Required";

    /// <summary>A text is longer than <c>max</c>.</summary>
    public const string TooLong = Prefix + "Rule.TooLong";

    /// <summary>A number is not between <c>min</c> and <c>max</c>.</summary>
    public const string OutOfRange = Prefix + "Rule.OutOfRange";

    /// <summary>A list has more than <c>max</c> entries.</summary>
    public const string TooMany = Prefix + "Rule.TooMany";

    /// <summary>A list does not have from <c>min</c> to <c>max</c> entries.</summary>
    public const string Count = Prefix + "Rule.Count";

    /// <summary>The value is not one of those allowed.</summary>
    public const string NotAllowed = Prefix + "Rule.NotAllowed";

    /// <summary>The value has characters that are not allowed there.</summary>
    public const string Characters = Prefix + "Rule.Characters";

    /// <summary>Another one of the tenant has the same value.</summary>
    public const string Taken = Prefix + "Rule.Taken";

    /// <summary>The named thing does not exist.</summary>
    public const string Unknown = Prefix + "Rule.Unknown";

    /// <summary>The same entry stands twice.</summary>
    public const string Duplicate = Prefix + "Rule.Duplicate";

    /// <summary>An unknown culture.</summary>
    public const string Culture = Prefix + "Rule.Culture";

    /// <summary>An unknown time zone.</summary>
    public const string TimeZone = Prefix + "Rule.TimeZone";

    /// <summary>A time lies in the past.</summary>
    public const string InThePast = Prefix + "Rule.InThePast";

    /// <summary>The expiry is not after the not-before time.</summary>
    public const string ExpiresBeforeStart = Prefix + "Rule.ExpiresBeforeStart";

    /// <summary>A span of time ends before it begins.</summary>
    public const string EndBeforeStart = Prefix + "Rule.EndBeforeStart";

    /// <summary>A span of time has more than <c>max</c> days.</summary>
    public const string SpanTooLong = Prefix + "Rule.SpanTooLong";

    /// <summary>A template field key that is not a known type prefix followed by a number.</summary>
    public const string FieldKey = Prefix + "Rule.FieldKey";

    /// <summary>A format string that cannot be used for the field's type.</summary>
    public const string Format = Prefix + "Rule.Format";

    /// <summary>Quiet hours that are not two different times of the day.</summary>
    public const string QuietHours = Prefix + "Rule.QuietHours";

    /// <summary>A page that is absolute, has a scheme, or has an unbalanced placeholder.</summary>
    public const string Page = Prefix + "Rule.Page";

    /// <summary>A setting that the template's channel has no use for.</summary>
    public const string NotForChannel = Prefix + "Rule.NotForChannel";

    /// <summary>A field key that the template's channel does not have: free text in a subscribe message.</summary>
    public const string KeyNotForChannel = Prefix + "Rule.KeyNotForChannel";

    /// <summary>The app is of the other kind than the channel needs.</summary>
    public const string ChannelAppKind = Prefix + "Rule.ChannelAppKind";

    /// <summary>An address that is not https, whose host is not fixed, or that has an unbalanced placeholder.</summary>
    public const string Url = Prefix + "Rule.Url";

    /// <summary>A colour that is not <c>#RRGGBB</c>.</summary>
    public const string Color = Prefix + "Rule.Color";

    /// <summary>Fallback templates that lead back to where they began.</summary>
    public const string FallbackCycle = Prefix + "Rule.FallbackCycle";

    /// <summary>A chain of fallback templates with more than <c>max</c>.</summary>
    public const string ChainTooLong = Prefix + "Rule.ChainTooLong";

    /// <summary>The template is switched off.</summary>
    public const string SwitchedOff = Prefix + "Rule.SwitchedOff";

    /// <summary>The template's app is switched off.</summary>
    public const string AppSwitchedOff = Prefix + "Rule.AppSwitchedOff";

    /// <summary>A value of a .NET or JSON type that the field cannot show.</summary>
    public const string ValueType = Prefix + "Rule.ValueType";

    /// <summary>A data key that neither the template nor its page knows.</summary>
    public const string UnknownField = Prefix + "Rule.UnknownField";

    /// <summary>The data has the same field twice, once by key and once by name.</summary>
    public const string GivenTwice = Prefix + "Rule.GivenTwice";

    /// <summary>A value has a control character or line break, and the field rejects instead of mending.</summary>
    public const string ControlCharacter = Prefix + "Rule.ControlCharacter";

    /// <summary>A body that is not JSON.</summary>
    public const string Json = Prefix + "Rule.Json";

    /// <summary>A JSON or query value of the wrong type.</summary>
    public const string JsonType = Prefix + "Rule.JsonType";

    /// <summary>A JSON property or query parameter that is not known there.</summary>
    public const string UnknownProperty = Prefix + "Rule.UnknownProperty";

    /// <summary>A token of the message push that is not 3 to 32 letters and digits.</summary>
    public const string CallbackToken = Prefix + "Rule.CallbackToken";

    /// <summary>An EncodingAESKey that is not 43 letters and digits.</summary>
    public const string EncodingAesKey = Prefix + "Rule.EncodingAesKey";

    /// <summary>A mini program's log-in code that WeChat does not know, or that is used or expired.</summary>
    public const string LoginCode = Prefix + "Rule.LoginCode";

    /// <summary>A form id or prepay id that is older than WeChat keeps it.</summary>
    public const string FormIdExpired = Prefix + "Rule.FormIdExpired";

    /// <summary>An account that is not of the <c>kind</c> the operation needs.</summary>
    public const string WrongAppKind = Prefix + "Rule.WrongAppKind";

    /// <summary>A list that does not name its recipients by openid or user id in its header.</summary>
    public const string ListHeader = Prefix + "Rule.ListHeader";

    /// <summary>A list without a recipient.</summary>
    public const string ListEmpty = Prefix + "Rule.ListEmpty";

    /// <summary>A list with more than <c>max</c> rows.</summary>
    public const string ListTooLong = Prefix + "Rule.ListTooLong";

    /// <summary>A list that is not text in UTF-8.</summary>
    public const string Encoding = Prefix + "Rule.Encoding";

    /// <summary>A line with more or fewer cells than the header.</summary>
    public const string ListColumns = Prefix + "Rule.ListColumns";

    /// <summary>A line whose quotation marks do not match.</summary>
    public const string Quotes = Prefix + "Rule.Quotes";

    /// <summary>A line of more than <c>max</c> bytes.</summary>
    public const string LineTooLong = Prefix + "Rule.LineTooLong";

    /// <summary>A line that names nobody, or an openid and a user id.</summary>
    public const string OneRecipient = Prefix + "Rule.OneRecipient";

    /// <summary>A cron expression with a field that cannot be read.</summary>
    public const string CronField = Prefix + "Rule.CronField";

    /// <summary>A cron expression that does not have five fields.</summary>
    public const string CronFields = Prefix + "Rule.CronFields";

    /// <summary>A cron expression that never comes true.</summary>
    public const string CronNever = Prefix + "Rule.CronNever";

    /// <summary>An audience that the operation cannot be done with.</summary>
    public const string AudienceKind = Prefix + "Rule.AudienceKind";

    /// <summary>An audience source of the host's that failed when it was asked.</summary>
    public const string SourceFailed = Prefix + "Rule.SourceFailed";

    /// <summary>A pattern of a key without a value of the event in it, or with braces that do not fit.</summary>
    public const string KeyPattern = Prefix + "Rule.KeyPattern";

    /// <summary>A path that leads to no value of the event.</summary>
    public const string EventPath = Prefix + "Rule.EventPath";

    /// <summary>A value of the event that does not fit where it is used.</summary>
    public const string EventValueType = Prefix + "Rule.EventValueType";

    /// <summary>An operator that does not go with the kind of value.</summary>
    public const string EventOperator = Prefix + "Rule.EventOperator";

    /// <summary>A text that a value of the event cannot be compared with.</summary>
    public const string EventOperand = Prefix + "Rule.EventOperand";

    /// <summary>A field of the template for which there is no value.</summary>
    public const string FieldUncovered = Prefix + "Rule.FieldUncovered";

    /// <summary>A key that another mapping of the same event uses.</summary>
    public const string KeyInUse = Prefix + "Rule.KeyInUse";

    /// <summary>Prefix of the rule of each field type: <c>Rule.Field.Thing</c>, <c>Rule.Field.Number</c>, …</summary>
    public const string FieldTypePrefix = Prefix + "Rule.Field.";
}
