using System.Buffers;
using System.Xml;

namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>Reads XML bodies. Document types are refused, so that nothing is ever expanded or fetched.</summary>
internal static class PushXml
{
    private static readonly SearchValues<char> Forbidden =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c).Except(['\t', '\n', '\r']), '\uFFFE', '\uFFFF']);

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,

        // As a reference (&#8;) a forbidden character does no harm either.
        CheckCharacters = false,
    };

    /// <exception cref="XmlException">It is no XML, has a document type, or is too deep.</exception>
    public static PushNode Read(string body)
    {
        using var reader = XmlReader.Create(new StringReader(Allowed(body)), Settings);
        var open = new Stack<PushNode>();
        PushNode? root = null;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var node = new PushNode(reader.LocalName);
                    if (open.TryPeek(out var parent))
                    {
                        parent.Children.Add(node);
                    }

                    root ??= node;
                    if (!reader.IsEmptyElement)
                    {
                        open.Push(node);
                    }

                    if (open.Count > PushNode.MaxDepth)
                    {
                        throw new XmlException("The body is nested too deep.");
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    open.Peek().Text += reader.Value;
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                default:
                    break;
            }
        }

        return root ?? throw new XmlException("The body has no element.");
    }

    /// <summary>A user's message may hold control characters, which XML forbids; the rest of it is worth reading.</summary>
    private static string Allowed(string body)
        => body.AsSpan().ContainsAny(Forbidden)
            ? string.Create(body.Length, body, static (target, source) => source.AsSpan().ReplaceAny(target, Forbidden, '\uFFFD'))
            : body;
}
