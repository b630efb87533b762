using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using WeChatNotifications.Channels;
using WeChatNotifications.Permits;
using WeChatNotifications.WeChatApi;

namespace WeChatNotifications.Deliveries;

/// <summary>Shows a delivery as its channel sends it, without what pays for it.</summary>
internal sealed class DeliveryWire(IEnumerable<IMessageChannel> channels, IFormIdStore formIds, IOptions<WeChatApiOptions> options)
{
    private const string Hidden = "***";

    /// <summary>How much of a form id is shown: enough to find it again in the front end's own log.</summary>
    private const int Shown = 4;

    public async Task<DeliveryWireDto> OfAsync(DeliveryLog delivery, CancellationToken cancellationToken)
    {
        var channel = channels.Single(c => c.Kind == delivery.Channel);
        var permit = channel.NeedsFormId(delivery) == FormIdNeed.None ? null : await PermitAsync(delivery.Id, cancellationToken).ConfigureAwait(false);
        var request = channel.RequestOf(delivery, permit, options.Value);
        return new DeliveryWireDto
        {
            Method = "POST",
            Url = request.AddressToShow(options.Value.BaseAddress),
            Body = Encoding.UTF8.GetString(request.Body.Span),
            FormId = permit?.FormId,
            Answer = AnswerOf(delivery),
        };
    }

    /// <summary>The permit with its form id hidden before anything is made of it.</summary>
    private async Task<FormIdPermit> PermitAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        var bound = await formIds.FindBoundAsync(deliveryId, cancellationToken).ConfigureAwait(false);
        return bound is null
            ? new FormIdPermit(Guid.Empty, Hidden, FormIdKind.FormId, IsRebound: false)
            : bound with { FormId = bound.FormId.Length > Shown * 2 ? Hidden + bound.FormId[^Shown..] : Hidden };
    }

    private static WireAnswerDto? AnswerOf(DeliveryLog delivery) => delivery switch
    {
        // What a refused one says is the receipt's, which came later.
        { SentAt: not null } => new(0, ErrorMessage: null, Rid: null, delivery.WeChatMessageId?.ToString(CultureInfo.InvariantCulture)),
        { ErrorCode: { } code } => new(code, delivery.ErrorMessage, delivery.Rid, WeChatMessageId: null),
        { ErrorMessage: { } text, Attempts: > 0 } => new(ErrorCode: null, text, delivery.Rid, WeChatMessageId: null),
        _ => null,
    };
}
