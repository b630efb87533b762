using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Callbacks;

/// <summary>Takes what WeChat pushes. Asks for no tenant: the account is found by its appid and its token, and is worked for as its own tenant.</summary>
public interface ICallbackReceiver
{
    /// <summary>WeChat checks the address.</summary>
    /// <param name="appId">WeChat's appid, or the id of the credential.</param>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    /// <returns><see cref="CallbackAnswer.Taken"/> when it is WeChat, and <c>echostr</c> is to be answered.</returns>
    Task<CallbackAnswer> CheckAddressAsync(string appId, CallbackQuery query, CancellationToken cancellationToken);

    /// <summary>WeChat pushes a message. Answers within <see cref="CallbackOptions.AnswerWithin"/>, whatever happens inside.</summary>
    /// <param name="appId">WeChat's appid, or the id of the credential.</param>
    /// <param name="query">The query.</param>
    /// <param name="body">The body, at most <see cref="CallbackOptions.MaxBodySize"/>.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more. A message that was taken is kept all the same.</param>
    Task<CallbackAnswer> ReceiveAsync(string appId, CallbackQuery query, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}

/// <summary>What to answer.</summary>
public enum CallbackAnswer
{
    /// <summary><c>success</c>: it is stored, or is in memory and will be.</summary>
    Taken = 0,

    /// <summary>No account, or a wrong signature, or too old, or come before. Which of them is nobody's business.</summary>
    Refused = 1,

    /// <summary>It is WeChat's, but cannot be read.</summary>
    Unreadable = 2,

    /// <summary>There is no room for it now; WeChat sends it again.</summary>
    Busy = 3,
}
