#!/usr/bin/env bash
# Makes the one migration of SQL Server anew from the model. Only as long as it is in no release: afterwards add another one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
module=modules/WeChatNotifications.EntityFrameworkCore.SqlServer
startup=eng/WeChatNotifications.SqlServer.Migrations

dotnet tool restore >/dev/null
rm -rf "$module/Migrations"
dotnet build "$startup" --nologo -v quiet -clp:NoSummary
dotnet ef migrations add Initial --no-build -p "$module" -s "$startup" -c WeChatNotificationsDbContext -o Migrations
