using WeChatNotifications.AbpHost.Demo;
using WeChatNotifications.Host.Startup;

namespace WeChatNotifications.AbpHost.Startup;

/// <summary>What a newcomer reads when the host is up.</summary>
internal static class Welcome
{
    public static void Print(WebApplication app, HostDatabase database, SimulatorProcess? weChat)
    {
        // Elsewhere the console is a log, read by machines.
        if (!app.Environment.IsDevelopment() || !app.Configuration.GetValue<bool>("Demo:Seed"))
        {
            return;
        }

        var host = app.Urls.First();
        Console.WriteLine(
            $$"""

            WeChatNotifications on ABP is ready.

              API        {{host}}/openapi/v1.json   and ABP's own: {{host}}/api/abp/api-definition
              Health     {{host}}/health/ready
              WeChat     {{(weChat is null ? app.Configuration["WeChatNotifications:Api:BaseAddress"] ?? "the real one" : $"simulated; what arrived: {weChat.Address}_sim/messages")}}
              Database   {{database.Description}}
              Tenants    {{string.Join(", ", DemoData.Tenants.Select(t => $"{t.Name} (X-Api-Key: {t.ApiKey})"))}}

            Place an order, pay it, and look what its customer was told:

              id=$(curl -s {{host}}/api/app/order -H 'X-Api-Key: {{DemoData.Tenants[0].ApiKey}}' -H 'Content-Type: application/json' \
                -d '{ "openId": "{{DemoData.Customer}}", "product": "Green tea", "amount": 12.5 }' | sed 's/.*"id":"\([^"]*\)".*/\1/')
              curl -s -X POST {{host}}/api/app/order/$id/pay -H 'X-Api-Key: {{DemoData.Tenants[0].ApiKey}}'
              curl -s '{{host}}/api/wechat-notifications/deliveries?pageSize=1' -H 'X-Api-Key: {{DemoData.Tenants[0].ApiKey}}'

            Ctrl+C stops everything.

            """);
    }
}
