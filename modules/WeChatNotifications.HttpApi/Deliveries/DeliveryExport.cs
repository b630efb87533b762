using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.HttpApi.Deliveries;

/// <summary>Streams the delivery log as CSV, a page at a time: neither the rows nor the text are ever in memory as a whole.</summary>
internal static class DeliveryExport
{
    private const int PageSize = 500;

    private static readonly string[] Columns =
    [
        "id", "createdAt", "template", "channel", "appCredentialId", "openId", "userId", "status", "reason", "explanation", "priority", "attempts", "errorCode",
        "weChatMessageId", "notBefore", "sentAt", "finishedAt",
    ];

    public static async Task<IResult> WriteAsync(HttpContext context, IDeliveryAppService service, DeliveryQueryDto query, CancellationToken cancellationToken)
    {
        // Before anything is written, so that a wrong query is refused as everywhere.
        var page = await service.ListAsync(query with { PageSize = PageSize, Cursor = null }, cancellationToken).ConfigureAwait(false);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers[HeaderNames.ContentDisposition] = "attachment; filename=deliveries.csv";
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        try
        {
            // Without the byte order mark spreadsheets take Chinese for another encoding.
            await context.Response.Body.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellationToken).ConfigureAwait(false);
            await WriteAsync(context.Response, Header(), cancellationToken).ConfigureAwait(false);
            while (true)
            {
                await WriteAsync(context.Response, Rows(page.Items), cancellationToken).ConfigureAwait(false);
                if (page.Next is null)
                {
                    return Results.Empty;
                }

                page = await service.ListAsync(query with { PageSize = PageSize, Cursor = page.Next }, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            // Half a file must not look like a whole one.
            context.Abort();
            throw;
        }
    }

    private static StringBuilder Header()
    {
        var text = new StringBuilder();
        var csv = new CsvWriter(text);
        foreach (var column in Columns)
        {
            csv.Text(column);
        }

        csv.EndRow();
        return text;
    }

    private static StringBuilder Rows(IReadOnlyList<DeliveryDto> deliveries)
    {
        var text = new StringBuilder(deliveries.Count * 256);
        var csv = new CsvWriter(text);
        foreach (var d in deliveries)
        {
            csv.Text(d.Id.ToString()).Instant(d.CreatedAt).Text(d.Template).Word(d.Channel).Text(d.AppCredentialId.ToString()).Text(d.OpenId).Text(d.UserId)
                .Word(d.Status).Word(d.Reason).Text(d.Explanation).Word(d.Priority).Number(d.Attempts).Number(d.ErrorCode)
                .Text(d.WeChatMessageId).Instant(d.NotBefore).Instant(d.SentAt).Instant(d.FinishedAt).EndRow();
        }

        return text;
    }

    private static async Task WriteAsync(HttpResponse response, StringBuilder text, CancellationToken cancellationToken)
        => await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
}
