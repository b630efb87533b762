using Asp.Versioning;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using Volo.Abp.Content;
using Volo.Abp.Uow;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.HttpApi;
using WeChatNotifications.HttpApi.Errors;
using WeChatNotifications.Localization;

namespace WeChatNotifications.Abp.Broadcasts;

/// <summary>Messages to many, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Broadcasts")]
[Route(WeChatNotificationsRemoteService.Root + "/broadcasts")]
public class WeChatBroadcastController(IWeChatBroadcastAppService broadcasts, IOptions<WeChatNotificationsHttpApiOptions> options, IModuleTexts texts)
    : AbpControllerBase, IWeChatBroadcastAppService
{
    /// <inheritdoc />
    [HttpPost]
    public virtual Task<BroadcastDto> CreateAsync([FromBody] SaveBroadcastDto input, CancellationToken cancellationToken = default)
        => broadcasts.CreateAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpPut("{id:guid}")]
    public virtual Task<BroadcastDto> UpdateAsync(Guid id, [FromBody] SaveBroadcastDto input, CancellationToken cancellationToken = default)
        => broadcasts.UpdateAsync(id, input, cancellationToken);

    /// <inheritdoc />
    [HttpGet("{id:guid}")]
    public virtual Task<BroadcastDto> GetAsync(Guid id, CancellationToken cancellationToken = default) => broadcasts.GetAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpGet]
    public virtual Task<CursorPage<BroadcastDto>> ListAsync([FromQuery] BroadcastQueryDto query, CancellationToken cancellationToken = default)
        => broadcasts.ListAsync(query, cancellationToken);

    /// <inheritdoc />
    [HttpDelete("{id:guid}")]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default) => broadcasts.DeleteAsync(id, cancellationToken);

    /// <inheritdoc />
    /// <remarks>The body is the file itself. It may be larger than the host's other bodies, up to <see cref="WeChatNotificationsHttpApiOptions.MaxListSize"/>.</remarks>
    [HttpPut("{id:guid}/list")]
    [UnitOfWork(IsDisabled = true)]
    public virtual async Task<BroadcastListDto> UploadListAsync(Guid id, IRemoteStreamContent list, CancellationToken cancellationToken = default)
    {
        var max = options.Value.MaxListSize;
        if (Request.Headers.ContentEncoding.Count > 0)
        {
            throw Refusal(HttpErrorCodes.ListMediaType);
        }

        if (Request.ContentLength > max)
        {
            throw TooLarge(max);
        }

        if (HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = max;
        }

        try
        {
            return await broadcasts.UploadListAsync(id, list, cancellationToken).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(max);
        }
    }

    /// <inheritdoc />
    [HttpGet("{id:guid}/bad-rows")]
    public virtual Task<CursorPage<BroadcastBadRowDto>> GetBadRowsAsync(Guid id, [FromQuery] BadRowQueryDto query, CancellationToken cancellationToken = default)
        => broadcasts.GetBadRowsAsync(id, query, cancellationToken);

    /// <inheritdoc />
    [HttpGet("sources")]
    public virtual Task<IReadOnlyList<AudienceSourceDto>> ListSourcesAsync(CancellationToken cancellationToken = default) => broadcasts.ListSourcesAsync(cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/dry-run")]
    public virtual Task<BroadcastDryRunDto> DryRunAsync(Guid id, CancellationToken cancellationToken = default) => broadcasts.DryRunAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/start")]
    public virtual Task<BroadcastDto> StartAsync(Guid id, CancellationToken cancellationToken = default) => broadcasts.StartAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/pause")]
    public virtual Task<BroadcastDto> PauseAsync(Guid id, CancellationToken cancellationToken = default) => broadcasts.PauseAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/resume")]
    public virtual Task<BroadcastDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default) => broadcasts.ResumeAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/cancel")]
    public virtual Task<BroadcastDto> CancelAsync(Guid id, CancellationToken cancellationToken = default) => broadcasts.CancelAsync(id, cancellationToken);

    private UserFriendlyException TooLarge(long max) => Refusal(HttpErrorCodes.BodyTooLarge, ("max", max));

    private UserFriendlyException Refusal(string code, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments)
        {
            values[name] = value;
        }

        return new(texts.Get(code, values), code);
    }
}
