using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class ManyNodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "WeChatNodes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Version = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    LeaseHolder = table.Column<Guid>(type: "uuid", nullable: false),
                    StartedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    SeenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    StoppedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    BeatMilliseconds = table.Column<int>(type: "integer", nullable: false),
                    Roles = table.Column<int>(type: "integer", nullable: false),
                    Work = table.Column<int>(type: "integer", nullable: false),
                    Apps = table.Column<int>(type: "integer", nullable: false),
                    Held = table.Column<int>(type: "integer", nullable: false),
                    InFlight = table.Column<int>(type: "integer", nullable: false),
                    PendingOutcomes = table.Column<int>(type: "integer", nullable: false),
                    Sent = table.Column<long>(type: "bigint", nullable: false),
                    SendsPerSecond = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatNodes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WeChatRateTurns",
                columns: table => new
                {
                    Scope = table.Column<int>(type: "integer", nullable: false),
                    OwnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    NextAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatRateTurns", x => new { x.Scope, x.OwnerId });
                });

            migrationBuilder.CreateTable(
                name: "WeChatTenantVolumes",
                columns: table => new
                {
                    OwnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Day = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Taken = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeChatTenantVolumes", x => x.OwnerId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_Finished",
                table: "WeChatDeliveryLogs",
                columns: new[] { "FinishedAt", "Id" },
                filter: "\"FinishedAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "WeChatNodes");

            migrationBuilder.DropTable(
                name: "WeChatRateTurns");

            migrationBuilder.DropTable(
                name: "WeChatTenantVolumes");

            migrationBuilder.DropIndex(
                name: "IX_WeChatDeliveryLogs_Finished",
                table: "WeChatDeliveryLogs");
        }
    }
}
