using WeChatNotifications.Host.Demo;

namespace WeChatNotifications.Host.Startup;

/// <summary>What a newcomer reads when the host is up: where things are, and two commands to try.</summary>
internal static class Welcome
{
    public static void Print(WebApplication app, HostDatabase database, SimulatorProcess? weChat)
    {
        // Elsewhere the console is a log, read by machines.
        if (!app.Environment.IsDevelopment() || !app.Configuration.WantsDemo())
        {
            return;
        }

        var host = app.Urls.First();
        var api = $"{host}/api/wechat-notifications";
        var key = $"-H 'X-Api-Key: {DemoData.ApiKey}'";
        Console.WriteLine(
            $$$"""

            WeChatNotifications is ready.

              Dashboard  {{{host}}}/wechat   log in as {{{DemoData.UserName}}} / {{{DemoData.Password}}}
              API        {{{host}}}/openapi/v1.json
              Health     {{{host}}}/health/ready
              WeChat     {{{(weChat is null ? app.Configuration["WeChatNotifications:Api:BaseAddress"] ?? "the real one" : $"simulated; its phones: {weChat.Address}phone")}}}
              Database   {{{database.Description}}}

            Send a message, and look what became of it:

              curl -s {{{api}}}/notifications {{{key}}} -H 'Content-Type: application/json' -d '{
                "template": "order-paid", "to": "{{{DemoData.Customer}}}",
                "data": { "orderNo": "20260001", "product": "Green tea", "amount": 12.5, "paidAt": "2026-11-21T15:30:00+08:00", "orderId": "1" } }'

              curl -s '{{{api}}}/deliveries?pageSize=1' {{{key}}}

            Ctrl+C stops everything.

            """);
    }
}
