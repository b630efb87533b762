using System.Globalization;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Paging;
using WeChatNotifications.Rules;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Recipients;

internal sealed class FollowerImportAppService(
    IFollowerImportRepository imports, IAppCredentialRepository credentials, TimeProvider timeProvider) : IFollowerImportAppService
{
    public async Task<FollowerImportDto> StartAsync(StartFollowerImportDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var check = new RuleCheck();
        AppCredential? app = null;
        if (input.AppCredentialId == Guid.Empty)
        {
            check.Add(new("appCredentialId", RuleCodes.Required));
        }
        else
        {
            app = await credentials.FindAsync(input.AppCredentialId, cancellationToken).ConfigureAwait(false);
            if (app is null)
            {
                check.Add(new("appCredentialId", RuleCodes.Unknown, ("value", input.AppCredentialId)));
            }
            else if (app.Kind != AppKind.OfficialAccount)
            {
                check.Add(new("appCredentialId", RuleCodes.WrongAppKind, ("kind", "L:AppKind:OfficialAccount")));
            }
        }

        check.ThrowIfBroken();
        var import = FollowerImport.Start(app!.TenantId, app.Id, input.WithUnionIds, timeProvider.GetUtcNow());
        await imports.AddAsync(import, cancellationToken).ConfigureAwait(false);
        return ToDto(import);
    }

    public async Task<CursorPage<FollowerImportDto>> ListAsync(FollowerImportQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Range(query.PageSize, "pageSize", 1, DeliveryLimits.MaxPageSize);
        var before = PageCursor.Read(query.Cursor, check);
        check.ThrowIfBroken();
        var rows = await imports.ListAsync(query.AppCredentialId, before, query.PageSize + 1, cancellationToken).ConfigureAwait(false);
        return PageCursor.Page(rows, query.PageSize, ToDto);
    }

    public async Task<FollowerImportDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => ToDto(await RequireAsync(id, cancellationToken).ConfigureAwait(false));

    public Task<FollowerImportDto> CancelAsync(Guid id, CancellationToken cancellationToken = default)
        => ChangeAsync(id, static (import, now) => import.Cancel(now), cancellationToken);

    public Task<FollowerImportDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default)
        => ChangeAsync(id, static (import, now) => import.Resume(now), cancellationToken);

    /// <summary>A page that is stored at the same moment comes first; whoever asks is not to be told of it.</summary>
    private async Task<FollowerImportDto> ChangeAsync(Guid id, Action<FollowerImport, DateTimeOffset> change, CancellationToken cancellationToken)
    {
        const int Tries = 5;
        for (var attempt = 1; ; attempt++)
        {
            var import = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
            change(import, timeProvider.GetUtcNow());
            try
            {
                await imports.SaveAsync(import, cancellationToken).ConfigureAwait(false);
                return ToDto(import);
            }
            catch (ConflictException exception) when (exception.Code == WeChatNotificationsErrorCodes.ConcurrencyConflict && attempt < Tries)
            {
                // The next look sees how it stands now.
            }
        }
    }

    private async Task<FollowerImport> RequireAsync(Guid id, CancellationToken cancellationToken)
        => await imports.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new EntityNotFoundException(nameof(FollowerImport), id);

    private FollowerImportDto ToDto(FollowerImport import) => new()
    {
        Id = import.Id,
        AppCredentialId = import.AppCredentialId,
        Status = import.Status,
        WithUnionIds = import.WithUnionIds,
        Total = import.Total,
        Imported = import.Imported,
        Added = import.Added,
        Pages = import.Pages,
        Rate = import.Rate is { } rate ? Math.Round(rate, 1) : null,
        SecondsLeft = (long?)import.TimeLeft?.TotalSeconds,
        StartedAt = import.StartedAt,
        UpdatedAt = import.UpdatedAt,
        FinishedAt = import.FinishedAt,
        NotBefore = import.IsActive && import.NotBefore > timeProvider.GetUtcNow() ? import.NotBefore : null,
        Failures = import.Failures,
        ErrorCode = import.ErrorCode,
        ErrorMessage = import.ErrorMessage,
        Advice = import.ErrorCode is { } code and not 0 ? AdviceOn(WeChatErrorCatalogue.Find(code, WeChatCall.Users)) : null,
    };

    private static string AdviceOn(WeChatErrorEntry entry)
        => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh"
            ? entry.MeaningZh + entry.AdviceZh
            : entry.MeaningEn + " " + entry.AdviceEn;
}
