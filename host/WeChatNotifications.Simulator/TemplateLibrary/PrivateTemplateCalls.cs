using System.Globalization;
using System.Text.Json;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.TemplateLibrary;

/// <summary><c>GET /wxaapi/newtmpl/gettemplate</c>: the private templates. A daily limit meets whoever asks before every message.</summary>
internal sealed class PrivateTemplateListCall(SimulatedWeChat weChat) : NewTemplateCall(weChat, HttpMethods.Get)
{
    protected override Answer Answer(SimulatedApp app, DateTimeOffset now)
    {
        if (!app.Quotas.TemplateListsPerDay.TryTake(now))
        {
            return WeChat.Answers.Refuse(WeChatCodes.DailyQuota);
        }

        return JsonAnswer.Ok(json =>
        {
            json.WriteStartArray("data");
            foreach (var template in TemplateShelf.List(app, TemplateKind.Subscribe))
            {
                Write(json, template);
            }

            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, SimulatedTemplate template)
    {
        json.WriteStartObject();
        json.WriteString("priTmplId", template.TemplateId);
        json.WriteString("title", template.Title);
        json.WriteString("content", template.Content);
        json.WriteString("example", template.Example);
        json.WriteNumber("type", template.Type);
        var enumerated = template.Fields.Where(field => field.AllowedValues.Length > 0).ToArray();
        if (enumerated.Length > 0)
        {
            json.WriteStartArray("keywordEnumValueList");
            foreach (var field in enumerated)
            {
                json.WriteStartObject();
                json.WriteString("keywordCode", $"{field.Key}.DATA");
                json.WriteStartArray("enumValueList");
                foreach (var value in field.AllowedValues)
                {
                    json.WriteStringValue(value);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}

/// <summary><c>POST /wxaapi/newtmpl/deltemplate</c>. Sends with it answer 40037 from then on.</summary>
internal sealed class TemplateDeletionCall(SimulatedWeChat weChat) : NewTemplateCall(weChat, HttpMethods.Post)
{
    protected override void Recognise() => TemplateId = Text("priTmplId");

    protected override Answer Answer(SimulatedApp app, DateTimeOffset now)
    {
        if (app.Banned)
        {
            return WeChat.Answers.Refuse(WeChatCodes.AccountBanned);
        }

        return TemplateShelf.Delete(app, TemplateId!, TemplateKind.Subscribe) ? Answers.Accepted : WeChat.Answers.Refuse(WeChatCodes.TemplateParameters);
    }
}

/// <summary>
/// <c>POST /wxaapi/newtmpl/addtemplate</c>: chooses lines of a library template. Checked in this order: account, tid, its ban,
/// kidList, sceneDesc, one like it there already, number of templates.
/// </summary>
internal sealed class TemplateAdditionCall(SimulatedWeChat weChat) : NewTemplateCall(weChat, HttpMethods.Post)
{
    private const int MostTemplates = 50;
    private const int FewestKeywords = 2;
    private const int MostKeywords = 5;
    private const int LongestScene = 15;

    protected override Answer Answer(SimulatedApp app, DateTimeOffset now)
    {
        var title = int.TryParse(Text("tid"), NumberStyles.None, CultureInfo.InvariantCulture, out var tid) ? PublicLibrary.Find(tid) : null;
        var keywords = title is null ? null : Chosen(title);
        var code = this switch
        {
            _ when app.Banned => WeChatCodes.AccountBanned,
            _ when title is null => WeChatCodes.InvalidTid,
            _ when WeChat.Library.IsBanned(title.Tid) => WeChatCodes.LibraryTemplateBanned,
            _ when keywords is null => WeChatCodes.InvalidKidList,
            _ when Text("sceneDesc").EnumerateRunes().Count() > LongestScene => WeChatCodes.InvalidScene,
            _ => WeChatCodes.Ok,
        };
        if (code != WeChatCodes.Ok)
        {
            return WeChat.Answers.Refuse(code);
        }

        (code, var template) = TemplateShelf.Add(app, TemplateKind.Subscribe, title!, keywords!, MostTemplates, refuseTwins: true);
        return template is null ? WeChat.Answers.Refuse(code) : JsonAnswer.Ok(json => json.WriteString("priTmplId", template.TemplateId));
    }

    /// <summary>Null for a list that is not two to five different numbers of the template.</summary>
    private List<LibraryKeyword>? Chosen(LibraryTitle title)
    {
        if (Property("kidList") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is < FewestKeywords or > MostKeywords)
        {
            return null;
        }

        var chosen = new List<LibraryKeyword>();
        foreach (var entry in list.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Number || !entry.TryGetInt32(out var kid)
                || title.Keywords.FirstOrDefault(keyword => keyword.Kid == kid) is not { } found || chosen.Contains(found))
            {
                return null;
            }

            chosen.Add(found);
        }

        return chosen;
    }
}
