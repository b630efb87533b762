using System.Text;
using System.Text.Encodings.Web;

namespace WeChatNotifications.Host.Web;

/// <summary>The frame of the host's own pages.</summary>
internal static class HtmlPage
{
    public const string Product = "WeChatNotifications";

    /// <param name="title">Plain text.</param>
    /// <param name="body">HTML; whatever stands in it from outside is encoded already.</param>
    /// <param name="statusCode">The status.</param>
    public static IResult Render(string title, string body, int statusCode = StatusCodes.Status200OK) => Results.Content(
        $"""
        <!doctype html>
        <html lang="{HostTexts.Current.Language}">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{HtmlEncoder.Default.Encode(title == Product ? Product : $"{title} · {Product}")}</title>
          <link rel="stylesheet" href="/host.css">
        </head>
        <body>
        <main>
        {body}
        </main>
        </body>
        </html>
        """,
        "text/html; charset=utf-8",
        Encoding.UTF8,
        statusCode);
}
