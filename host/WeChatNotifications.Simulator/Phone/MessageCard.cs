using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Pages;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>One message as a card in a chat.</summary>
internal sealed class MessageCard(PageContext page, PhoneOwner owner, KeptMessage kept, DateTimeOffset now)
{
    private readonly SimulatedMessage _message = kept.Message;
    private readonly CardContent _content = CardContent.Of(kept.Message, kept.Template);

    public string Title => _content.Title;

    public Html Render() => Html.Of($"""
        <li class="message" id="m-{_message.MsgId}" data-testid="message" data-message-id="{_message.MsgId}">
        <p class="when">{PhoneTime.Of(page.Language, _message.At, now)}</p>
        <article class="card" aria-labelledby="m-{_message.MsgId}-title" data-testid="card">
        <header>{PhoneFrame.Avatar(kept.App.Name, kept.App.AppId)}<span class="from" data-testid="card-app">{kept.App.Name}</span>{Version()}<a class="more" href="{Address}#received" aria-label="{page[PhoneTexts.WhatWasReceived]}: {Title}" data-testid="card-details"><span aria-hidden="true">⋯</span></a></header>
        <h2 id="m-{_message.MsgId}-title" data-testid="card-title">{Title}</h2>
        {Large()}
        {Html.Each(_content.Rows, Row)}
        {Foot()}
        </article>
        </li>
        """);

    private string Address => PhoneAddress.OfMessage(owner, _message.MsgId);

    private Html Large() => _content.Large is { } row
        ? Html.Of($"""<p class="large" data-testid="card-emphasis"><span class="label">{row.Label}</span><strong>{row.Value}</strong></p>""")
        : Html.None;

    private static Html Row(CardRow row) => row.Label.Length > 0
        ? Html.Of($"""<p class="row" data-testid="card-row"><span class="label">{row.Label}<span class="colon">: </span></span><span class="value">{row.Value}</span></p>""")
        : Html.Of($"""<p class="row" data-testid="card-row"><span class="value">{row.Value}</span></p>""");

    /// <summary>Messages without a page lead nowhere, as in WeChat.</summary>
    private Html Foot()
    {
        if (_message.Page.Length == 0 && _message.Url.Length == 0 && _message.JumpAppId.Length == 0)
        {
            return Html.None;
        }

        var words = kept.App.Kind == AppKind.MiniProgram || _message.JumpAppId.Length > 0 ? PhoneTexts.EnterProgram : PhoneTexts.Details;
        return Html.Of($"""<a class="foot" href="{Address}" data-testid="card-open">{page[words]}<span class="visually-hidden">: {Title}</span><span class="arrow" aria-hidden="true">›</span></a>""");
    }

    private Html Version() => _message.State switch
    {
        "developer" => Html.Of($"""<span class="tag">{page[PhoneTexts.Developer]}</span>"""),
        "trial" => Html.Of($"""<span class="tag">{page[PhoneTexts.Trial]}</span>"""),
        _ => Html.None,
    };
}
