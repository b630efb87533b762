using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatNotifications.AbpHost.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ChannelsAndPermits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "EventAt",
                table: "WeChatSubscriptionGrants",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ReportedAt",
                table: "WeChatSubscriptionGrants",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "UnmatchedEvents",
                table: "WeChatSubscriptionGrants",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "UnmatchedReports",
                table: "WeChatSubscriptionGrants",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "EmphasisKeyword",
                table: "WeChatMessageTemplates",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "FallbackTemplateId",
                table: "WeChatMessageTemplates",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "JumpAppId",
                table: "WeChatMessageTemplates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OfficialAccountAppId",
                table: "WeChatMessageTemplates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "RequiresGrant",
                table: "WeChatMessageTemplates",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "UrlPattern",
                table: "WeChatMessageTemplates",
                type: "character varying(1024)",
                maxLength: 1024,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Weapp",
                table: "WeChatMessageTemplates",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ChannelOptions",
                table: "WeChatDeliveryLogs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Fallbacks",
                table: "WeChatDeliveryLogs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UserId",
                table: "WeChatDeliveryLogs",
                type: "character varying(128)",
                maxLength: 128,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Channel",
                table: "WeChatDeliveryAttempts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "OpenId",
                table: "WeChatDeliveryAttempts",
                type: "character varying(128)",
                maxLength: 128,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "TemplateName",
                table: "WeChatDeliveryAttempts",
                type: "character varying(128)",
                maxLength: 128,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "CallbackMode",
                table: "WeChatAppCredentials",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LinkedAppId",
                table: "WeChatAppCredentials",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ProtectedCallbackToken",
                table: "WeChatAppCredentials",
                type: "character varying(2048)",
                maxLength: 2048,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ProtectedEncodingAesKey",
                table: "WeChatAppCredentials",
                type: "character varying(2048)",
                maxLength: 2048,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ProtectedPreviousAesKey",
                table: "WeChatAppCredentials",
                type: "character varying(2048)",
                maxLength: 2048,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "TemplatesSyncedAt",
                table: "WeChatAppCredentials",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "WeChatFollowerImports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    WithUnionIds = table.Column<bool>(type: "boolean", nullable: false),
                    NextOpenId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    Total = table.Column<long>(type: "bigint", nullable: false),
                    Imported = table.Column<long>(type: "bigint", nullable: false),
                    Added = table.Column<long>(type: "bigint", nullable: false),
                    Pages = table.Column<int>(type: "integer", nullable: false),
                    StartedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    RunningSince = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ImportedBefore = table.Column<long>(type: "bigint", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    FinishedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    NotBefore = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Failures = table.Column<int>(type: "integer", nullable: false),
                    ErrorCode = table.Column<int>(type: "integer", nullable: true),
                    ErrorMessage = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    ConcurrencyStamp = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatFollowerImports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatFormIdRecords",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    OpenId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    FormId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    UsesLeft = table.Column<int>(type: "integer", nullable: false),
                    CollectedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatFormIdRecords", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatInboxEntries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatInboxEntries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatPendingReceipts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    WeChatMessageId = table.Column<long>(type: "bigint", nullable: true),
                    OpenId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    WeChatTemplateId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    IsDelivered = table.Column<bool>(type: "boolean", nullable: false),
                    ErrorText = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Tries = table.Column<int>(type: "integer", nullable: false),
                    NotBefore = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatPendingReceipts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatRecipients",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    OpenId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    UserId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    UnionId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    IsSubscribed = table.Column<bool>(type: "boolean", nullable: true),
                    SubscribedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    UnsubscribedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LastSeenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    FollowerImportId = table.Column<Guid>(type: "uuid", nullable: true),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatRecipients", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatRemoteTemplates",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    WeChatTemplateId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Title = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Content = table.Column<string>(type: "character varying(4096)", maxLength: 4096, nullable: false),
                    Example = table.Column<string>(type: "character varying(4096)", maxLength: 4096, nullable: true),
                    SubscriptionKind = table.Column<int>(type: "integer", nullable: true),
                    EnumKeywords = table.Column<string>(type: "text", nullable: false),
                    SyncedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    DeletedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatRemoteTemplates", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatFormIdUses",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FormIdRecordId = table.Column<Guid>(type: "uuid", nullable: false),
                    DeliveryLogId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
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
                name: "IX_WeChatMessageTemplates_FallbackTemplateId",
                table: "WeChatMessageTemplates",
                column: "FallbackTemplateId");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_TenantId_UserId_Id",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "UserId", "Id" },
                filter: "\"UserId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatAppCredentials_AppId",
                table: "WeChatAppCredentials",
                column: "AppId");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatFollowerImports_AppCredentialId",
                table: "WeChatFollowerImports",
                column: "AppCredentialId",
                unique: true,
                filter: "\"Status\" IN (0, 1)");

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
                filter: "\"UsesLeft\" > 0");

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
                filter: "\"UnionId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatRecipients_TenantId_UserId_AppCredentialId",
                table: "WeChatRecipients",
                columns: new[] { "TenantId", "UserId", "AppCredentialId" },
                filter: "\"UserId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatRemoteTemplates_AppCredentialId_WeChatTemplateId",
                table: "WeChatRemoteTemplates",
                columns: new[] { "AppCredentialId", "WeChatTemplateId" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_WeChatMessageTemplates_WeChatMessageTemplates_FallbackTempl~",
                table: "WeChatMessageTemplates",
                column: "FallbackTemplateId",
                principalTable: "WeChatMessageTemplates",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_WeChatMessageTemplates_WeChatMessageTemplates_FallbackTempl~",
                table: "WeChatMessageTemplates");

            migrationBuilder.DropTable(
                name: "WeChatFollowerImports");

            migrationBuilder.DropTable(
                name: "WeChatFormIdUses");

            migrationBuilder.DropTable(
                name: "WeChatInboxEntries");

            migrationBuilder.DropTable(
                name: "WeChatPendingReceipts");

            migrationBuilder.DropTable(
                name: "WeChatRecipients");

            migrationBuilder.DropTable(
                name: "WeChatRemoteTemplates");

            migrationBuilder.DropTable(
                name: "WeChatFormIdRecords");

            migrationBuilder.DropIndex(
                name: "IX_WeChatMessageTemplates_FallbackTemplateId",
                table: "WeChatMessageTemplates");

            migrationBuilder.DropIndex(
                name: "IX_WeChatDeliveryLogs_TenantId_UserId_Id",
                table: "WeChatDeliveryLogs");

            migrationBuilder.DropIndex(
                name: "IX_WeChatAppCredentials_AppId",
                table: "WeChatAppCredentials");

            migrationBuilder.DropColumn(
                name: "EventAt",
                table: "WeChatSubscriptionGrants");

            migrationBuilder.DropColumn(
                name: "ReportedAt",
                table: "WeChatSubscriptionGrants");

            migrationBuilder.DropColumn(
                name: "UnmatchedEvents",
                table: "WeChatSubscriptionGrants");

            migrationBuilder.DropColumn(
                name: "UnmatchedReports",
                table: "WeChatSubscriptionGrants");

            migrationBuilder.DropColumn(
                name: "EmphasisKeyword",
                table: "WeChatMessageTemplates");

            migrationBuilder.DropColumn(
                name: "FallbackTemplateId",
                table: "WeChatMessageTemplates");

            migrationBuilder.DropColumn(
                name: "JumpAppId",
                table: "WeChatMessageTemplates");

            migrationBuilder.DropColumn(
                name: "OfficialAccountAppId",
                table: "WeChatMessageTemplates");

            migrationBuilder.DropColumn(
                name: "RequiresGrant",
                table: "WeChatMessageTemplates");

            migrationBuilder.DropColumn(
                name: "UrlPattern",
                table: "WeChatMessageTemplates");

            migrationBuilder.DropColumn(
                name: "Weapp",
                table: "WeChatMessageTemplates");

            migrationBuilder.DropColumn(
                name: "ChannelOptions",
                table: "WeChatDeliveryLogs");

            migrationBuilder.DropColumn(
                name: "Fallbacks",
                table: "WeChatDeliveryLogs");

            migrationBuilder.DropColumn(
                name: "UserId",
                table: "WeChatDeliveryLogs");

            migrationBuilder.DropColumn(
                name: "Channel",
                table: "WeChatDeliveryAttempts");

            migrationBuilder.DropColumn(
                name: "OpenId",
                table: "WeChatDeliveryAttempts");

            migrationBuilder.DropColumn(
                name: "TemplateName",
                table: "WeChatDeliveryAttempts");

            migrationBuilder.DropColumn(
                name: "CallbackMode",
                table: "WeChatAppCredentials");

            migrationBuilder.DropColumn(
                name: "LinkedAppId",
                table: "WeChatAppCredentials");

            migrationBuilder.DropColumn(
                name: "ProtectedCallbackToken",
                table: "WeChatAppCredentials");

            migrationBuilder.DropColumn(
                name: "ProtectedEncodingAesKey",
                table: "WeChatAppCredentials");

            migrationBuilder.DropColumn(
                name: "ProtectedPreviousAesKey",
                table: "WeChatAppCredentials");

            migrationBuilder.DropColumn(
                name: "TemplatesSyncedAt",
                table: "WeChatAppCredentials");
        }
    }
}
