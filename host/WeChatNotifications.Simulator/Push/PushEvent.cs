using System.Globalization;

namespace WeChatNotifications.Simulator.Push;

/// <summary>One field of an event. A number is bare in XML and text in JSON.</summary>
internal readonly record struct PushField(string Name, string Value, bool IsNumber = false)
{
    public static PushField Number(string name, long value) => new(name, value.ToString(CultureInfo.InvariantCulture), IsNumber: true);
}

/// <summary>Something an app is told of, without its head: receiver, user and time are the same in all.</summary>
/// <param name="Name">WeChat's name of the event.</param>
internal abstract record PushEvent(string Name)
{
    public virtual IReadOnlyList<PushField> Fields => [];

    /// <summary>The element that holds the items in XML; JSON has none. Null for an event without items.</summary>
    public virtual string? Wrapper => null;

    public virtual IReadOnlyList<IReadOnlyList<PushField>> Items => [];
}

/// <summary>A user begins or ceases to follow.</summary>
internal sealed record FollowEvent(bool Follows) : PushEvent(Follows ? "subscribe" : "unsubscribe")
{
    public override IReadOnlyList<PushField> Fields => [new("EventKey", "")];
}

/// <summary>What a user chose in the dialog, by template.</summary>
/// <param name="Scene">0 in a mini program, 1 on a web page, 2 in an article.</param>
internal sealed record PopupEvent(IReadOnlyList<(string TemplateId, bool Accepted)> Choices, int Scene) : PushEvent("subscribe_msg_popup_event")
{
    public override string Wrapper => "SubscribeMsgPopupEvent";

    public override IReadOnlyList<IReadOnlyList<PushField>> Items => [.. Choices.Select(choice => (PushField[])
    [
        new("TemplateId", choice.TemplateId),
        new("SubscribeStatusString", choice.Accepted ? "accept" : "reject"),
        PushField.Number("PopupScene", Scene),
    ])];
}

/// <summary>Templates a user turned off in the settings. Turning on is not pushed.</summary>
internal sealed record ChangeEvent(IReadOnlyList<string> TemplateIds) : PushEvent("subscribe_msg_change_event")
{
    public override string Wrapper => "SubscribeMsgChangeEvent";

    public override IReadOnlyList<IReadOnlyList<PushField>> Items =>
        [.. TemplateIds.Select(id => (PushField[])[new("TemplateId", id), new("SubscribeStatusString", "reject")])];
}

/// <summary>What became of an accepted subscribe message. WeChat does not tell the numbers of failures; -1 is this simulator's.</summary>
internal sealed record SubscribeReceipt(string TemplateId, long MessageId, ReceiptOutcome Outcome) : PushEvent("subscribe_msg_sent_event")
{
    public override string Wrapper => "SubscribeMsgSentEvent";

    public override IReadOnlyList<IReadOnlyList<PushField>> Items =>
    [
        (PushField[])
        [
            new("TemplateId", TemplateId),
            PushField.Number("MsgID", MessageId),
            PushField.Number("ErrorCode", Outcome == ReceiptOutcome.Success ? 0 : -1),
            new("ErrorStatus", Outcome == ReceiptOutcome.Success ? "success" : "system failed"),
        ],
    ];
}

/// <summary>What became of an accepted template message of an official account.</summary>
internal sealed record TemplateReceipt(long MessageId, ReceiptOutcome Outcome) : PushEvent("TEMPLATESENDJOBFINISH")
{
    public override IReadOnlyList<PushField> Fields =>
    [
        PushField.Number("MsgID", MessageId),
        // One with a space after the colon and one without: so WeChat writes them.
        new("Status", Outcome switch
        {
            ReceiptOutcome.UserBlock => "failed:user block",
            ReceiptOutcome.SystemFailed => "failed: system failed",
            _ => "success",
        }),
    ];
}
