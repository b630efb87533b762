namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>
/// A piece of a pushed body, without regard to its format: an XML element or a JSON property. A JSON list is several pieces of one
/// name, as it is in XML; a JSON null is none.
/// </summary>
internal sealed class PushNode(string name)
{
    /// <summary>Deeper bodies are not WeChat's.</summary>
    public const int MaxDepth = 16;

    public string Name { get; } = name;

    /// <summary>The value; empty when there are <see cref="Children"/>.</summary>
    public string Text { get; set; } = "";

    public List<PushNode> Children { get; } = [];
}
