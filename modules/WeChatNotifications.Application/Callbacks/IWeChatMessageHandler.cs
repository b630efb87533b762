using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Callbacks;

/// <summary>
/// Acts upon what WeChat pushes: users' messages, events. Register one by <c>services.AddWeChatMessageHandler&lt;T&gt;()</c>. It is called
/// in a service scope of its own, as the tenant of the account, after the module has done its own part and WeChat has its answer: each
/// message once, those of one account one after the other. What it throws is logged, and harms nobody else. A message that was taken when
/// the process dies is not handed over again: what must not be lost belongs into a table at once.
/// </summary>
public interface IWeChatMessageHandler
{
    /// <summary>Acts upon one message.</summary>
    /// <param name="message">The message and whose it is.</param>
    /// <param name="cancellationToken">Cancelled after <see cref="CallbackOptions.HandlerTimeout"/>.</param>
    Task HandleAsync(ReceivedMessage message, CancellationToken cancellationToken);
}

/// <summary>A pushed message that was found genuine.</summary>
/// <param name="TenantId">Whose account it was pushed for; null for the host's own. It is the ambient tenant as well.</param>
/// <param name="AppCredentialId">The account.</param>
/// <param name="AppId">WeChat's appid of it.</param>
/// <param name="Message">What WeChat pushed.</param>
public sealed record ReceivedMessage(Guid? TenantId, Guid AppCredentialId, string AppId, PushedMessage Message);

/// <summary>A handler type that the host has registered.</summary>
internal sealed record MessageHandlerType(Type Type);
