using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Permits;

internal sealed class FormIdAppService(
    IFormIdStore formIds, IAppCredentialRepository credentials, IModuleTexts texts, WeChatNotificationsMetrics metrics, IOptions<PermitOptions> options,
    TimeProvider timeProvider)
    : IFormIdAppService
{
    public async Task<FormIdReportResultDto> ReportAsync(ReportFormIdsDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var app = await RequireAppAsync(input, cancellationToken).ConfigureAwait(false);
        var (kept, refused, mock) = (new List<FormIdRecord>(), new List<RefusedFormIdDto>(), 0);
        foreach (var (index, item) in input.Items!.Index())
        {
            if (FormIdRules.IsMock(item?.FormId))
            {
                mock++;
                continue;
            }

            var check = new RuleCheck();
            var record = RecordOf(app, item ?? new(), $"items[{index}]", check);
            if (record is not null)
            {
                kept.Add(record);
            }
            else
            {
                var told = texts.Of(check.Violations[0]);
                refused.Add(new RefusedFormIdDto(index, told.Field, told.Rule, told.Message));
            }
        }

        var added = kept.Count == 0 ? 0 : await formIds.CollectAsync(kept, options.Value.MaxFormIdsPerUser, cancellationToken).ConfigureAwait(false);
        metrics.FormIdsReported("accepted", added);
        metrics.FormIdsReported("duplicate", kept.Count - added);
        metrics.FormIdsReported("mock", mock);
        metrics.FormIdsReported("refused", refused.Count);
        return new FormIdReportResultDto(added, kept.Count - added, mock, refused);
    }

    public async Task<CursorPage<FormIdBalanceDto>> ListAsync(FormIdQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Range(query.PageSize, "pageSize", 1, DeliveryLimits.MaxPageSize);
        var after = ReadCursor(query.Cursor, check);
        check.ThrowIfBroken();
        var rows = await formIds.ListBalancesAsync(
            new FormIdFilter(query.AppCredentialId, query.OpenId), timeProvider.GetUtcNow() + options.Value.SafetyMargin, after, query.PageSize + 1, cancellationToken)
            .ConfigureAwait(false);
        var page = rows.Take(query.PageSize).ToList();
        return new CursorPage<FormIdBalanceDto>(
            [.. page.Select(b => new FormIdBalanceDto(b.AppCredentialId, b.OpenId, b.FormIds, b.PrepayUses, b.FormIds + b.PrepayUses, b.FirstExpiry))],
            rows.Count > query.PageSize ? $"{page[^1].AppCredentialId:N}.{page[^1].OpenId}" : null);
    }

    private FormIdRecord? RecordOf(AppCredential app, ReportedFormIdDto item, string path, RuleCheck check)
    {
        var now = timeProvider.GetUtcNow();
        var openId = check.Text(item.OpenId, path + ".openId", DeliveryLimits.OpenIdLength);
        if (openId.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
        {
            check.Add(new(path + ".openId", RuleCodes.Characters, ("allowed", "A-Z a-z 0-9 _ -")));
        }

        var formId = FormIdRules.Check(item.FormId, path + ".formId", check);
        check.Defined(item.Kind, path + ".kind");
        var collectedAt = FormIdRules.CollectedAt(item.CollectedAt, now);
        if (options.Value.IsTooOld(collectedAt, now))
        {
            check.Add(new(path + ".collectedAt", RuleCodes.FormIdExpired));
        }

        return check.IsClean
            ? FormIdRecord.Collect(
                app.TenantId, app.Id, openId, formId, item.Kind, item.Kind == FormIdKind.PrepayId ? options.Value.PrepayIdUses : 1, collectedAt,
                options.Value.FormIdLifetime, now)
            : null;
    }

    private async Task<AppCredential> RequireAppAsync(ReportFormIdsDto input, CancellationToken cancellationToken)
    {
        var check = new RuleCheck();
        if (input.Items is not { Count: > 0 } items)
        {
            check.Add(new("items", RuleCodes.Required));
        }
        else if (items.Count > FormIdLimits.MaxReportEntries)
        {
            check.Add(new("items", RuleCodes.TooMany, ("count", items.Count), ("max", FormIdLimits.MaxReportEntries)));
        }

        AppCredential? app = null;
        if (input.AppCredentialId == Guid.Empty)
        {
            check.Add(new("appCredentialId", RuleCodes.Required));
        }
        else if (await credentials.GetManyAsync([input.AppCredentialId], cancellationToken).ConfigureAwait(false) is not [var found])
        {
            check.Add(new("appCredentialId", RuleCodes.Unknown, ("value", input.AppCredentialId)));
        }
        else if (found.Kind != AppKind.MiniProgram)
        {
            check.Add(new("appCredentialId", RuleCodes.WrongAppKind, ("kind", "L:AppKind:" + AppKind.MiniProgram)));
        }
        else
        {
            app = found;
        }

        check.ThrowIfBroken();
        return app!;
    }

    /// <summary>A cursor is the app and the openid of the last row seen.</summary>
    private static (Guid AppCredentialId, string OpenId)? ReadCursor(string? cursor, RuleCheck check)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return null;
        }

        if (cursor.Length is > 33 and <= 33 + DeliveryLimits.OpenIdLength && cursor[32] == '.' && Guid.TryParseExact(cursor[..32], "N", out var app)
            && cursor.Skip(33).All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            return (app, cursor[33..]);
        }

        check.Add(new("cursor", RuleCodes.Unknown, ("value", cursor.Length > 64 ? cursor[..64] : cursor)));
        return null;
    }
}
