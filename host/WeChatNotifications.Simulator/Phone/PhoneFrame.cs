using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>Which part of the phone is open.</summary>
internal enum PhonePart
{
    Chats,
    Subscribe,
    Program,
    Settings,
}

/// <summary>The phone itself: a title with a way back, what is on the screen, and the bar at its foot.</summary>
internal static class PhoneFrame
{
    /// <param name="page">Who reads it.</param>
    /// <param name="owner">Whose phone it is.</param>
    /// <param name="part">Which part is open.</param>
    /// <param name="screen">What is on the screen.</param>
    public static PageParts Around(PageContext page, PhoneOwner owner, PhonePart part, PhoneScreen screen) => new()
    {
        Title = $"{screen.Title} · {owner.User.OpenId}",
        Section = PageSection.Phones,
        Style = "phone.css",
        Script = "phone.js",
        Main = Html.Of($"""
            <p class="whose"><a href="/phone?app={Uri.EscapeDataString(owner.App.AppId)}">{owner.App.Name}</a> <span aria-hidden="true">›</span> <code data-testid="openid">{owner.User.OpenId}</code></p>
            <div class="phone" role="group" aria-label="{page.Say(PhoneTexts.PhoneOf, owner.User.OpenId)}" data-testid="phone"{screen.Live}>
            <div class="bar">{(screen.Back is { } back ? Html.Of($"""<a class="back" href="{back}" data-testid="back"><span aria-hidden="true">‹</span> {page[PhoneTexts.Back]}</a>""") : Html.None)}<h1 data-testid="screen-title">{screen.Title}</h1></div>
            <div class="screen {screen.Kind}">{screen.Content}</div>
            <nav class="tabs" aria-label="{page[PhoneTexts.PhoneParts]}">
            {Tab(page, part, PhonePart.Chats, PhoneAddress.OfChats(owner), PhoneTexts.Chats)}
            {Tab(page, part, PhonePart.Subscribe, PhoneAddress.OfDialog(owner), PhoneTexts.Subscribe)}
            {(owner.App.Kind == AppKind.MiniProgram ? Tab(page, part, PhonePart.Program, PhoneAddress.OfProgram(owner), PhoneTexts.Program) : Html.None)}
            {Tab(page, part, PhonePart.Settings, PhoneAddress.OfSettings(owner), PhoneTexts.Me)}
            </nav>
            </div>
            """),
    };

    /// <summary>The first letter of a name on one of six colours, always the same for an account.</summary>
    public static Html Avatar(string name, string id) => Html.Of($"""<span class="avatar tone-{Tone(id)}" aria-hidden="true">{Initial(name)}</span>""");

    public static Html ServiceAvatar() => Html.Of($"""<span class="avatar tone-service" aria-hidden="true">✉</span>""");

    private static Html Tab(PageContext page, PhonePart current, PhonePart part, string address, Text name) => Html.Of(
        $"""<a href="{address}"{Html.Attribute("aria-current", current == part ? "true" : null)} data-testid="tab-{part.ToString().ToLowerInvariant()}">{page[name]}</a>""");

    private static string Initial(string name) => System.Globalization.StringInfo.GetNextTextElement(name).ToUpperInvariant();

    private static int Tone(string id)
    {
        var sum = 0;
        foreach (var letter in id)
        {
            sum = ((sum * 31) + letter) & 0xFFFF;
        }

        return sum % 6;
    }
}

/// <summary>What is on the screen of a phone.</summary>
internal sealed record PhoneScreen
{
    public required string Title { get; init; }

    public required Html Content { get; init; }

    /// <summary>Where the arrow at the top leads; null: there is none.</summary>
    public string? Back { get; init; }

    /// <summary>How it is laid out: <c>chat</c>, <c>list</c> or <c>form</c>.</summary>
    public string Kind { get; init; } = "form";

    /// <summary>Attributes that tell the script what may arrive here.</summary>
    public Html Live { get; init; }
}
