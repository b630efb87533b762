using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatNotifications.AbpHost.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class BroadcastsAndStatistics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "QuietHours",
                table: "WeChatMessageTemplates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "BroadcastId",
                table: "WeChatDeliveryLogs",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "WeChatAuditEntries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UserId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    UserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    Action = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    EntityId = table.Column<Guid>(type: "uuid", nullable: false),
                    EntityName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    Changes = table.Column<string>(type: "text", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatAuditEntries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatBroadcastBadRows",
                columns: table => new
                {
                    BroadcastId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true),
                    Field = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Rule = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Arguments = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatBroadcastBadRows", x => new { x.BroadcastId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "WeChatBroadcastItems",
                columns: table => new
                {
                    BroadcastId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true),
                    OpenId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    UserId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    Data = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatBroadcastItems", x => new { x.BroadcastId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "WeChatBroadcasts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    TemplateName = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Data = table.Column<string>(type: "text", nullable: false),
                    Audience = table.Column<int>(type: "integer", nullable: false),
                    SourceName = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    SourceArguments = table.Column<string>(type: "text", nullable: true),
                    StartAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RatePerSecond = table.Column<int>(type: "integer", nullable: true),
                    ScheduleId = table.Column<Guid>(type: "uuid", nullable: true),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    StatusMessage = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    Staged = table.Column<long>(type: "bigint", nullable: false),
                    IsStaged = table.Column<bool>(type: "boolean", nullable: false),
                    BadRows = table.Column<long>(type: "bigint", nullable: false),
                    DuplicateRows = table.Column<long>(type: "bigint", nullable: false),
                    Total = table.Column<long>(type: "bigint", nullable: true),
                    Cursor = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    Expanded = table.Column<long>(type: "bigint", nullable: false),
                    IsExpanded = table.Column<bool>(type: "boolean", nullable: false),
                    NextSlot = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    MeasuredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    MeasuredDone = table.Column<long>(type: "bigint", nullable: false),
                    Speed = table.Column<double>(type: "double precision", nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    CreatedBy = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    StartedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    FinishedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ConcurrencyStamp = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatBroadcasts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatBroadcastSchedules",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    TemplateName = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Data = table.Column<string>(type: "text", nullable: false),
                    Audience = table.Column<int>(type: "integer", nullable: false),
                    SourceName = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    SourceArguments = table.Column<string>(type: "text", nullable: true),
                    RatePerSecond = table.Column<int>(type: "integer", nullable: true),
                    ExpiresAfter = table.Column<TimeSpan>(type: "interval", nullable: true),
                    Cron = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    TimeZone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    MaxLateness = table.Column<TimeSpan>(type: "interval", nullable: false),
                    IsEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    NextAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LastAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LastBroadcastId = table.Column<Guid>(type: "uuid", nullable: true),
                    LastError = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    CreatedBy = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    ConcurrencyStamp = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatBroadcastSchedules", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatDeliveryPaces",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Minute = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Sent = table.Column<long>(type: "bigint", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatDeliveryPaces", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatDeliveryStatistics",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Hour = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    TemplateName = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    BroadcastId = table.Column<Guid>(type: "uuid", nullable: true),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<int>(type: "integer", nullable: false),
                    ErrorCode = table.Column<int>(type: "integer", nullable: true),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatDeliveryStatistics", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatDeliveryTallies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Hour = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    TemplateName = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    BroadcastId = table.Column<Guid>(type: "uuid", nullable: true),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<int>(type: "integer", nullable: false),
                    ErrorCode = table.Column<int>(type: "integer", nullable: true),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatDeliveryTallies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatEventMappings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    EventName = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    IsEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    TemplateName = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    RecipientKind = table.Column<int>(type: "integer", nullable: false),
                    RecipientPath = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    Fields = table.Column<string>(type: "text", nullable: false),
                    Conditions = table.Column<string>(type: "text", nullable: false),
                    DedupKeyPattern = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    DelaySeconds = table.Column<int>(type: "integer", nullable: true),
                    Priority = table.Column<int>(type: "integer", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatEventMappings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatJobStates",
                columns: table => new
                {
                    Name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    LastStartedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LastFinishedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LastCount = table.Column<long>(type: "bigint", nullable: true),
                    LastNote = table.Column<string>(type: "character varying(512)", maxLength: 512, nullable: true),
                    LastError = table.Column<string>(type: "character varying(512)", maxLength: 512, nullable: true),
                    Runs = table.Column<long>(type: "bigint", nullable: false),
                    Failures = table.Column<long>(type: "bigint", nullable: false),
                    Node = table.Column<string>(type: "character varying(512)", maxLength: 512, nullable: true),
                    NextDueAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RunRequestedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatJobStates", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "WeChatTenantSettings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SendsPerSecond = table.Column<int>(type: "integer", nullable: true),
                    DailyVolume = table.Column<int>(type: "integer", nullable: true),
                    LogRetentionDays = table.Column<int>(type: "integer", nullable: true),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatTenantSettings", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_BroadcastId_Id",
                table: "WeChatDeliveryLogs",
                columns: new[] { "BroadcastId", "Id" },
                filter: "\"BroadcastId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_WaitingOfBroadcast",
                table: "WeChatDeliveryLogs",
                column: "BroadcastId",
                filter: "\"BroadcastId\" IS NOT NULL AND \"Status\" = 0");

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
                filter: "\"OpenId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatBroadcastItems_BroadcastId_UserId",
                table: "WeChatBroadcastItems",
                columns: new[] { "BroadcastId", "UserId" },
                unique: true,
                filter: "\"UserId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatBroadcasts_Status",
                table: "WeChatBroadcasts",
                column: "Status",
                filter: "\"Status\" <> 0 AND \"Status\" <> 4 AND \"Status\" <> 5");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatBroadcasts_TenantId_Id",
                table: "WeChatBroadcasts",
                columns: new[] { "TenantId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatBroadcastSchedules_NextAt",
                table: "WeChatBroadcastSchedules",
                column: "NextAt",
                filter: "\"NextAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatBroadcastSchedules_TenantId_Id",
                table: "WeChatBroadcastSchedules",
                columns: new[] { "TenantId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryPaces_TenantId_Minute",
                table: "WeChatDeliveryPaces",
                columns: new[] { "TenantId", "Minute" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryStatistics_BroadcastId",
                table: "WeChatDeliveryStatistics",
                column: "BroadcastId",
                filter: "\"BroadcastId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryStatistics_Key",
                table: "WeChatDeliveryStatistics",
                columns: new[] { "TenantId", "Hour", "AppCredentialId", "TemplateName", "BroadcastId", "Status", "Reason", "ErrorCode" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryTallies_BroadcastId",
                table: "WeChatDeliveryTallies",
                column: "BroadcastId",
                filter: "\"BroadcastId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatEventMappings_TenantId_Name",
                table: "WeChatEventMappings",
                columns: new[] { "TenantId", "Name" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatTenantSettings_TenantId",
                table: "WeChatTenantSettings",
                column: "TenantId",
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);
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
                name: "WeChatDeliveryPaces");

            migrationBuilder.DropTable(
                name: "WeChatDeliveryStatistics");

            migrationBuilder.DropTable(
                name: "WeChatDeliveryTallies");

            migrationBuilder.DropTable(
                name: "WeChatEventMappings");

            migrationBuilder.DropTable(
                name: "WeChatJobStates");

            migrationBuilder.DropTable(
                name: "WeChatTenantSettings");

            migrationBuilder.DropIndex(
                name: "IX_WeChatDeliveryLogs_BroadcastId_Id",
                table: "WeChatDeliveryLogs");

            migrationBuilder.DropIndex(
                name: "IX_WeChatDeliveryLogs_WaitingOfBroadcast",
                table: "WeChatDeliveryLogs");

            migrationBuilder.DropColumn(
                name: "QuietHours",
                table: "WeChatMessageTemplates");

            migrationBuilder.DropColumn(
                name: "BroadcastId",
                table: "WeChatDeliveryLogs");
        }
    }
}
