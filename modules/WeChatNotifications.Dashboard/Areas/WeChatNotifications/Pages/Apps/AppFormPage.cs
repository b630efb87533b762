using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Views;

namespace WeChatNotifications.Dashboard.Pages.Apps;

/// <summary>What adding and changing an app share.</summary>
public abstract class AppFormPage : DashboardPage
{
    [BindProperty]
    public AppForm Input { get; set; } = new();

    /// <summary>The last characters of the present secret; null for a new app.</summary>
    public string? SecretHint { get; protected set; }

    public bool IsNew => SecretHint is null;

    public IReadOnlyList<SelectListItem> Kinds => Choices.Of<AppKind>(k => Texts["Apps.Kind" + k]);

    public IReadOnlyList<SelectListItem> TokenModes => Choices.Of<TokenMode>(m => Texts["Apps.Mode" + m]);

    public IReadOnlyList<SelectListItem> Policies => Choices.Of<UnconfirmedPolicy>(p => Texts["Apps.Policy" + p]);

    /// <summary>A number that was typed; one that is none is marked at its field.</summary>
    protected int? NumberOf(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        ModelState.AddModelError($"{nameof(Input)}.{field}", Texts["Field.Unreadable"]);
        return null;
    }

    protected static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
