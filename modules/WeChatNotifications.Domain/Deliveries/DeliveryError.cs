namespace WeChatNotifications.Deliveries;

/// <summary>What went wrong with an attempt.</summary>
/// <param name="Code">WeChat's error code; null when the network or the module itself is to blame.</param>
/// <param name="Message">What WeChat or the network said; never with secrets.</param>
/// <param name="Rid">WeChat's request id.</param>
public sealed record DeliveryError(int? Code, string Message, string? Rid);
