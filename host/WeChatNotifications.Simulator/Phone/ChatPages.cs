using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Pages;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>The list of chats, and a chat with its cards.</summary>
internal sealed class ChatPages(SimulatedWeChat weChat)
{
    private const int MostCards = 20;

    public Task ShowChatsAsync(PageContext page, PhoneOwner owner) => page.WriteAsync(PhoneFrame.Around(page, owner, PhonePart.Chats, new()
    {
        Title = page[PhoneTexts.Chats],
        Kind = "list",
        Live = Live(page, owner, chat: null, weChat.Messages.Last(owner.Users)),
        Content = Html.Of($"""
            {Arrival(page)}
            <ul class="chats" id="chats" data-testid="chats">{Html.Each(owner.Chats, chat => Line(page, owner, chat, weChat.Messages.Last(chat.Users)))}</ul>
            {Status(page)}
            """),
    }));

    public Task ShowChatAsync(PageContext page, PhoneOwner owner, PhoneChat chat)
    {
        var before = long.TryParse(page.Query("before"), out var given) ? given : long.MaxValue;
        // Before the cards are read: what arrives in between is told again, and the page knows it by its id.
        var last = weChat.Messages.Last(owner.Users);
        var kept = weChat.Messages.Newest(chat.Users, before, MostCards + 1);
        var now = weChat.Clock.GetUtcNow();
        var shown = kept.Take(MostCards).Reverse().ToArray();
        var address = PhoneAddress.OfChat(owner, chat);
        return page.WriteAsync(PhoneFrame.Around(page, owner, PhonePart.Chats, new()
        {
            Title = NameOf(page, chat),
            Back = PhoneAddress.OfChats(owner),
            Kind = "chat",
            // What is new belongs below the newest ones, not below an earlier page.
            Live = before == long.MaxValue ? Live(page, owner, chat, last) : Html.None,
            Content = Html.Of($"""
                <div class="thread">
                {Arrival(page)}
                {(kept.Count > MostCards ? Html.Of($"""<p class="earlier"><a href="{address}?before={shown[0].Message.MsgId}" data-testid="earlier">{page[PhoneTexts.Earlier]}</a></p>""") : Html.None)}
                {(shown.Length == 0 ? Html.Of($"""<p class="empty" id="empty" data-testid="empty">{page[PhoneTexts.NoMessagesYet]}</p>""") : Html.None)}
                <ol class="messages" id="messages" aria-label="{page[PhoneTexts.Messages]}" data-testid="messages">{Html.Each(shown, message => new MessageCard(page, owner, message, now).Render())}</ol>
                {(before == long.MaxValue ? Status(page) : Html.Of($"""<p class="earlier"><a href="{address}" data-testid="newest">{page[PhoneTexts.Newest]}</a></p>"""))}
                </div>
                """),
        }));
    }

    public static string NameOf(PageContext page, PhoneChat chat) => chat.Account?.Name ?? page[PhoneTexts.ServiceChat];

    /// <summary>One line of the list of chats with its newest message.</summary>
    public Html Line(PageContext page, PhoneOwner owner, PhoneChat chat, KeptMessage? newest)
    {
        var title = newest is null ? page[PhoneTexts.NoMessages] : CardContent.Of(newest.Message, newest.Template).Title;
        var words = newest is not null && chat.Account is null ? page.Say(PhoneTexts.Preview, newest.App.Name, title) : title;
        return Html.Of($"""
            <li data-chat="{chat.Key}"><a href="{PhoneAddress.OfChat(owner, chat)}" data-testid="chat-{chat.Key}">
            {(chat.Account is { } account ? PhoneFrame.Avatar(account.Name, account.AppId) : PhoneFrame.ServiceAvatar())}
            <span class="name">{NameOf(page, chat)}</span>
            <span class="last">{words}</span>
            {(newest is null ? Html.None : Html.Of($"""<span class="at">{PhoneTime.Of(page.Language, newest.Message.At, weChat.Clock.GetUtcNow())}</span>"""))}
            </a></li>
            """);
    }

    /// <summary>Tells the script where messages come from, which chat it shows, and which message was the newest on the phone.</summary>
    private static Html Live(PageContext page, PhoneOwner owner, PhoneChat? chat, KeptMessage? newest) => Html.Of(
        $" data-events=\"{PhoneAddress.OfEvents(owner, page.Language, newest?.Message.MsgId ?? 0)}\"{Html.Attribute("data-chat", chat?.Key)}");

    /// <summary>Where the script says aloud what has arrived. There before anything arrives, as screen readers need it.</summary>
    private static Html Arrival(PageContext page) => Html.Of(
        $"""<p class="visually-hidden" id="arrival" role="status" aria-live="polite" data-testid="arrival"></p><a class="banner" id="banner" href="#" hidden data-testid="banner"><span class="visually-hidden">{page[PhoneTexts.Messages]} </span></a>""");

    /// <summary>Without a script, a link to look anew; the script says instead whether it is connected.</summary>
    private static Html Status(PageContext page) => Html.Of(
        $"""<p class="status"><a href="" id="refresh" data-testid="refresh">{page[PhoneTexts.Refresh]}</a> <span id="live" data-on="{page[PhoneTexts.Live]}" data-off="{page[PhoneTexts.NotLive]}" data-testid="live"></span></p>""");
}
