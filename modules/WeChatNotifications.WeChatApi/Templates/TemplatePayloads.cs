using WeChatNotifications.WeChatApi.Http;

namespace WeChatNotifications.WeChatApi.Templates;

/// <summary>
/// Reads the answers of template management. A list that is not there is empty where WeChat said yes in so many words; an item
/// without its id is left out.
/// </summary>
internal static class TemplatePayloads
{
    private const string FieldSuffix = ".DATA";

    public static PayloadReader<IReadOnlyList<PrivateTemplate>> PrivateTemplates { get; } = ApiPayloads.Of<PrivateTemplatesBody, IReadOnlyList<PrivateTemplate>>(
        ApiJsonContext.Lenient.PrivateTemplatesBody,
        (body, isYes) => List(body.Data, isYes, item => item.TemplateId is { Length: > 0 } id
            ? new PrivateTemplate(id, item.Title ?? "", item.Content ?? "", item.Example ?? "", Number(item.Type), EnumValues(item.EnumValues))
            : null));

    public static PayloadReader<IReadOnlyList<OfficialAccountTemplate>> OfficialAccountTemplates { get; } =
        ApiPayloads.Of<OfficialAccountTemplatesBody, IReadOnlyList<OfficialAccountTemplate>>(
            ApiJsonContext.Lenient.OfficialAccountTemplatesBody,
            (body, isYes) => List(body.Templates, isYes, item => item.TemplateId is { Length: > 0 } id
                ? new OfficialAccountTemplate(
                    id, item.Title ?? "", item.PrimaryIndustry ?? "", item.DeputyIndustry ?? "", item.Content ?? "", item.Example ?? "")
                : null));

    /// <summary>The id of a template just added.</summary>
    public static PayloadReader<string> Added { get; } = ApiPayloads.Of(
        ApiJsonContext.Lenient.AddedTemplateBody,
        (body, _) => body.PrivateTemplateId is { Length: > 0 } privateId ? privateId : body.TemplateId is { Length: > 0 } id ? id : null);

    public static PayloadReader<IReadOnlyList<TemplateCategory>> Categories { get; } = ApiPayloads.Of<CategoriesBody, IReadOnlyList<TemplateCategory>>(
        ApiJsonContext.Lenient.CategoriesBody,
        (body, isYes) => List(body.Data, isYes, item => item.Id is { } id ? new TemplateCategory(id, item.Name ?? "") : null));

    public static PayloadReader<LibraryTitlePage> LibraryTitles { get; } = ApiPayloads.Of(
        ApiJsonContext.Lenient.LibraryTitlesBody,
        (body, isYes) => List(body.Data, isYes, item => item.Tid is { Length: > 0 } tid
            ? new LibraryTitle(tid, item.Title ?? "", Number(item.Type), item.CategoryId)
            : null) is { } titles
            ? new LibraryTitlePage(Number(body.Count) ?? titles.Count, titles)
            : null);

    public static PayloadReader<IReadOnlyList<LibraryKeyword>> LibraryKeywords { get; } = ApiPayloads.Of<LibraryKeywordsBody, IReadOnlyList<LibraryKeyword>>(
        ApiJsonContext.Lenient.LibraryKeywordsBody,
        (body, isYes) => List(body.Data, isYes, item => Number(item.Kid) is { } kid
            ? new LibraryKeyword(kid, item.Name ?? "", item.Example ?? "", item.Rule ?? "")
            : null));

    private static List<TOut>? List<TIn, TOut>(List<TIn?>? items, bool isYes, Func<TIn, TOut?> read)
        where TIn : class
        where TOut : class =>
        items is null && !isYes ? null : [.. (items ?? []).OfType<TIn>().Select(read).OfType<TOut>()];

    private static List<TemplateEnumValues> EnumValues(List<KeywordEnumItem?>? items) =>
        List(items, isYes: true, item => item.KeywordCode is { Length: > 0 } code
            ? new TemplateEnumValues(
                code.EndsWith(FieldSuffix, StringComparison.Ordinal) ? code[..^FieldSuffix.Length] : code,
                [.. (item.Values ?? []).OfType<string>()])
            : null)!;

    private static int? Number(long? value) => value is >= int.MinValue and <= int.MaxValue ? (int)value.Value : null;
}
