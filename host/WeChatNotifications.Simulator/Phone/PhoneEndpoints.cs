using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>The pages of the phones.</summary>
internal static class PhoneEndpoints
{
    public static void MapPhone(this IEndpointRouteBuilder routes, SimulatedWeChat weChat, SimulatorControl control, CancellationToken stopping)
    {
        var chats = new ChatPages(weChat);
        var opened = new OpenedMessage(weChat);
        var dialog = new DialogPages(control);
        var settings = new SettingsPages(control);
        var program = new ProgramPages(weChat, control);
        var events = new PhoneEvents(weChat, chats, stopping);
        var users = new UserPages(weChat);

        routes.MapGet("/", http => new PageContext(http).GoTo(PhoneAddress.Root));
        routes.MapGet(PhoneAddress.Root, http => users.ShowAsync(new(http)));
        var phone = routes.MapGroup($"{PhoneAddress.Root}/{{appId}}/{{openId}}");
        phone.MapGet("", Owned(weChat, (page, owner) => chats.ShowChatAsync(page, owner, owner.Home)));
        phone.MapGet("/chats", Owned(weChat, chats.ShowChatsAsync));
        phone.MapGet("/chats/{chat}", Owned(weChat, (page, owner) => owner.FindChat(PhoneAddress.Read(page.Http, "chat")) is { } chat
            ? chats.ShowChatAsync(page, owner, chat)
            : page.NotFoundAsync(page[PhoneTexts.NoChat])));
        phone.MapGet("/events", Owned(weChat, events.AnswerAsync));
        phone.MapGet("/messages/{messageId}", Owned(weChat, opened.ShowAsync));
        phone.MapGet("/subscribe", Owned(weChat, DialogPages.ShowAsync));
        phone.MapPost("/subscribe", Owned(weChat, dialog.AnswerAsync));
        phone.MapGet("/settings", Owned(weChat, settings.ShowAsync));
        phone.MapPost("/settings/{change}", Owned(weChat, settings.ChangeAsync));
        phone.MapGet("/program", Owned(weChat, program.ShowAsync));
        phone.MapPost("/program/{act}", Owned(weChat, program.ActAsync));
    }

    /// <summary>A page of somebody's phone; in plain words, when there is no such phone.</summary>
    private static RequestDelegate Owned(SimulatedWeChat weChat, Func<PageContext, PhoneOwner, Task> show) => http =>
    {
        var page = new PageContext(http);
        var (appId, openId) = (PhoneAddress.Read(http, "appId"), PhoneAddress.Read(http, "openId"));
        if (PhoneOwner.Find(weChat, appId, openId) is { } owner)
        {
            return show(page, owner);
        }

        return page.NotFoundAsync(weChat.Apps.ContainsKey(appId) ? page.Say(PhoneTexts.NoUser, appId, openId) : page.Say(PhoneTexts.NoApp, appId));
    };
}
