using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Pages;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>
/// What a tap on a card opens: a page of the mini program with the parameters it gets, or the address of a web page, which is shown
/// and never fetched. Below it, what the simulator received.
/// </summary>
internal sealed class OpenedMessage(SimulatedWeChat weChat)
{
    public Task ShowAsync(PageContext page, PhoneOwner owner)
    {
        if (!long.TryParse(PhoneAddress.Read(page.Http, "messageId"), out var id) || weChat.Messages.Find(id) is not { } kept || !owner.Users.Contains(kept.User))
        {
            return page.NotFoundAsync(page[PhoneTexts.NoMessage]);
        }

        var message = kept.Message;
        var program = kept.App.Kind == AppKind.MiniProgram ? kept.App : weChat.Apps.GetValueOrDefault(message.JumpAppId);
        return page.WriteAsync(PhoneFrame.Around(page, owner, PhonePart.Chats, new()
        {
            Title = program is not null && message.Page.Length > 0 ? program.Name : kept.App.Name,
            Back = $"{PhoneAddress.OfChat(owner, owner.ChatOf(kept.User))}#m-{message.MsgId}",
            Content = Html.Of($"""
                {Target(page, message)}
                {Received(page, message)}
                """),
        }));
    }

    private static Html Target(PageContext page, SimulatedMessage message)
    {
        if (message.Page.Length > 0 || message.JumpAppId.Length > 0)
        {
            return Html.Of($"""
                {ProgramPage(page, message)}
                {(message.Url.Length > 0 ? WebPage(page, message.Url, PhoneTexts.ElseWeb) : Html.None)}
                """);
        }

        return message.Url.Length > 0
            ? WebPage(page, message.Url, PhoneTexts.OpenedWeb)
            : Html.Of($"""<p class="empty" data-testid="leads-nowhere">{page[PhoneTexts.LeadsNowhere]}</p>""");
    }

    private static Html ProgramPage(PageContext page, SimulatedMessage message)
    {
        var (path, query) = Split(message.Page);
        return Html.Of($"""
            <section class="opened" aria-labelledby="opened-title" data-testid="opened-page">
            <h2 id="opened-title">{page[PhoneTexts.OpenedPage]}</h2>
            <p class="path"><span class="label">{page[PhoneTexts.PagePath]}</span> <code data-testid="page-path">{path}</code></p>
            {Parameters(page, query)}
            </section>
            """);
    }

    private static Html WebPage(PageContext page, string url, Text heading)
    {
        var (_, query) = Split(url.Split('#')[0]);
        return Html.Of($"""
            <section class="opened" aria-labelledby="web-title" data-testid="opened-web">
            <h2 id="web-title">{page[heading]}</h2>
            <p class="path"><span class="label">{page[PhoneTexts.WebAddress]}</span> <code data-testid="web-address">{url}</code></p>
            <p class="hint">{page[PhoneTexts.WebNotOpened]}</p>
            {(query.Length > 0 ? Parameters(page, query) : Html.None)}
            </section>
            """);
    }

    private static Html Parameters(PageContext page, string query)
    {
        var pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair).ToArray();
        return pairs.Length == 0
            ? Html.Of($"""<p class="hint">{page[PhoneTexts.NoParameters]}</p>""")
            : Html.Of($"""
                <table class="parameters" data-testid="parameters"><caption>{page[PhoneTexts.Parameters]}</caption>
                <thead><tr><th scope="col">{page[PhoneTexts.ParameterName]}</th><th scope="col">{page[PhoneTexts.ParameterValue]}</th></tr></thead>
                <tbody>{Html.Each(pairs, pair => Html.Of($"""<tr><th scope="row">{pair.Name}</th><td>{pair.Value}</td></tr>"""))}</tbody></table>
                """);
    }

    private static Html Received(PageContext page, SimulatedMessage message)
    {
        (Text Name, string Value)[] facts =
        [
            (PhoneTexts.Channel, CallOf(message.Channel)),
            (PhoneTexts.TemplateId, message.TemplateId),
            (PhoneTexts.MessageId, message.MsgId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            (PhoneTexts.FormId, message.FormId),
            (PhoneTexts.ClientId, message.ClientMessageId),
        ];
        return Html.Of($"""
            <section class="received" id="received" aria-labelledby="received-title" data-testid="received">
            <h2 id="received-title">{page[PhoneTexts.WhatWasReceived]}</h2>
            <dl>{Html.Each(facts.Where(fact => fact.Value.Length > 0), fact => Html.Of($"""<div><dt>{page[fact.Name]}</dt><dd>{fact.Value}</dd></div>"""))}</dl>
            <h3>{page[PhoneTexts.RequestBody]}</h3>
            <pre tabindex="0" data-testid="received-body">{message.Body}</pre>
            </section>
            """);
    }

    private static string CallOf(SimulatedChannel channel) => channel switch
    {
        SimulatedChannel.SubscribeMessage => "subscribe/send",
        SimulatedChannel.TemplateMessage => "wxopen/template/send",
        SimulatedChannel.UniformMessage => "wxopen/template/uniform_send",
        SimulatedChannel.OfficialAccountTemplateMessage => "template/send",
        _ => "subscribe/bizsend",
    };

    private static (string Path, string Query) Split(string page) => page.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? (page[..at], page[(at + 1)..]) : (page, "");

    /// <summary>As the page gets it: a mini program's parameters have no plus for a blank.</summary>
    private static (string Name, string Value) Pair(string part)
    {
        var at = part.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (Uri.UnescapeDataString(part), "") : (Uri.UnescapeDataString(part[..at]), Uri.UnescapeDataString(part[(at + 1)..]));
    }
}
