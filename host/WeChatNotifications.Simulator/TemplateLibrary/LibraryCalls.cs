using System.Globalization;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.TemplateLibrary;

/// <summary><c>GET /wxaapi/newtmpl/getcategory</c>: the account's lines of business.</summary>
internal sealed class CategoryCall(SimulatedWeChat weChat) : NewTemplateCall(weChat, HttpMethods.Get)
{
    protected override Answer Answer(SimulatedApp app, DateTimeOffset now) => JsonAnswer.Ok(json =>
    {
        json.WriteStartArray("data");
        foreach (var category in LibraryContents.Categories.Where(category => app.HasCategory(category.Id)))
        {
            json.WriteStartObject();
            json.WriteNumber("id", category.Id);
            json.WriteString("name", category.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

/// <summary><c>GET /wxaapi/newtmpl/getpubtemplatetitles</c>: the library's templates of some of the account's lines of business.</summary>
internal sealed class LibraryTitleCall(SimulatedWeChat weChat) : NewTemplateCall(weChat, HttpMethods.Get)
{
    private const int LongestPage = 30;

    protected override Answer Answer(SimulatedApp app, DateTimeOffset now)
    {
        var ids = Given("ids");
        var categories = ids.Split(',').Select(id => Number(id) ?? -1).ToArray();
        var (start, limit) = (Number(Given("start")), Number(Given("limit")));
        var code = this switch
        {
            _ when ids.Length == 0 => WeChatCodes.CategoryIdsMissing,
            _ when categories.Any(id => !LibraryContents.Categories.Any(category => category.Id == id) || !app.HasCategory(id)) => WeChatCodes.InvalidCategoryIds,
            _ when start is null => WeChatCodes.InvalidStart,
            _ when limit is null or 0 or > LongestPage => WeChatCodes.InvalidLimit,
            _ => WeChatCodes.Ok,
        };
        return code == WeChatCodes.Ok ? Show(categories, start!.Value, limit!.Value) : WeChat.Answers.Refuse(code);
    }

    private static Answer Show(int[] categories, int start, int limit) => JsonAnswer.Ok(json =>
    {
        var titles = LibraryContents.Titles.Where(title => categories.Contains(title.CategoryId)).ToArray();
        json.WriteNumber("count", titles.Length);
        json.WriteStartArray("data");
        foreach (var title in titles.Skip(start).Take(limit))
        {
            json.WriteStartObject();
            json.WriteNumber("tid", title.Tid);
            json.WriteString("title", title.Title);
            json.WriteNumber("type", title.Type);
            // WeChat's table says number, its sample has a text.
            json.WriteString("categoryId", title.CategoryId.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary><c>GET /wxaapi/newtmpl/getpubtemplatekeywords</c>: the lines of a library template.</summary>
internal sealed class LibraryKeywordCall(SimulatedWeChat weChat) : NewTemplateCall(weChat, HttpMethods.Get)
{
    protected override Answer Answer(SimulatedApp app, DateTimeOffset now)
    {
        if (!int.TryParse(Given("tid"), NumberStyles.None, CultureInfo.InvariantCulture, out var tid) || PublicLibrary.Find(tid) is not { } title)
        {
            return WeChat.Answers.Refuse(WeChatCodes.InvalidTid);
        }

        return JsonAnswer.Ok(json =>
        {
            json.WriteNumber("count", title.Keywords.Count);
            json.WriteStartArray("data");
            foreach (var keyword in title.Keywords)
            {
                json.WriteStartObject();
                json.WriteNumber("kid", keyword.Kid);
                json.WriteString("name", keyword.Name);
                json.WriteString("example", keyword.Example);
                json.WriteString("rule", keyword.Rule);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
