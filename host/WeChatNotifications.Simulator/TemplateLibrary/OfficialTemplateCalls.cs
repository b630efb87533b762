using System.Globalization;
using System.Text.Json;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Subscribe;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.TemplateLibrary;

/// <summary>What the calls under <c>/cgi-bin/template</c> have in common: they are for verified official accounts.</summary>
internal abstract class OfficialShelfCall(SimulatedWeChat weChat, string verb) : TokenedCall(weChat, verb)
{
    protected override int Standing(SimulatedApp app) =>
        app is { Kind: AppKind.OfficialAccount, Verified: true } ? WeChatCodes.Ok : WeChatCodes.Unauthorized;
}

/// <summary><c>GET /cgi-bin/template/get_all_private_template</c>.</summary>
internal sealed class OfficialTemplateListCall(SimulatedWeChat weChat) : OfficialShelfCall(weChat, HttpMethods.Get)
{
    protected override Answer Answer(SimulatedApp app, DateTimeOffset now) => JsonAnswer.Of(json =>
    {
        json.WriteStartArray("template_list");
        foreach (var template in TemplateShelf.List(app, TemplateKind.Template))
        {
            // Templates of the older kind belong to an industry, those by category to none.
            var isOlder = template.Fields.Any(field => field.Type == FieldType.Text);
            json.WriteStartObject();
            json.WriteString("template_id", template.TemplateId);
            json.WriteString("title", template.Title);
            json.WriteString("primary_industry", isOlder ? "IT科技" : "");
            json.WriteString("deputy_industry", isOlder ? "互联网|电子商务" : "");
            json.WriteString("content", template.Content);
            json.WriteString("example", template.Example);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

/// <summary><c>POST /cgi-bin/template/del_private_template</c>.</summary>
internal sealed class OfficialTemplateDeletionCall(SimulatedWeChat weChat) : OfficialShelfCall(weChat, HttpMethods.Post)
{
    protected override void Recognise() => TemplateId = Text("template_id");

    protected override Answer Answer(SimulatedApp app, DateTimeOffset now) =>
        TemplateShelf.Delete(app, TemplateId!, TemplateKind.Template) ? Answers.Accepted : WeChat.Answers.Refuse(WeChatCodes.InvalidTemplateId);
}

/// <summary>
/// <c>POST /cgi-bin/template/api_add_template</c>: a library template by its short id, with the names of the lines wanted. The
/// older templates by industry (<c>TM00015</c>, <c>OPENTM…</c>) can no longer be added.
/// </summary>
internal sealed class OfficialTemplateAdditionCall(SimulatedWeChat weChat) : OfficialShelfCall(weChat, HttpMethods.Post)
{
    private const int MostTemplates = 25;
    private const int MostKeywords = 5;

    protected override Answer Answer(SimulatedApp app, DateTimeOffset now)
    {
        var shortId = Text("template_id_short");
        if (shortId.StartsWith("TM", StringComparison.Ordinal) || shortId.StartsWith("OPENTM", StringComparison.Ordinal))
        {
            return WeChat.Answers.Refuse(WeChatCodes.CategoryTemplateNeeded);
        }

        if (!int.TryParse(shortId, NumberStyles.None, CultureInfo.InvariantCulture, out var tid) || PublicLibrary.Find(tid) is not { } title)
        {
            return WeChat.Answers.Refuse(WeChatCodes.InvalidTemplateId);
        }

        if (Chosen(title) is not { } keywords)
        {
            return WeChat.Answers.Refuse(WeChatCodes.InvalidKeywordNames);
        }

        var (code, template) = TemplateShelf.Add(app, TemplateKind.Template, title, keywords, MostTemplates, refuseTwins: false);
        return template is null ? WeChat.Answers.Refuse(code) : JsonAnswer.Ok(json => json.WriteString("template_id", template.TemplateId));
    }

    /// <summary>Null for a list that is empty, too long, or names what the template does not have, or the same twice.</summary>
    private List<LibraryKeyword>? Chosen(LibraryTitle title)
    {
        if (Property("keyword_name_list") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is 0 or > MostKeywords)
        {
            return null;
        }

        var chosen = new List<LibraryKeyword>();
        foreach (var entry in list.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.String || title.Keywords.FirstOrDefault(keyword => keyword.Name == entry.GetString()) is not { } found || chosen.Contains(found))
            {
                return null;
            }

            chosen.Add(found);
        }

        return chosen;
    }
}
