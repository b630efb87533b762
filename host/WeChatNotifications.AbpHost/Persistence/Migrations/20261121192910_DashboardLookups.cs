using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatNotifications.AbpHost.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class DashboardLookups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_ErrorCode",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "ErrorCode", "Id" },
                filter: "\"ErrorCode\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WeChatDeliveryLogs_Reason",
                table: "WeChatDeliveryLogs",
                columns: new[] { "TenantId", "Reason", "Id" },
                filter: "\"Reason\" <> 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_WeChatDeliveryLogs_ErrorCode",
                table: "WeChatDeliveryLogs");

            migrationBuilder.DropIndex(
                name: "IX_WeChatDeliveryLogs_Reason",
                table: "WeChatDeliveryLogs");
        }
    }
}
