using System.Buffers.Text;
using System.Security.Cryptography;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.TemplateLibrary;

/// <summary>An app's private templates: the same ones that sends are checked against.</summary>
internal static class TemplateShelf
{
    /// <summary>In order of creation, without the deleted ones.</summary>
    public static IEnumerable<SimulatedTemplate> List(SimulatedApp app, TemplateKind kind) =>
        app.Templates.Values.Where(template => !template.Deleted && template.Kind == kind).OrderBy(template => template.Order);

    /// <summary>Puts a library template's chosen lines together to a private one.</summary>
    /// <param name="app">Whose it will be.</param>
    /// <param name="kind">What it will be for.</param>
    /// <param name="title">The library's template.</param>
    /// <param name="keywords">The lines in order.</param>
    /// <param name="most">How many private templates of the kind the app may have.</param>
    /// <param name="refuseTwins">Whether one with the same title and lines may not be there already.</param>
    /// <returns>0 with the template, or the code to refuse with.</returns>
    public static (int Code, SimulatedTemplate? Template) Add(
        SimulatedApp app, TemplateKind kind, LibraryTitle title, IReadOnlyList<LibraryKeyword> keywords, int most, bool refuseTwins)
    {
        lock (app.TemplateGate)
        {
            var present = List(app, kind).ToArray();
            if (refuseTwins && present.Any(template => IsTwin(template, title, keywords)))
            {
                return (WeChatCodes.TemplateExists, null);
            }

            if (present.Length >= most)
            {
                return (WeChatCodes.TemplatesFull, null);
            }

            var template = new SimulatedTemplate(NewId());
            template.Change(
                new()
                {
                    AppId = app.AppId,
                    TemplateId = template.TemplateId,
                    Kind = kind,
                    Title = title.Title,
                    Type = title.Type,
                    Content = TemplateText.ContentOf(keywords),
                    Example = TemplateText.ExampleOf(keywords),
                    Enums = keywords.Where(keyword => keyword.Values.Length > 0).ToDictionary(keyword => keyword.Key, IReadOnlyList<string> (keyword) => keyword.Values, StringComparer.Ordinal),
                },
                app.Kind);
            app.Templates[template.TemplateId] = template;
            return (WeChatCodes.Ok, template);
        }
    }

    /// <returns>Whether there was one.</returns>
    public static bool Delete(SimulatedApp app, string templateId, TemplateKind kind)
    {
        lock (app.TemplateGate)
        {
            if (app.FindTemplate(templateId, kind) is not { } template)
            {
                return false;
            }

            template.Deleted = true;
            return true;
        }
    }

    private static bool IsTwin(SimulatedTemplate template, LibraryTitle title, IReadOnlyList<LibraryKeyword> keywords) =>
        template.Title == title.Title
        && template.Fields.Select(field => field.Key).Order(StringComparer.Ordinal).SequenceEqual(keywords.Select(keyword => keyword.Key).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>43 characters, as WeChat's are.</summary>
    private static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
