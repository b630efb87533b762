using WeChatNotifications.Host.Startup;

return await HostProgram.RunAsync(args);
