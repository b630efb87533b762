using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>A form with a file, of which the short fields before the file have been read, and of the file nothing yet.</summary>
internal sealed class StreamedForm
{
    private const int MaxFields = 16;
    private const int MaxFieldLength = 8 * 1024;

    private StreamedForm(Dictionary<string, StringValues> fields, Stream? file, string? fileName, string? fileType)
        => (Fields, File, FileName, FileType) = (fields, file, fileName, fileType);

    /// <summary>The fields before the file.</summary>
    public IReadOnlyDictionary<string, StringValues> Fields { get; }

    /// <summary>The file while it arrives; null when none was chosen.</summary>
    public Stream? File { get; }

    /// <summary>What the file is called where it comes from.</summary>
    public string? FileName { get; }

    /// <summary>What the browser takes the file for.</summary>
    public string? FileType { get; }

    /// <summary>Reads a form up to its file. A browser sends the fields in the order in which they stand on the page.</summary>
    /// <returns>The form; null for a body that is no such form.</returns>
    public static async Task<StreamedForm?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
        {
            return null;
        }

        var reader = new MultipartReader(boundary.Value!, request.Body);
        try
        {
            while (fields.Count < MaxFields && await reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } disposition)
                {
                    return null;
                }

                if (disposition.IsFileDisposition())
                {
                    var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
                    return string.IsNullOrEmpty(name) ? new(fields, file: null, fileName: null, fileType: null) : new(fields, section.Body, name, section.ContentType);
                }

                fields[HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? ""] = await ReadFieldAsync(section.Body, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return new(fields, file: null, fileName: null, fileType: null);
    }

    /// <summary>Whether the form comes from one of our own pages, by a token in a header or before the file. Nothing of the file is read for it.</summary>
    public Task<bool> IsOursAsync(HttpContext context, IAntiforgery antiforgery)
    {
        // Whoever asks for the form now gets what has been read of it.
        context.Features.Set<IFormFeature>(new FormFeature(new FormCollection(new Dictionary<string, StringValues>(Fields, StringComparer.OrdinalIgnoreCase))));
        return antiforgery.IsRequestValidAsync(context);
    }

    /// <exception cref="InvalidDataException">It is too long.</exception>
    private static async Task<string> ReadFieldAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFieldLength + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length <= MaxFieldLength ? Encoding.UTF8.GetString(buffer, 0, length) : throw new InvalidDataException("A field of the form is too long.");
    }
}
