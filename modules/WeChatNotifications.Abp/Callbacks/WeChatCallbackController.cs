using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Callbacks;
using WeChatNotifications.HttpApi.Callbacks;

namespace WeChatNotifications.Abp.Callbacks;

/// <summary>How WeChat pushes messages for an account, over HTTP. What WeChat itself calls is <c>/callback/{appId}</c>, mapped beside the controllers.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Callbacks")]
[Route(WeChatNotificationsRemoteService.Root + "/credentials/{appCredentialId:guid}/callbacks")]
public class WeChatCallbackController(IWeChatCallbackAppService callbacks, LinkGenerator links) : AbpControllerBase, IWeChatCallbackAppService
{
    /// <inheritdoc />
    [HttpGet]
    public virtual async Task<AppCallbacksDto> GetAsync(Guid appCredentialId, CancellationToken cancellationToken = default)
        => WithPath(await callbacks.GetAsync(appCredentialId, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    [HttpPut]
    public virtual async Task<AppCallbacksDto> SaveAsync(Guid appCredentialId, [FromBody] SaveCallbacksDto input, CancellationToken cancellationToken = default)
        => WithPath(await callbacks.SaveAsync(appCredentialId, input, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    [HttpPost("generate")]
    public virtual async Task<GeneratedCallbacksDto> GenerateAsync(
        Guid appCredentialId, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] GenerateCallbacksDto? input, CancellationToken cancellationToken = default)
    {
        var generated = await callbacks.GenerateAsync(appCredentialId, input ?? new(), cancellationToken).ConfigureAwait(false);
        return generated with { Callbacks = WithPath(generated.Callbacks) };
    }

    /// <inheritdoc />
    [HttpDelete]
    public virtual Task RemoveAsync(Guid appCredentialId, CancellationToken cancellationToken = default) => callbacks.RemoveAsync(appCredentialId, cancellationToken);

    private AppCallbacksDto WithPath(AppCallbacksDto found)
        => found with { Path = links.GetPathByName(HttpContext, CallbackEndpoints.PushName, new { appId = found.AppId }) };
}
