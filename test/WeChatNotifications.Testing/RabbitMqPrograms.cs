using System.Diagnostics;

namespace WeChatNotifications.Testing;

/// <summary>Where RabbitMQ's programs are, and as whom they run: as ourselves, or, for root, as the user of the package.</summary>
internal sealed record RabbitMqPrograms(string Server, string Control, string Names, string? UserName)
{
    private const string User = "rabbitmq";

    private static readonly string[] Folders = ["/usr/lib/rabbitmq/bin", "/opt/homebrew/sbin", "/usr/local/sbin"];

    /// <summary>The programs; null, and why, when they are not there.</summary>
    public static RabbitMqPrograms? TryFind(out string? reason)
    {
        reason = null;
        if (Folders.FirstOrDefault(f => File.Exists(Path.Combine(f, "rabbitmq-server"))) is not { } folder || OnPath("epmd") is not { } names)
        {
            reason = "RabbitMQ is not installed on this machine (Debian: apt-get install rabbitmq-server).";
            return null;
        }

        string? user = null;
        if (Environment.IsPrivilegedProcess)
        {
            if (OnPath("setpriv") is null || !File.ReadLines("/etc/passwd").Any(l => l.StartsWith(User + ":", StringComparison.Ordinal)))
            {
                reason = "RabbitMQ is not run as root, and there is no user 'rabbitmq' or no program 'setpriv' to run it otherwise.";
                return null;
            }

            user = User;
        }

        return new RabbitMqPrograms(Path.Combine(folder, "rabbitmq-server"), Path.Combine(folder, "rabbitmqctl"), names, user);
    }

    /// <summary>How to start one of them. The process that is started is the program itself, so that it can be killed.</summary>
    public ProcessStartInfo Prepare(string program, string[] arguments) => UserName is { } user
        ? new ProcessStartInfo("setpriv", [$"--reuid={user}", $"--regid={user}", "--clear-groups", "--", program, .. arguments])
        : new ProcessStartInfo(program, arguments);

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
