namespace WeChatNotifications.Simulator.Wire;

/// <summary>What WeChat says to one call: the code, and the JSON that carries it.</summary>
internal readonly record struct Answer(int Code, byte[] Body);
