using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Callbacks;

/// <summary>Hands messages to what the host has registered. One handler's fault is nobody else's.</summary>
internal sealed class MessageHandlers(
    IEnumerable<MessageHandlerType> types, IServiceScopeFactory scopes, IAmbientTenant tenant, IOptions<CallbackOptions> options, TimeProvider timeProvider,
    ILogger<MessageHandlers> logger)
{
    private readonly Type[] _types = [.. types.Select(t => t.Type).Distinct()];
    private readonly TimeSpan _timeout = options.Value.HandlerTimeout;

    public bool IsEmpty => _types.Length == 0;

    /// <summary>Calls every handler, one after the other.</summary>
    public async Task HandleAsync(PushedCallback callback, CancellationToken cancellationToken)
    {
        var account = callback.Account;
        var received = new ReceivedMessage(account.TenantId, account.Id, account.AppId, callback.Message);
        foreach (var type in _types)
        {
            await HandleAsync(type, received, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task HandleAsync(Type type, ReceivedMessage received, CancellationToken cancellationToken)
    {
        var (message, name) = (received.Message, type.Name);
        using var limit = new CancellationTokenSource(_timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // One that does not listen to its token is left to itself.
            await CallAsync(type, received, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            CallbackLog.HandlerTimedOut(logger, name, _timeout, message.MsgType, message.Event, received.AppId);
        }
#pragma warning disable CA1031 // A fault of the host's code ends here.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            CallbackLog.HandlerFailed(logger, name, message.MsgType, message.Event, received.AppId, exception);
        }
    }

    private async Task CallAsync(Type type, ReceivedMessage received, CancellationToken cancellationToken)
    {
        using var bound = tenant.Change(received.TenantId);
        await scopes.InScopeAsync(async s =>
        {
            await ((IWeChatMessageHandler)s.GetRequiredService(type)).HandleAsync(received, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }
}
