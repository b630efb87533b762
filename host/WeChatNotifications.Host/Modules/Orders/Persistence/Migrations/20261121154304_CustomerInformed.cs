using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatNotifications.Host.Modules.Orders.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CustomerInformed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "CustomerInformedAt",
                schema: "orders",
                table: "orders",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ShippedAt",
                schema: "orders",
                table: "orders",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TrackingNo",
                schema: "orders",
                table: "orders",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "CustomerInformedAt",
                schema: "orders",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "ShippedAt",
                schema: "orders",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "TrackingNo",
                schema: "orders",
                table: "orders");
        }
    }
}
