using Npgsql;
using NpgsqlTypes;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;

/// <summary>A property that travels to the database as one array of all rows, or row by row in a COPY.</summary>
/// <param name="Property">The entity's property.</param>
/// <param name="Type">PostgreSQL's type of one value.</param>
/// <param name="Values">The values of all rows.</param>
/// <param name="CopyAsync">Writes the value of one row.</param>
/// <typeparam name="TRow">The rows.</typeparam>
internal sealed record ArrayColumn<TRow>(
    string Property, NpgsqlDbType Type, Func<IReadOnlyList<TRow>, Array> Values, Func<NpgsqlBinaryImporter, TRow, CancellationToken, Task> CopyAsync)
{
    /// <summary>The parameter for a set of rows.</summary>
    public NpgsqlParameter ParameterFor(IReadOnlyList<TRow> rows) => new() { NpgsqlDbType = NpgsqlDbType.Array | Type, Value = Values(rows) };
}

/// <summary>Which properties travel in which statement. The order is that of the statement's parameters.</summary>
internal static class DeliveryColumns
{
    public static readonly IReadOnlyList<ArrayColumn<DeliveryLog>> Inserted =
    [
        Id<DeliveryLog>(nameof(DeliveryLog.Id), d => d.Id),
        Id<DeliveryLog>(nameof(DeliveryLog.TenantId), d => d.TenantId),
        Id<DeliveryLog>(nameof(DeliveryLog.AppCredentialId), d => d.AppCredentialId),
        Id<DeliveryLog>(nameof(DeliveryLog.MessageTemplateId), d => d.MessageTemplateId),
        Text<DeliveryLog>(nameof(DeliveryLog.TemplateName), d => d.TemplateName),
        Number<DeliveryLog>(nameof(DeliveryLog.Channel), d => (int)d.Channel),
        Text<DeliveryLog>(nameof(DeliveryLog.OpenId), d => d.OpenId),
        Text<DeliveryLog>(nameof(DeliveryLog.WeChatTemplateId), d => d.WeChatTemplateId),
        Text<DeliveryLog>(nameof(DeliveryLog.Data), d => d.Data),
        Text<DeliveryLog>(nameof(DeliveryLog.Page), d => d.Page),
        Number<DeliveryLog>(nameof(DeliveryLog.MiniProgramVersion), d => (int)d.MiniProgramVersion),
        Text<DeliveryLog>(nameof(DeliveryLog.Language), d => d.Language),
        Text<DeliveryLog>(nameof(DeliveryLog.UserId), d => d.UserId),
        Id<DeliveryLog>(nameof(DeliveryLog.BroadcastId), d => d.BroadcastId),
        Text<DeliveryLog>(nameof(DeliveryLog.ChannelOptions), d => d.ChannelOptions),
        Text<DeliveryLog>(nameof(DeliveryLog.Fallbacks), d => d.Fallbacks),
        Number<DeliveryLog>(nameof(DeliveryLog.Status), d => (int)d.Status),
        Number<DeliveryLog>(nameof(DeliveryLog.Reason), d => (int)d.Reason),
        Number<DeliveryLog>(nameof(DeliveryLog.Priority), d => (int)d.Priority),
        Time<DeliveryLog>(nameof(DeliveryLog.NotBefore), d => d.NotBefore),
        Time<DeliveryLog>(nameof(DeliveryLog.ExpiresAt), d => d.ExpiresAt),
        Number<DeliveryLog>(nameof(DeliveryLog.Attempts), d => d.Attempts),
        Text<DeliveryLog>(nameof(DeliveryLog.DedupKey), d => d.DedupKey),
        Time<DeliveryLog>(nameof(DeliveryLog.CreatedAt), d => d.CreatedAt),
        Time<DeliveryLog>(nameof(DeliveryLog.FinishedAt), d => d.FinishedAt),
        Text<DeliveryLog>(nameof(DeliveryLog.ErrorMessage), d => d.ErrorMessage),
    ];

    /// <summary>The first two find the row; the rest is its new state.</summary>
    public static readonly IReadOnlyList<ArrayColumn<DeliveryOutcome>> Recorded =
    [
        Id<DeliveryOutcome>(nameof(DeliveryLog.Id), o => o.Delivery.Id),
        Id<DeliveryOutcome>(nameof(DeliveryLog.ClaimToken), o => o.ClaimToken),
        Number<DeliveryOutcome>(nameof(DeliveryLog.Status), o => (int)o.Delivery.Status),
        Number<DeliveryOutcome>(nameof(DeliveryLog.Reason), o => (int)o.Delivery.Reason),
        Time<DeliveryOutcome>(nameof(DeliveryLog.NotBefore), o => o.Delivery.NotBefore),
        Number<DeliveryOutcome>(nameof(DeliveryLog.Attempts), o => o.Delivery.Attempts),
        Big<DeliveryOutcome>(nameof(DeliveryLog.WeChatMessageId), o => o.Delivery.WeChatMessageId),
        Number<DeliveryOutcome>(nameof(DeliveryLog.ErrorCode), o => o.Delivery.ErrorCode),
        Text<DeliveryOutcome>(nameof(DeliveryLog.ErrorMessage), o => o.Delivery.ErrorMessage),
        Text<DeliveryOutcome>(nameof(DeliveryLog.Rid), o => o.Delivery.Rid),
        Time<DeliveryOutcome>(nameof(DeliveryLog.SentAt), o => o.Delivery.SentAt),
        Time<DeliveryOutcome>(nameof(DeliveryLog.FinishedAt), o => o.Delivery.FinishedAt),
    ];

    /// <summary>What changes besides when another template has taken over.</summary>
    public static readonly IReadOnlyList<ArrayColumn<DeliveryOutcome>> FellBack =
    [
        Id<DeliveryOutcome>(nameof(DeliveryLog.AppCredentialId), o => o.Delivery.AppCredentialId),
        Id<DeliveryOutcome>(nameof(DeliveryLog.MessageTemplateId), o => o.Delivery.MessageTemplateId),
        Text<DeliveryOutcome>(nameof(DeliveryLog.TemplateName), o => o.Delivery.TemplateName),
        Number<DeliveryOutcome>(nameof(DeliveryLog.Channel), o => (int)o.Delivery.Channel),
        Text<DeliveryOutcome>(nameof(DeliveryLog.OpenId), o => o.Delivery.OpenId),
        Text<DeliveryOutcome>(nameof(DeliveryLog.WeChatTemplateId), o => o.Delivery.WeChatTemplateId),
        Text<DeliveryOutcome>(nameof(DeliveryLog.Data), o => o.Delivery.Data),
        Text<DeliveryOutcome>(nameof(DeliveryLog.Page), o => o.Delivery.Page),
        Number<DeliveryOutcome>(nameof(DeliveryLog.MiniProgramVersion), o => (int)o.Delivery.MiniProgramVersion),
        Text<DeliveryOutcome>(nameof(DeliveryLog.Language), o => o.Delivery.Language),
        Text<DeliveryOutcome>(nameof(DeliveryLog.ChannelOptions), o => o.Delivery.ChannelOptions),
        Text<DeliveryOutcome>(nameof(DeliveryLog.Fallbacks), o => o.Delivery.Fallbacks),
    ];

    /// <summary>What an outcome means for the ledger of the delivery's own template.</summary>
    public static readonly IReadOnlyList<ArrayColumn<DeliveryOutcome>> OwnGrant =
        [Number<DeliveryOutcome>(nameof(GrantChange.Effect), o => (int?)o.Grant?.Effect)];

    /// <summary>What an outcome means for some ledger: of a template that gave up, the delivery does not tell any more which.</summary>
    public static readonly IReadOnlyList<ArrayColumn<DeliveryOutcome>> AnyGrant =
    [
        .. OwnGrant,
        Id<DeliveryOutcome>(nameof(GrantChange.AppCredentialId), o => o.Grant?.AppCredentialId),
        Text<DeliveryOutcome>(nameof(GrantChange.OpenId), o => o.Grant?.OpenId),
        Text<DeliveryOutcome>(nameof(GrantChange.WeChatTemplateId), o => o.Grant?.WeChatTemplateId),
    ];

    public static readonly IReadOnlyList<ArrayColumn<DeliveryAttempt>> Attempts =
    [
        Id<DeliveryAttempt>(nameof(DeliveryAttempt.Id), a => a.Id),
        Id<DeliveryAttempt>(nameof(DeliveryAttempt.TenantId), a => a.TenantId),
        Id<DeliveryAttempt>(nameof(DeliveryAttempt.DeliveryLogId), a => a.DeliveryLogId),
        Number<DeliveryAttempt>(nameof(DeliveryAttempt.Number), a => a.Number),
        Text<DeliveryAttempt>(nameof(DeliveryAttempt.TemplateName), a => a.TemplateName),
        Number<DeliveryAttempt>(nameof(DeliveryAttempt.Channel), a => (int)a.Channel),
        Text<DeliveryAttempt>(nameof(DeliveryAttempt.OpenId), a => a.OpenId),
        Time<DeliveryAttempt>(nameof(DeliveryAttempt.At), a => a.At),
        Number<DeliveryAttempt>(nameof(DeliveryAttempt.Status), a => (int)a.Status),
        Number<DeliveryAttempt>(nameof(DeliveryAttempt.Reason), a => (int)a.Reason),
        Number<DeliveryAttempt>(nameof(DeliveryAttempt.ErrorCode), a => a.ErrorCode),
        Text<DeliveryAttempt>(nameof(DeliveryAttempt.ErrorMessage), a => a.ErrorMessage),
        Text<DeliveryAttempt>(nameof(DeliveryAttempt.Rid), a => a.Rid),
        Time<DeliveryAttempt>(nameof(DeliveryAttempt.NextAt), a => a.NextAt),
    ];

    private static ArrayColumn<TRow> Id<TRow>(string property, Func<TRow, Guid?> value) => Column(property, NpgsqlDbType.Uuid, value);

    private static ArrayColumn<TRow> Text<TRow>(string property, Func<TRow, string?> value) => Column(property, NpgsqlDbType.Text, value);

    private static ArrayColumn<TRow> Number<TRow>(string property, Func<TRow, int?> value) => Column(property, NpgsqlDbType.Integer, value);

    private static ArrayColumn<TRow> Big<TRow>(string property, Func<TRow, long?> value) => Column(property, NpgsqlDbType.Bigint, value);

    private static ArrayColumn<TRow> Time<TRow>(string property, Func<TRow, DateTimeOffset?> value)
        => Column(property, NpgsqlDbType.TimestampTz, (TRow row) => value(row)?.UtcDateTime);

    private static ArrayColumn<TRow> Column<TRow, TValue>(string property, NpgsqlDbType type, Func<TRow, TValue> value) => new(
        property,
        type,
        rows =>
        {
            var values = new TValue[rows.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = value(rows[i]);
            }

            return values;
        },
        (importer, row, cancellationToken) => value(row) is { } present ? importer.WriteAsync(present, type, cancellationToken) : importer.WriteNullAsync(cancellationToken));
}
