namespace WeChatNotifications.WeChatApi.Errors;

/// <summary>The kind of call that was answered with an error; some codes mean another thing for each.</summary>
public enum WeChatCall
{
    /// <summary>A message of a mini program: <c>message/subscribe/send</c>, or the retired <c>wxopen/template</c> calls.</summary>
    Send,

    /// <summary>A message of an official account: <c>message/template/send</c>, <c>subscribe/bizsend</c>, <c>uniform_send</c>.</summary>
    OfficialAccountSend,

    /// <summary>An access token: <c>stable_token</c>, <c>token</c>.</summary>
    Token,

    /// <summary>Template management: <c>wxaapi/newtmpl/*</c>, <c>template/*</c>.</summary>
    Template,

    /// <summary>Login: <c>sns/jscode2session</c>.</summary>
    Login,

    /// <summary>Followers of an official account: <c>user/get</c>, <c>user/info</c>.</summary>
    Users,

    /// <summary>Quotas and request ids: <c>clear_quota</c>, <c>openapi/quota/*</c>, <c>openapi/rid/get</c>.</summary>
    Quota,

    /// <summary>The front end's <c>wx.requestSubscribeMessage</c> (its <c>errCode</c>).</summary>
    SubscriptionRequest,
}
