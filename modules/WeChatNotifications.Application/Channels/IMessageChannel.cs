using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Channels;

/// <summary>Builds and makes the call of one WeChat message API.</summary>
internal interface IMessageChannel
{
    /// <summary>Which one.</summary>
    MessageChannel Kind { get; }

    /// <summary>Which rows of the error catalogue are about its answers.</summary>
    WeChatCall Call => Kind.Call();

    /// <summary>Whether a delivery is paid for with a form id.</summary>
    FormIdNeed NeedsFormId(DeliveryLog delivery) => FormIdNeed.None;

    /// <summary>Whether WeChat itself would refuse, or take for a repeat, a second call for a delivery whose first one had no answer.</summary>
    /// <param name="delivery">The delivery, the attempt under way counted.</param>
    /// <param name="permit">The permit that the call carried.</param>
    bool RefusesDoubles(DeliveryLog delivery, FormIdPermit? permit) => false;

    /// <summary>What <see cref="SendAsync"/> posts for a delivery.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="permit">The form id that pays for it; null where none is needed or wanted and none is left.</param>
    /// <param name="options">How the client towards WeChat is set up.</param>
    MessageRequest RequestOf(DeliveryLog delivery, FormIdPermit? permit, WeChatApiOptions options);

    /// <summary>Hands one delivery to WeChat, once.</summary>
    /// <param name="app">The app.</param>
    /// <param name="accessToken">Its token.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="permit">The form id that pays for it; null where none is needed or wanted and none is left.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<SendResult> SendAsync(AppCredential app, string accessToken, DeliveryLog delivery, FormIdPermit? permit, CancellationToken cancellationToken);
}

/// <summary>Whether a message needs a form id.</summary>
internal enum FormIdNeed
{
    /// <summary>No.</summary>
    None,

    /// <summary>A part of it does; without one it goes out without that part.</summary>
    Wanted,

    /// <summary>Without one it cannot go out.</summary>
    Required,
}
