using Volo.Abp.Application.Services;
using Volo.Abp.Content;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Abp.Broadcasts;

/// <summary>Messages to many, for callers with the permissions. What differs from the module's own interface is how a list travels: as ABP's streams do.</summary>
/// <remarks>Code of the server that acts for nobody uses <see cref="IBroadcastAppService"/>, which asks for no permission.</remarks>
public interface IWeChatBroadcastAppService : IApplicationService
{
    /// <inheritdoc cref="IBroadcastAppService.CreateAsync"/>
    Task<BroadcastDto> CreateAsync(SaveBroadcastDto input, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBroadcastAppService.UpdateAsync"/>
    Task<BroadcastDto> UpdateAsync(Guid id, SaveBroadcastDto input, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBroadcastAppService.GetAsync"/>
    Task<BroadcastDto> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBroadcastAppService.ListAsync"/>
    Task<CursorPage<BroadcastDto>> ListAsync(BroadcastQueryDto query, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBroadcastAppService.DeleteAsync"/>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the list of a draft while it arrives and puts it in the place of the one before: all of it, or nothing when the file as a whole
    /// cannot be used. Rows that cannot be used are left out and told by their line.
    /// </summary>
    /// <param name="id">The draft; its audience is <see cref="AudienceKind.List"/>.</param>
    /// <param name="list">The file in UTF-8; its content type says how it is written: <c>text/csv</c> or <c>application/x-ndjson</c>.</param>
    /// <param name="cancellationToken">Cancels the upload; the list before stays.</param>
    Task<BroadcastListDto> UploadListAsync(Guid id, IRemoteStreamContent list, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBroadcastAppService.GetBadRowsAsync"/>
    Task<CursorPage<BroadcastBadRowDto>> GetBadRowsAsync(Guid id, BadRowQueryDto query, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBroadcastAppService.ListSourcesAsync"/>
    Task<IReadOnlyList<AudienceSourceDto>> ListSourcesAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBroadcastAppService.DryRunAsync"/>
    Task<BroadcastDryRunDto> DryRunAsync(Guid id, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBroadcastAppService.StartAsync"/>
    Task<BroadcastDto> StartAsync(Guid id, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBroadcastAppService.PauseAsync"/>
    Task<BroadcastDto> PauseAsync(Guid id, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBroadcastAppService.ResumeAsync"/>
    Task<BroadcastDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBroadcastAppService.CancelAsync"/>
    Task<BroadcastDto> CancelAsync(Guid id, CancellationToken cancellationToken = default);
}
