using WeChatNotifications.Credentials;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Tokens;

/// <summary>Makes an app's calls that are no sends: with its token, and once more with another one when WeChat does not accept the first.</summary>
internal sealed class WeChatCalls(IWeChatApiClient client, IAccessTokenProvider tokens)
{
    /// <summary>Makes one call.</summary>
    /// <param name="app">Whose call it is.</param>
    /// <param name="kind">Which rows of the catalogue its refusals are looked up in.</param>
    /// <param name="call">The call with a token.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<WeChatCallResult<T>> AskAsync<T>(
        AppCredential app, WeChatCall kind, Func<IWeChatApiClient, string, CancellationToken, Task<ApiResult<T>>> call, CancellationToken cancellationToken)
    {
        for (var mayRefresh = true; ; mayRefresh = false)
        {
            switch (await tokens.GetAsync(app, cancellationToken).ConfigureAwait(false))
            {
                case AccessTokenResult.Refused refused:
                    return new WeChatCallResult<T>.Refused(refused.Error, WeChatErrorCatalogue.Find(refused.Error.Code, WeChatCall.Token));
                case AccessTokenResult.Unreachable unreachable:
                    return new WeChatCallResult<T>.Unreachable("No access token: " + unreachable.Detail);
                case AccessTokenResult.Available available:
                    var result = await CallAsync(kind, call, available.Token, cancellationToken).ConfigureAwait(false);
                    if (!mayRefresh || result is not WeChatCallResult<T>.Refused { Entry.Action: WeChatErrorAction.RefreshTokenAndRetry })
                    {
                        return result;
                    }

                    await tokens.InvalidateAsync(app, available.Token, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    private async Task<WeChatCallResult<T>> CallAsync<T>(
        WeChatCall kind, Func<IWeChatApiClient, string, CancellationToken, Task<ApiResult<T>>> call, string token, CancellationToken cancellationToken)
    {
        try
        {
            return ResultOf(await call(client, token, cancellationToken).ConfigureAwait(false), kind);
        }
        catch (Exception exception) when (exception is not ArgumentException && !cancellationToken.IsCancellationRequested)
        {
            // A message handler that the host has added. Only its kind: the text may hold the address, and the address holds the token.
            return new WeChatCallResult<T>.Unreachable($"The call ended with {exception.GetType().Name}.");
        }
    }

    private static WeChatCallResult<T> ResultOf<T>(ApiResult<T> result, WeChatCall kind) => result switch
    {
        ApiResult<T>.Ok ok => new WeChatCallResult<T>.Ok(ok.Value),
        ApiResult<T>.Refused refused => new WeChatCallResult<T>.Refused(refused.Error, WeChatErrorCatalogue.Find(refused.Error.Code, kind)),
        ApiResult<T>.Unreachable unreachable => new WeChatCallResult<T>.Unreachable($"{unreachable.Fault.Kind}: {unreachable.Fault.Detail}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
