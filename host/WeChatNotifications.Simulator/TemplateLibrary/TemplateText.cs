using System.Text;
using WeChatNotifications.Simulator.Subscribe;

namespace WeChatNotifications.Simulator.TemplateLibrary;

/// <summary>A template's lines as WeChat lists them: <c>会议时间:{{date2.DATA}}\n</c>.</summary>
internal static class TemplateText
{
    private static readonly Dictionary<FieldType, (string Label, string Example)> Usual = new()
    {
        [FieldType.Thing] = ("事项", "纯棉短袖衬衫"),
        [FieldType.Number] = ("数量", "36"),
        [FieldType.Letter] = ("等级", "B"),
        [FieldType.Symbol] = ("符号", "!"),
        [FieldType.CharacterString] = ("编号", "A-1001"),
        [FieldType.Time] = ("时间", "2026年5月20日 13:14"),
        [FieldType.Date] = ("日期", "2026年5月20日"),
        [FieldType.Amount] = ("金额", "¥128.00"),
        [FieldType.PhoneNumber] = ("电话", "0571-88886666"),
        [FieldType.CarNumber] = ("车牌号码", "浙A12345"),
        [FieldType.Name] = ("姓名", "李雷"),
        [FieldType.Phrase] = ("状态", "已完成"),
        [FieldType.Enumerated] = ("类型", "默认"),
        [FieldType.Constant] = ("说明", "默认"),
        [FieldType.Text] = ("内容", "您好"),
        [FieldType.Unknown] = ("内容", "您好"),
    };

    /// <summary>The lines of a template that was given by its keys alone.</summary>
    public static string ContentOf(IEnumerable<TemplateField> fields) => Lines(fields.Select(field => (Usual[field.Type].Label, $"{{{{{field.Key}.DATA}}}}")));

    /// <summary>The content with values in the place of keys.</summary>
    public static string ExampleOf(string content, IEnumerable<TemplateField> fields)
    {
        var example = new StringBuilder(content);
        foreach (var field in fields)
        {
            example.Replace($"{{{{{field.Key}.DATA}}}}", field.AllowedValues is [var first, ..] ? first : Usual[field.Type].Example);
        }

        return example.ToString();
    }

    public static string ContentOf(IEnumerable<LibraryKeyword> keywords) => Lines(keywords.Select(keyword => (keyword.Name, $"{{{{{keyword.Key}.DATA}}}}")));

    public static string ExampleOf(IEnumerable<LibraryKeyword> keywords) => Lines(keywords.Select(keyword => (keyword.Name, keyword.Example)));

    private static string Lines(IEnumerable<(string Label, string Value)> lines)
    {
        var text = new StringBuilder();
        foreach (var (label, value) in lines)
        {
            text.Append(label).Append(':').Append(value).Append('\n');
        }

        return text.ToString();
    }
}
