using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatNotifications.AbpHost.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AbpEventOutbox",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ExtraProperties = table.Column<string>(type: "text", nullable: false),
                    EventName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    EventData = table.Column<byte[]>(type: "bytea", nullable: false),
                    CreationTime = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AbpEventOutbox", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AppOrders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true),
                    Number = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    OpenId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Product = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Amount = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    PaidAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ExtraProperties = table.Column<string>(type: "text", nullable: false),
                    ConcurrencyStamp = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CreationTime = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    CreatorId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AppOrders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatAppCredentials",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AppId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    ProtectedSecret = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: false),
                    SecretHint = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false),
                    SecretVersion = table.Column<int>(type: "integer", nullable: false),
                    TokenMode = table.Column<int>(type: "integer", nullable: false),
                    SendsPerSecond = table.Column<int>(type: "integer", nullable: true),
                    MaxConcurrency = table.Column<int>(type: "integer", nullable: true),
                    UnconfirmedPolicy = table.Column<int>(type: "integer", nullable: false),
                    Culture = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    TimeZone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    IsEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    PauseReason = table.Column<int>(type: "integer", nullable: true),
                    PauseErrorCode = table.Column<int>(type: "integer", nullable: true),
                    PauseDetail = table.Column<string>(type: "character varying(512)", maxLength: 512, nullable: true),
                    PausedSince = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    PausedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatAppCredentials", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatDeliveryAttempts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DeliveryLogId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<int>(type: "integer", nullable: false),
                    ErrorCode = table.Column<int>(type: "integer", nullable: true),
                    ErrorMessage = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    Rid = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    NextAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatDeliveryAttempts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatDeliveryLogs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    MessageTemplateId = table.Column<Guid>(type: "uuid", nullable: false),
                    TemplateName = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Channel = table.Column<int>(type: "integer", nullable: false),
                    OpenId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    WeChatTemplateId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Data = table.Column<string>(type: "text", nullable: false),
                    Page = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    MiniProgramVersion = table.Column<int>(type: "integer", nullable: false),
                    Language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<int>(type: "integer", nullable: false),
                    Priority = table.Column<int>(type: "integer", nullable: false),
                    NotBefore = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    DedupKey = table.Column<string>(type: "character varying(329)", maxLength: 329, nullable: true),
                    ClaimToken = table.Column<Guid>(type: "uuid", nullable: true),
                    LeaseUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    WeChatMessageId = table.Column<long>(type: "bigint", nullable: true),
                    ErrorCode = table.Column<int>(type: "integer", nullable: true),
                    ErrorMessage = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    Rid = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    SentAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    FinishedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatDeliveryLogs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatLeases",
                columns: table => new
                {
                    Name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Holder = table.Column<Guid>(type: "uuid", nullable: false),
                    Until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatLeases", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "WeChatSubscriptionGrants",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    OpenId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    WeChatTemplateId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Remaining = table.Column<int>(type: "integer", nullable: false),
                    IsLongTerm = table.Column<bool>(type: "boolean", nullable: false),
                    LastDecision = table.Column<int>(type: "integer", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatSubscriptionGrants", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatMessageTemplates",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    AppCredentialId = table.Column<Guid>(type: "uuid", nullable: false),
                    Channel = table.Column<int>(type: "integer", nullable: false),
                    WeChatTemplateId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Title = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    SubscriptionKind = table.Column<int>(type: "integer", nullable: false),
                    Fields = table.Column<string>(type: "text", nullable: false),
                    PagePattern = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    MiniProgramVersion = table.Column<int>(type: "integer", nullable: false),
                    Language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    IsEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ConcurrencyStamp = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantId = table.Column<Guid>(type: "uuid", nullable: true)
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
                });

            migrationBuilder.CreateIndex(
                name: "IX_AbpEventOutbox_CreationTime",
                table: "AbpEventOutbox",
                column: "CreationTime");

            migrationBuilder.CreateIndex(
                name: "IX_AppOrders_TenantId_Number",
                table: "AppOrders",
                columns: new[] { "TenantId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatAppCredentials_TenantId_AppId",
                table: "WeChatAppCredentials",
                columns: new[] { "TenantId", "AppId" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryAttempts_DeliveryLogId",
                table: "WeChatDeliveryAttempts",
                column: "DeliveryLogId");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_Claimed",
                table: "WeChatDeliveryLogs",
                column: "ClaimToken",
                filter: "\"Status\" = 1");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_DedupKey",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "DedupKey" },
                unique: true,
                filter: "\"DedupKey\" IS NOT NULL")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_TenantId_OpenId_Id",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "OpenId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_Troubled",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "Status", "Id" },
                filter: "\"Status\" <> 0 AND \"Status\" <> 1 AND \"Status\" <> 2 AND \"Status\" <> 3");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_Waiting",
                table: "WeChatDeliveryLogs",
                columns: new[] { "AppCredentialId", "Priority", "NotBefore" },
                filter: "\"Status\" = 0");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_WeChatMessageId",
                table: "WeChatDeliveryLogs",
                column: "WeChatMessageId",
                filter: "\"WeChatMessageId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatMessageTemplates_AppCredentialId_WeChatTemplateId",
                table: "WeChatMessageTemplates",
                columns: new[] { "AppCredentialId", "WeChatTemplateId" });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatMessageTemplates_TenantId_Name",
                table: "WeChatMessageTemplates",
                columns: new[] { "TenantId", "Name" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "IX_WeChatSubscriptionGrants_AppCredentialId_OpenId_WeChatTempl~",
                table: "WeChatSubscriptionGrants",
                columns: new[] { "AppCredentialId", "OpenId", "WeChatTemplateId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AbpEventOutbox");

            migrationBuilder.DropTable(
                name: "AppOrders");

            migrationBuilder.DropTable(
                name: "WeChatDeliveryAttempts");

            migrationBuilder.DropTable(
                name: "WeChatDeliveryLogs");

            migrationBuilder.DropTable(
                name: "WeChatLeases");

            migrationBuilder.DropTable(
                name: "WeChatMessageTemplates");

            migrationBuilder.DropTable(
                name: "WeChatSubscriptionGrants");

            migrationBuilder.DropTable(
                name: "WeChatAppCredentials");
        }
    }
}
