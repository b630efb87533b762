using System.Globalization;
using Npgsql;

namespace WeChatNotifications.LocalPostgres;

/// <summary>How the server is told to run, and how it is reached.</summary>
internal static class ServerSettings
{
    /// <summary>For pg_ctl's <c>-o</c>. These win over the files in the data folder, so that every start says all there is.</summary>
    public static string CommandLine(int port, LocalPostgresOptions options)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["max_connections"] = "200",
            ["shared_buffers"] = "128MB",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            // The compiler library is not in the package.
            ["jit"] = "off",
        };
        if (options.Mode == LocalPostgresMode.Throwaway)
        {
            settings["fsync"] = "off";
            settings["synchronous_commit"] = "off";
            settings["full_page_writes"] = "off";
        }

        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        settings["port"] = port.ToString(CultureInfo.InvariantCulture);
        settings["listen_addresses"] = "127.0.0.1";
        settings["unix_socket_directories"] = "";
        return string.Join(' ', settings.Select(setting => $"-c {setting.Key}={setting.Value}"));
    }

    public static string ConnectionString(int port, string password, string database, bool pooling = true) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = "postgres",
        Password = password,
        Database = database,
        Pooling = pooling,
        // Nobody listens in on loopback, and looking for Kerberos costs time.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;
}
