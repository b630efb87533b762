using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "WeChatAppCredentials",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AppId = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ProtectedSecret = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: false, collation: "Latin1_General_100_BIN2"),
                    SecretHint = table.Column<string>(type: "nvarchar(4)", maxLength: 4, nullable: false, collation: "Latin1_General_100_BIN2"),
                    SecretVersion = table.Column<int>(type: "int", nullable: false),
                    TokenMode = table.Column<int>(type: "int", nullable: false),
                    SendsPerSecond = table.Column<int>(type: "int", nullable: true),
                    MaxConcurrency = table.Column<int>(type: "int", nullable: true),
                    UnconfirmedPolicy = table.Column<int>(type: "int", nullable: false),
                    Culture = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    TimeZone = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    IsEnabled = table.Column<bool>(type: "bit", nullable: false),
                    PauseReason = table.Column<int>(type: "int", nullable: true),
                    PauseErrorCode = table.Column<int>(type: "int", nullable: true),
                    PauseDetail = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: true, collation: "Latin1_General_100_BIN2"),
                    PausedSince = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    PausedUntil = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    LinkedAppId = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    CallbackMode = table.Column<int>(type: "int", nullable: true),
                    ProtectedCallbackToken = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    ProtectedEncodingAesKey = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    ProtectedPreviousAesKey = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    TemplatesSyncedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatAppCredentials", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatAuditEntries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    UserId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    UserName = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Action = table.Column<int>(type: "int", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    EntityId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EntityName = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Changes = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatAuditEntries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatBroadcastBadRows",
                columns: table => new
                {
                    BroadcastId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Field = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Rule = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Arguments = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatBroadcastBadRows", x => new { x.BroadcastId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "WeChatBroadcastItems",
                columns: table => new
                {
                    BroadcastId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    OpenId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    UserId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Data = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatBroadcastItems", x => new { x.BroadcastId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "WeChatBroadcasts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TemplateName = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Data = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    Audience = table.Column<int>(type: "int", nullable: false),
                    SourceName = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    SourceArguments = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    StartAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    RatePerSecond = table.Column<int>(type: "int", nullable: true),
                    ScheduleId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Status = table.Column<int>(type: "int", nullable: false),
                    StatusMessage = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Staged = table.Column<long>(type: "bigint", nullable: false),
                    IsStaged = table.Column<bool>(type: "bit", nullable: false),
                    BadRows = table.Column<long>(type: "bigint", nullable: false),
                    DuplicateRows = table.Column<long>(type: "bigint", nullable: false),
                    Total = table.Column<long>(type: "bigint", nullable: true),
                    Cursor = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Expanded = table.Column<long>(type: "bigint", nullable: false),
                    IsExpanded = table.Column<bool>(type: "bit", nullable: false),
                    NextSlot = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    MeasuredAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    MeasuredDone = table.Column<long>(type: "bigint", nullable: false),
                    Speed = table.Column<double>(type: "float", nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    CreatedBy = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    StartedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    FinishedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    ConcurrencyStamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatBroadcasts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatBroadcastSchedules",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TemplateName = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Data = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    Audience = table.Column<int>(type: "int", nullable: false),
                    SourceName = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    SourceArguments = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    RatePerSecond = table.Column<int>(type: "int", nullable: true),
                    ExpiresAfter = table.Column<TimeSpan>(type: "time", nullable: true),
                    Cron = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    TimeZone = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    MaxLateness = table.Column<TimeSpan>(type: "time", nullable: false),
                    IsEnabled = table.Column<bool>(type: "bit", nullable: false),
                    NextAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    LastAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    LastBroadcastId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    LastError = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    CreatedBy = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    ConcurrencyStamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatBroadcastSchedules", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatDeliveryAttempts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    DeliveryLogId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    TemplateName = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Channel = table.Column<int>(type: "int", nullable: false),
                    OpenId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    Status = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<int>(type: "int", nullable: false),
                    ErrorCode = table.Column<int>(type: "int", nullable: true),
                    ErrorMessage = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Rid = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    NextAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatDeliveryAttempts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatDeliveryLogs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    MessageTemplateId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TemplateName = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Channel = table.Column<int>(type: "int", nullable: false),
                    OpenId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    WeChatTemplateId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Data = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    Page = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    MiniProgramVersion = table.Column<int>(type: "int", nullable: false),
                    Language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true, collation: "Latin1_General_100_BIN2"),
                    UserId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    BroadcastId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ChannelOptions = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    Fallbacks = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    Status = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<int>(type: "int", nullable: false),
                    Priority = table.Column<int>(type: "int", nullable: false),
                    NotBefore = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    DedupKey = table.Column<string>(type: "nvarchar(329)", maxLength: 329, nullable: true, collation: "Latin1_General_100_BIN2"),
                    ClaimToken = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    LeaseUntil = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    WeChatMessageId = table.Column<long>(type: "bigint", nullable: true),
                    ErrorCode = table.Column<int>(type: "int", nullable: true),
                    ErrorMessage = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Rid = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    SentAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    FinishedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatDeliveryLogs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatDeliveryPaces",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Minute = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    Sent = table.Column<long>(type: "bigint", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatDeliveryPaces", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatDeliveryStatistics",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Hour = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TemplateName = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    BroadcastId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Status = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<int>(type: "int", nullable: false),
                    ErrorCode = table.Column<int>(type: "int", nullable: true),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatDeliveryStatistics", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatDeliveryTallies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Hour = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TemplateName = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    BroadcastId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Status = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<int>(type: "int", nullable: false),
                    ErrorCode = table.Column<int>(type: "int", nullable: true),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatDeliveryTallies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatEventMappings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    EventName = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    IsEnabled = table.Column<bool>(type: "bit", nullable: false),
                    TemplateName = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    RecipientKind = table.Column<int>(type: "int", nullable: false),
                    RecipientPath = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Fields = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    Conditions = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    DedupKeyPattern = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    DelaySeconds = table.Column<int>(type: "int", nullable: true),
                    Priority = table.Column<int>(type: "int", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatEventMappings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatFollowerImports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Status = table.Column<int>(type: "int", nullable: false),
                    WithUnionIds = table.Column<bool>(type: "bit", nullable: false),
                    NextOpenId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Total = table.Column<long>(type: "bigint", nullable: false),
                    Imported = table.Column<long>(type: "bigint", nullable: false),
                    Added = table.Column<long>(type: "bigint", nullable: false),
                    Pages = table.Column<int>(type: "int", nullable: false),
                    StartedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    RunningSince = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ImportedBefore = table.Column<long>(type: "bigint", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    FinishedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    NotBefore = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    Failures = table.Column<int>(type: "int", nullable: false),
                    ErrorCode = table.Column<int>(type: "int", nullable: true),
                    ErrorMessage = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    ConcurrencyStamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatFollowerImports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatFormIdRecords",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OpenId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    FormId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    UsesLeft = table.Column<int>(type: "int", nullable: false),
                    CollectedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatFormIdRecords", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatInboxEntries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Key = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatInboxEntries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatJobStates",
                columns: table => new
                {
                    Name = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    LastStartedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    LastFinishedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    LastCount = table.Column<long>(type: "bigint", nullable: true),
                    LastNote = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: true, collation: "Latin1_General_100_BIN2"),
                    LastError = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Runs = table.Column<long>(type: "bigint", nullable: false),
                    Failures = table.Column<long>(type: "bigint", nullable: false),
                    Node = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: true, collation: "Latin1_General_100_BIN2"),
                    NextDueAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    RunRequestedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatJobStates", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "WeChatLeases",
                columns: table => new
                {
                    Name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Holder = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatLeases", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "WeChatNodes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Version = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    LeaseHolder = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    StartedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    SeenAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    StoppedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    BeatMilliseconds = table.Column<int>(type: "int", nullable: false),
                    Roles = table.Column<int>(type: "int", nullable: false),
                    Work = table.Column<int>(type: "int", nullable: false),
                    Apps = table.Column<int>(type: "int", nullable: false),
                    Held = table.Column<int>(type: "int", nullable: false),
                    InFlight = table.Column<int>(type: "int", nullable: false),
                    PendingOutcomes = table.Column<int>(type: "int", nullable: false),
                    Sent = table.Column<long>(type: "bigint", nullable: false),
                    SendsPerSecond = table.Column<double>(type: "float", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatNodes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatPendingReceipts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WeChatMessageId = table.Column<long>(type: "bigint", nullable: true),
                    OpenId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    WeChatTemplateId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    IsDelivered = table.Column<bool>(type: "bit", nullable: false),
                    ErrorText = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    Tries = table.Column<int>(type: "int", nullable: false),
                    NotBefore = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatPendingReceipts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatRateTurns",
                columns: table => new
                {
                    Scope = table.Column<int>(type: "int", nullable: false),
                    OwnerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    NextAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatRateTurns", x => new { x.Scope, x.OwnerId });
                });

            migrationBuilder.CreateTable(
                name: "WeChatRecipients",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OpenId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    UserId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    UnionId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    IsSubscribed = table.Column<bool>(type: "bit", nullable: true),
                    SubscribedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    UnsubscribedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    LastSeenAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    FollowerImportId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatRecipients", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatRemoteTemplates",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WeChatTemplateId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Title = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Content = table.Column<string>(type: "nvarchar(max)", maxLength: 4096, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Example = table.Column<string>(type: "nvarchar(max)", maxLength: 4096, nullable: true, collation: "Latin1_General_100_BIN2"),
                    SubscriptionKind = table.Column<int>(type: "int", nullable: true),
                    EnumKeywords = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    SyncedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    DeletedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatRemoteTemplates", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatSubscriptionGrants",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OpenId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    WeChatTemplateId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Remaining = table.Column<int>(type: "int", nullable: false),
                    IsLongTerm = table.Column<bool>(type: "bit", nullable: false),
                    UnmatchedReports = table.Column<int>(type: "int", nullable: false),
                    ReportedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    UnmatchedEvents = table.Column<int>(type: "int", nullable: false),
                    EventAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    LastDecision = table.Column<int>(type: "int", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatSubscriptionGrants", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatTenantSettings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SendsPerSecond = table.Column<int>(type: "int", nullable: true),
                    DailyVolume = table.Column<int>(type: "int", nullable: true),
                    LogRetentionDays = table.Column<int>(type: "int", nullable: true),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatTenantSettings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatTenantVolumes",
                columns: table => new
                {
                    OwnerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Day = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    Taken = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatTenantVolumes", x => x.OwnerId);
                });

            migrationBuilder.CreateTable(
                name: "WeChatMessageTemplates",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    AppCredentialId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Channel = table.Column<int>(type: "int", nullable: false),
                    WeChatTemplateId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Title = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    SubscriptionKind = table.Column<int>(type: "int", nullable: false),
                    Fields = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    PagePattern = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    MiniProgramVersion = table.Column<int>(type: "int", nullable: false),
                    Language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true, collation: "Latin1_General_100_BIN2"),
                    UrlPattern = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    JumpAppId = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    EmphasisKeyword = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    OfficialAccountAppId = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Weapp = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    FallbackTemplateId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    RequiresGrant = table.Column<bool>(type: "bit", nullable: false),
                    QuietHours = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    IsEnabled = table.Column<bool>(type: "bit", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatMessageTemplates", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WeChatMessageTemplates_WeChatAppCredentials_AppCredentialId",
                        column: x => x.AppCredentialId,
                        principalTable: "WeChatAppCredentials",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_WeChatMessageTemplates_WeChatMessageTemplates_FallbackTemplateId",
                        column: x => x.FallbackTemplateId,
                        principalTable: "WeChatMessageTemplates",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "WeChatFormIdUses",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    FormIdRecordId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    DeliveryLogId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatFormIdUses", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WeChatFormIdUses_WeChatFormIdRecords_FormIdRecordId",
                        column: x => x.FormIdRecordId,
                        principalTable: "WeChatFormIdRecords",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatAppCredentials_AppId",
                table: "WeChatAppCredentials",
                column: "AppId");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatAppCredentials_TenantId_AppId",
                table: "WeChatAppCredentials",
                columns: new[] { "TenantId", "AppId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatAuditEntries_EntityId_Id",
                table: "WeChatAuditEntries",
                columns: new[] { "EntityId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatAuditEntries_TenantId_Id",
                table: "WeChatAuditEntries",
                columns: new[] { "TenantId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatBroadcastItems_BroadcastId_OpenId",
                table: "WeChatBroadcastItems",
                columns: new[] { "BroadcastId", "OpenId" },
                unique: true,
                filter: "[OpenId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatBroadcastItems_BroadcastId_UserId",
                table: "WeChatBroadcastItems",
                columns: new[] { "BroadcastId", "UserId" },
                unique: true,
                filter: "[UserId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatBroadcasts_Status",
                table: "WeChatBroadcasts",
                column: "Status",
                filter: "[Status] <> 0 AND [Status] <> 4 AND [Status] <> 5");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatBroadcasts_TenantId_Id",
                table: "WeChatBroadcasts",
                columns: new[] { "TenantId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatBroadcastSchedules_NextAt",
                table: "WeChatBroadcastSchedules",
                column: "NextAt",
                filter: "[NextAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatBroadcastSchedules_TenantId_Id",
                table: "WeChatBroadcastSchedules",
                columns: new[] { "TenantId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryAttempts_DeliveryLogId",
                table: "WeChatDeliveryAttempts",
                column: "DeliveryLogId");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_BroadcastId_Id",
                table: "WeChatDeliveryLogs",
                columns: new[] { "BroadcastId", "Id" },
                filter: "[BroadcastId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_Claimed",
                table: "WeChatDeliveryLogs",
                column: "ClaimToken",
                filter: "[Status] = 1");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_DedupKey",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "DedupKey" },
                unique: true,
                filter: "[DedupKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_ErrorCode",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "ErrorCode", "Id" },
                filter: "[ErrorCode] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_Finished",
                table: "WeChatDeliveryLogs",
                columns: new[] { "FinishedAt", "Id" },
                filter: "[FinishedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_Reason",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "Reason", "Id" },
                filter: "[Reason] <> 0");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_TenantId_OpenId_Id",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "OpenId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_TenantId_UserId_Id",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "UserId", "Id" },
                filter: "[UserId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_Troubled",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "Status", "Id" },
                filter: "[Status] <> 0 AND [Status] <> 1 AND [Status] <> 2 AND [Status] <> 3");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_Waiting",
                table: "WeChatDeliveryLogs",
                columns: new[] { "AppCredentialId", "Priority", "NotBefore" },
                filter: "[Status] = 0");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_WaitingOfBroadcast",
                table: "WeChatDeliveryLogs",
                column: "BroadcastId",
                filter: "[BroadcastId] IS NOT NULL AND [Status] = 0");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_WeChatMessageId",
                table: "WeChatDeliveryLogs",
                column: "WeChatMessageId",
                filter: "[WeChatMessageId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryPaces_TenantId_Minute",
                table: "WeChatDeliveryPaces",
                columns: new[] { "TenantId", "Minute" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryStatistics_BroadcastId",
                table: "WeChatDeliveryStatistics",
                column: "BroadcastId",
                filter: "[BroadcastId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryStatistics_Key",
                table: "WeChatDeliveryStatistics",
                columns: new[] { "TenantId", "Hour", "AppCredentialId", "TemplateName", "BroadcastId", "Status", "Reason", "ErrorCode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryTallies_BroadcastId",
                table: "WeChatDeliveryTallies",
                column: "BroadcastId",
                filter: "[BroadcastId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatEventMappings_TenantId_Name",
                table: "WeChatEventMappings",
                columns: new[] { "TenantId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatFollowerImports_AppCredentialId",
                table: "WeChatFollowerImports",
                column: "AppCredentialId",
                unique: true,
                filter: "[Status] IN (0, 1)");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatFollowerImports_AppCredentialId_Id",
                table: "WeChatFollowerImports",
                columns: new[] { "AppCredentialId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatFollowerImports_Status_NotBefore",
                table: "WeChatFollowerImports",
                columns: new[] { "Status", "NotBefore" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatFormIdRecords_AppCredentialId_FormId",
                table: "WeChatFormIdRecords",
                columns: new[] { "AppCredentialId", "FormId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatFormIdRecords_ExpiresAt",
                table: "WeChatFormIdRecords",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatFormIdRecords_Usable",
                table: "WeChatFormIdRecords",
                columns: new[] { "AppCredentialId", "OpenId", "ExpiresAt" },
                filter: "[UsesLeft] > 0");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatFormIdUses_DeliveryLogId",
                table: "WeChatFormIdUses",
                column: "DeliveryLogId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatFormIdUses_FormIdRecordId",
                table: "WeChatFormIdUses",
                column: "FormIdRecordId");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatInboxEntries_AppCredentialId_Key",
                table: "WeChatInboxEntries",
                columns: new[] { "AppCredentialId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatInboxEntries_At",
                table: "WeChatInboxEntries",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatMessageTemplates_AppCredentialId_WeChatTemplateId",
                table: "WeChatMessageTemplates",
                columns: new[] { "AppCredentialId", "WeChatTemplateId" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatMessageTemplates_FallbackTemplateId",
                table: "WeChatMessageTemplates",
                column: "FallbackTemplateId");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatMessageTemplates_TenantId_Name",
                table: "WeChatMessageTemplates",
                columns: new[] { "TenantId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatPendingReceipts_NotBefore",
                table: "WeChatPendingReceipts",
                column: "NotBefore");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatRecipients_AppCredentialId_Id",
                table: "WeChatRecipients",
                columns: new[] { "AppCredentialId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatRecipients_AppCredentialId_OpenId",
                table: "WeChatRecipients",
                columns: new[] { "AppCredentialId", "OpenId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatRecipients_TenantId_UnionId_AppCredentialId",
                table: "WeChatRecipients",
                columns: new[] { "TenantId", "UnionId", "AppCredentialId" },
                filter: "[UnionId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatRecipients_TenantId_UserId_AppCredentialId",
                table: "WeChatRecipients",
                columns: new[] { "TenantId", "UserId", "AppCredentialId" },
                filter: "[UserId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatRemoteTemplates_AppCredentialId_WeChatTemplateId",
                table: "WeChatRemoteTemplates",
                columns: new[] { "AppCredentialId", "WeChatTemplateId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatSubscriptionGrants_AppCredentialId_OpenId_WeChatTemplateId",
                table: "WeChatSubscriptionGrants",
                columns: new[] { "AppCredentialId", "OpenId", "WeChatTemplateId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatTenantSettings_TenantId",
                table: "WeChatTenantSettings",
                column: "TenantId",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "WeChatAuditEntries");

            migrationBuilder.DropTable(
                name: "WeChatBroadcastBadRows");

            migrationBuilder.DropTable(
                name: "WeChatBroadcastItems");

            migrationBuilder.DropTable(
                name: "WeChatBroadcasts");

            migrationBuilder.DropTable(
                name: "WeChatBroadcastSchedules");

            migrationBuilder.DropTable(
                name: "WeChatDeliveryAttempts");

            migrationBuilder.DropTable(
                name: "WeChatDeliveryLogs");

            migrationBuilder.DropTable(
                name: "WeChatDeliveryPaces");

            migrationBuilder.DropTable(
                name: "WeChatDeliveryStatistics");

            migrationBuilder.DropTable(
                name: "WeChatDeliveryTallies");

            migrationBuilder.DropTable(
                name: "WeChatEventMappings");

            migrationBuilder.DropTable(
                name: "WeChatFollowerImports");

            migrationBuilder.DropTable(
                name: "WeChatFormIdUses");

            migrationBuilder.DropTable(
                name: "WeChatInboxEntries");

            migrationBuilder.DropTable(
                name: "WeChatJobStates");

            migrationBuilder.DropTable(
                name: "WeChatLeases");

            migrationBuilder.DropTable(
                name: "WeChatMessageTemplates");

            migrationBuilder.DropTable(
                name: "WeChatNodes");

            migrationBuilder.DropTable(
                name: "WeChatPendingReceipts");

            migrationBuilder.DropTable(
                name: "WeChatRateTurns");

            migrationBuilder.DropTable(
                name: "WeChatRecipients");

            migrationBuilder.DropTable(
                name: "WeChatRemoteTemplates");

            migrationBuilder.DropTable(
                name: "WeChatSubscriptionGrants");

            migrationBuilder.DropTable(
                name: "WeChatTenantSettings");

            migrationBuilder.DropTable(
                name: "WeChatTenantVolumes");

            migrationBuilder.DropTable(
                name: "WeChatFormIdRecords");

            migrationBuilder.DropTable(
                name: "WeChatAppCredentials");
        }
    }
}
