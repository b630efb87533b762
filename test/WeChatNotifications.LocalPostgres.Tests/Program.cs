using WeChatNotifications.LocalPostgres.Tests;

return args is [HostProcess.Verb, var folder]
    ? await HostProcess.RunAsync(folder)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
