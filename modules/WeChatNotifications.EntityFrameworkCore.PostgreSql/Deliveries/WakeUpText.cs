using System.Globalization;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;

/// <summary>How a wake-up is written: kind, app and sender, "0:…:…".</summary>
internal static class WakeUpText
{
    public static string Write(WakeUp wakeUp)
        => string.Create(CultureInfo.InvariantCulture, $"{(int)wakeUp.Kind}:{wakeUp.AppCredentialId:N}:{wakeUp.Sender:N}");

    /// <summary>Reads one; null for what this version does not know.</summary>
    public static WakeUp? Read(string text)
        => text.Split(':') is [var kind, var app, var sender]
            && int.TryParse(kind, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Enum.IsDefined((WakeUpKind)number)
            && Guid.TryParseExact(app, "N", out var appId) && Guid.TryParseExact(sender, "N", out var senderId)
            ? new WakeUp((WakeUpKind)number, appId, senderId)
            : null;
}
