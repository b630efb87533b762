using System.Net;
using System.Text.RegularExpressions;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.Dashboard.Tests.Apps;

public sealed partial class CallbackPageTests(RunningHost host)
{
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    [Fact]
    public async Task New_keys_are_shown_once_and_never_again()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions);
        var path = $"/apps/callbacks/{shop.CredentialId}";
        var before = await visitor.GetAsync(path);
        before.Element("callback-url")!.ShouldContain($"/api/wechat-notifications/callback/{shop.AppId}<");
        before.Element("unreachable").ShouldNotBeNull("this test's host is on this machine");

        var made = await visitor.SubmitAsync(path, "Generate", ("Input.Mode", "Compatible"));
        var (token, key) = (Code().Match(made.Element("made-token")!).Groups["code"].Value, Code().Match(made.Element("made-key")!).Groups["code"].Value);
        (token.Length, key.Length).ShouldBe((32, 43));
        made.Element("callback-mode")!.ShouldContain("compatible");

        var after = await visitor.GetAsync(path);
        after.Element("generated").ShouldBeNull();
        after.Html.ShouldNotContain(token);
        after.Html.ShouldNotContain(key);
        host.Logs.AllText.ShouldNotContain(key);

        var kept = await visitor.SubmitAsync(path, "Generate", ("Input.Mode", "Secure"), ("Input.KeepToken", "true"));
        kept.Element("made-token").ShouldBeNull();
        kept.Element("made-key").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_stands_at_WeChat_is_entered_and_removed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, "zh-CN");
        var path = $"/apps/callbacks/{shop.CredentialId}";

        var wrong = await visitor.SubmitAsync(path, "Save", ("Input.Mode", "Secure"), ("Input.Token", "a!"), ("Input.EncodingAesKey", "short"));
        wrong.Element("error-Input_Token").ShouldNotBeNull();
        wrong.Element("error-Input_EncodingAesKey")!.ShouldContain("43");
        wrong.Html.ShouldNotContain("value=\"a!\"", customMessage: "a secret does not come back");

        var saved = await visitor.SubmitAsync(path, "Save", ("Input.Mode", "Secure"), ("Input.Token", "t0ken"), ("Input.EncodingAesKey", Key));
        saved.Element("flash").ShouldNotBeNull();
        saved.Element("callback-mode")!.ShouldContain("安全模式");
        saved.Html.ShouldNotContain(Key);
        (await visitor.GetAsync($"/apps/detail/{shop.CredentialId}")).Element("step-callbacks")!.ShouldContain("data-done=\"true\"");

        var removed = await visitor.SubmitAsync(path, "Remove");
        removed.Status.ShouldBe(HttpStatusCode.OK);
        removed.Element("remove").ShouldBeNull();
        removed.Element("callback-mode")!.ShouldContain("未设置");
    }

    [GeneratedRegex(">(?<code>[A-Za-z0-9]+)<", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Code();
}
