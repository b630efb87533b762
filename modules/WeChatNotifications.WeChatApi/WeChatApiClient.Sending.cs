using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Http;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.WeChatApi;

/// <content>Messages.</content>
public sealed partial class WeChatApiClient
{
    /// <inheritdoc/>
    public Task<SendResult> SendSubscribeMessageAsync(string accessToken, SubscribeMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        SubscribeMessageBody.ThrowIfInvalid(message, nameof(message));
        return SendAsync(WeChatCall.Send, accessToken, MessageRequest.Of(message), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SendResult> SendTemplateMessageAsync(string accessToken, TemplateMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        TemplateMessageBody.ThrowIfInvalid(message, nameof(message));
        return SendAsync(WeChatCall.Send, accessToken, MessageRequest.Of(message), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SendResult> SendUniformMessageAsync(string accessToken, UniformMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        UniformMessageBody.ThrowIfInvalid(message, nameof(message));
        return SendAsync(WeChatCall.OfficialAccountSend, accessToken, MessageRequest.Of(message, _uniformPagePathName), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SendResult> SendOfficialAccountTemplateMessageAsync(
        string accessToken, OfficialAccountTemplateMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        OfficialAccountTemplateMessageBody.ThrowIfInvalid(message, nameof(message));
        return SendAsync(WeChatCall.OfficialAccountSend, accessToken, MessageRequest.Of(message), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SendResult> SendOfficialAccountSubscribeMessageAsync(
        string accessToken, OfficialAccountSubscribeMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        OfficialAccountSubscribeMessageBody.ThrowIfInvalid(message, nameof(message));
        return SendAsync(WeChatCall.OfficialAccountSend, accessToken, MessageRequest.Of(message), cancellationToken);
    }

    private async Task<SendResult> SendAsync(WeChatCall kind, string accessToken, MessageRequest message, CancellationToken cancellationToken)
    {
        using var activity = WeChatApiTracing.Start(message.Call);
        var request = new ApiRequest<long?>(HttpMethod.Post, "", message.Body, ApiPayloads.Sent) { Address = _addresses.Of(message, accessToken) };
        var (_, answer, messageId, fault, certainlyUnprocessed) = await _exchange.RunAsync(request, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            WeChatApiTracing.Failed(activity, fault);
            return certainlyUnprocessed ? new SendResult.NotSent(fault) : new SendResult.Unknown(fault);
        }

        if (answer.IsRefusal)
        {
            var error = ErrorOf(answer, accessToken);
            WeChatApiTracing.Refused(activity, error, kind);
            return new SendResult.Refused(error);
        }

        WeChatApiTracing.Succeeded(activity);
        return new SendResult.Accepted(messageId);
    }
}
