using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Localization;

/// <summary>The module's texts in the language of <see cref="System.Globalization.CultureInfo.CurrentUICulture"/>: Chinese for Chinese, English for all others.</summary>
public interface IModuleTexts
{
    /// <summary>The text of a key with its placeholders filled; the key itself when there is no text.</summary>
    /// <param name="key">The key.</param>
    /// <param name="arguments">Values for the placeholders; one that starts with <c>L:</c> is itself a key, several may be joined by <c>|</c>.</param>
    string Get(string key, IReadOnlyDictionary<string, object?>? arguments = null);

    /// <summary>What an exception of the module says to its caller.</summary>
    string Of(WeChatNotificationsException exception);

    /// <summary>What a broken rule says to its caller.</summary>
    FieldViolationDto Of(RuleViolation violation);

    /// <summary>What happened to a delivery, in a sentence: its state, why, and what WeChat's error code means.</summary>
    /// <param name="status">Its state.</param>
    /// <param name="reason">Why.</param>
    /// <param name="errorCode">WeChat's error code.</param>
    /// <param name="channel">The channel that was used: some codes mean another thing for each.</param>
    string Explain(DeliveryStatus status, DeliveryReason reason, int? errorCode, MessageChannel channel = MessageChannel.SubscribeMessage);

    /// <summary>What to do about an error code of WeChat's; null when there is none.</summary>
    string? Advice(int? errorCode, MessageChannel channel = MessageChannel.SubscribeMessage);
}
