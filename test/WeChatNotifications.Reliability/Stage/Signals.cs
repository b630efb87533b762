using System.Diagnostics;
using System.Globalization;

namespace WeChatNotifications.Reliability.Stage;

/// <summary>What a kernel can tell a process. Linux and macOS.</summary>
internal static class Signals
{
    /// <summary>No farewell, no clean-up.</summary>
    public static void KillHard(int processId) => Send("-KILL", processId);

    public static void Ask(int processId) => Send("-TERM", processId);

    public static void Freeze(int processId) => Send("-STOP", processId);

    public static void Thaw(int processId) => Send("-CONT", processId);

    private static void Send(string signal, int processId)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [signal, processId.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardError = true })!;
        kill.WaitForExit();
    }
}
