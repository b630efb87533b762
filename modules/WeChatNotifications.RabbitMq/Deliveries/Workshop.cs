using WeChatNotifications.Deliveries;

namespace WeChatNotifications.RabbitMq.Deliveries;

/// <summary>Piecework in one database.</summary>
/// <param name="piecework">The work.</param>
/// <param name="context">
/// The flow that is bound to the database. A ticket comes by the flow of the broker's client, which is bound to nothing and ends long before the
/// messages are sent that the ticket began; lanes must go on in one that lasts as long as they do.
/// </param>
internal sealed class Workshop(DeliveryPiecework piecework, ExecutionContext? context)
{
    /// <inheritdoc cref="DeliveryPiecework.SettingsChanged"/>
    public void SettingsChanged(Guid appCredentialId) => piecework.SettingsChanged(appCredentialId);

    /// <inheritdoc cref="DeliveryPiecework.BeginAsync"/>
    public Task<PieceOfWork> BeginAsync(Guid appCredentialId, PieceLimit limit, CancellationToken cancellationToken)
    {
        if (context is null)
        {
            return piecework.BeginAsync(appCredentialId, limit, cancellationToken);
        }

        Task<PieceOfWork>? begun = null;
        ExecutionContext.Run(context, _ => begun = piecework.BeginAsync(appCredentialId, limit, cancellationToken), state: null);
        return begun!;
    }
}
