using WeChatNotifications.AbpHost.Startup;

return await AbpHostProgram.RunAsync(args);
