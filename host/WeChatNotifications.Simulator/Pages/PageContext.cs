using System.Text;

namespace WeChatNotifications.Simulator.Pages;

/// <summary>One page being answered: who reads it, in which language, and how it goes out.</summary>
internal sealed class PageContext(HttpContext http)
{
    public HttpContext Http => http;

    public PageLanguage Language { get; } = PageLanguages.Of(http);

    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>A text in the reader's language.</summary>
    public string this[Text text] => text.In(Language);

    /// <summary>A text in the reader's language with values in its places.</summary>
    public string Say(Text text, params object?[] values) => text.In(Language, values);

    /// <summary>A parameter of the address; empty when it is not there.</summary>
    public string Query(string name) => http.Request.Query[name].ToString();

    public Task WriteAsync(PageParts parts, int status = StatusCodes.Status200OK)
    {
        var bytes = Encoding.UTF8.GetBytes(PageLayout.Whole(this, parts).ToString());
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(bytes, Aborted).AsTask();
    }

    /// <summary>After a form has taken effect: the reader may reload the page that follows without doing it again.</summary>
    public Task GoTo(string address)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = address;
        return Task.CompletedTask;
    }

    /// <summary>What is asked for is not there, in plain words; the page's own when none are given.</summary>
    public Task NotFoundAsync(string? words = null) => WriteAsync(Notices.Of(this, this[PageTexts.NotFound], words ?? this[PageTexts.NoPage]), StatusCodes.Status404NotFound);
}

/// <summary>What makes one page different from the next.</summary>
internal sealed record PageParts
{
    public required string Title { get; init; }

    public required Html Main { get; init; }

    public PageSection Section { get; init; }

    /// <summary>A style sheet of its own, beside the common one.</summary>
    public string? Style { get; init; }

    public string? Script { get; init; }
}

/// <summary>Which part of the pages is shown as the current one.</summary>
internal enum PageSection
{
    None,
    Phones,
    Control,
}
