using System.Net;
using System.Text;

namespace WeChatNotifications.Benchmarks.Broadcasts;

/// <summary>A list of recipients as a client would upload it: written as it is sent, never whole in memory.</summary>
internal sealed class RecipientList : HttpContent
{
    public const string Prefix = "many-";

    private readonly int _count;

    public RecipientList(int count)
    {
        _count = count;
        Headers.ContentType = new("text/csv");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true);
        await using (writer)
        {
            await writer.WriteLineAsync("openId");
            for (var i = 0; i < _count; i++)
            {
                await writer.WriteLineAsync($"{Prefix}{i}");
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
