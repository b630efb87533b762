using System.Net;
using Microsoft.AspNetCore.Http;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.Pages;

/// <summary>A browser on a developer's machine also runs pages of strangers: none of them may steer the simulator.</summary>
public sealed class PageGuardTests
{
    private static readonly (string Name, string Value)[] NoFields = [];

    [Theory]
    [InlineData("/control/faults/clear", "Sec-Fetch-Site", "cross-site")]
    [InlineData("/control/faults/clear", "Sec-Fetch-Site", "same-site")]
    [InlineData("/control/faults/clear", "Origin", "https://evil.example")]
    [InlineData("/control/faults/clear", "Origin", "null")]
    [InlineData("/control/faults/clear", "Origin", "http://127.0.0.1:1")]
    [InlineData("/control/faults/clear", "Host", "evil.example")]
    [InlineData("/phone/wx0000000000000001/o-alice/settings/block", "Sec-Fetch-Site", "cross-site")]
    [InlineData("/phone/wx0000000000000001/o-alice/subscribe", "Origin", "https://evil.example")]
    [InlineData("/_sim/reset", "Sec-Fetch-Site", "cross-site")]
    [InlineData("/_sim/reset", "Origin", "https://evil.example")]
    [InlineData("/_sim/reset", "Host", "evil.example:5090")]
    [InlineData("/_sim/apps/wx0000000000000001/invalidate-tokens", "Sec-Fetch-Site", "same-site")]
    public async Task A_form_on_another_site_changes_nothing(string path, string header, string value)
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = WeChatNotifications.Simulator.Faults.FaultKind.Hang, OpenId = "o-none" });
        var token = await shop.Token();

        var answer = await shop.Post(path, NoFields, (header, value));

        answer.Status.ShouldBe(HttpStatusCode.Forbidden, answer.Html);
        shop.Control.Faults().Count.ShouldBe(1);
        shop.Control.Grants(Given.App, Given.Alice).Count.ShouldBe(2);
        (await shop.Send(token)).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "self")]
    [InlineData("Host", "localhost")]
    [InlineData("Host", "shop.localhost:5090")]
    [InlineData("Host", "[::1]:5090")]
    public async Task The_simulators_own_pages_and_programs_without_a_browser_do(string header, string value)
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = WeChatNotifications.Simulator.Faults.FaultKind.Hang, OpenId = "o-none" });

        var answer = await shop.Post("/control/faults/clear", NoFields, (header, value == "self" ? shop.Server.BaseAddress.GetLeftPart(UriPartial.Authority) : value));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Html);
        shop.Control.Faults().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/phone", "navigate", "document", 200)]
    [InlineData("/phone", "navigate", "iframe", 403)]
    [InlineData("/phone/wx0000000000000001/o-alice/events", "no-cors", "image", 403)]
    [InlineData("/control/report", "cors", "empty", 403)]
    [InlineData("/assets/phone.js", "no-cors", "script", 403)]
    [InlineData("/_sim/messages", "cors", "empty", 403)]
    public async Task A_link_from_elsewhere_may_lead_here_and_nothing_else_may_fetch(string path, string mode, string destination, int status)
    {
        await using var shop = await Given.A_shop();

        var answer = await shop.Page(path, "en", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination));

        ((int)answer.Status).ShouldBe(status);
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3:5090", false, CallerRefusal.OtherMachine)]
    [InlineData("127.0.0.1", "evil.example", false, CallerRefusal.OtherName)]
    [InlineData("127.0.0.1", "localhost.evil.example", false, CallerRefusal.OtherName)]
    [InlineData("10.1.2.3", "simulator:5090", true, null)]
    [InlineData("::1", "", false, null)]
    public void Who_may_steer_depends_on_place_and_name(string caller, string host, bool allowRemote, object? refusal)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(caller);
        http.Request.Host = new(host);

        new CallerRules(key: null, allowRemote).Judge(http).ShouldBe((CallerRefusal?)refusal);
    }

    [Fact]
    public async Task With_a_key_pages_ask_for_it_once()
    {
        await using var shop = await Given.A_shop(new SimulatorOptions { ControlKey = "open sesame" });

        var asked = await shop.Page("/control/faults?x=1");
        asked.Status.ShouldBe(HttpStatusCode.Unauthorized);
        asked.Has("sign-in").ShouldBeTrue();
        asked.Header("Content-Security-Policy").ShouldNotBeEmpty();
        (await shop.Page("/phone")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await shop.Page("/assets/pages.css")).Status.ShouldBe(HttpStatusCode.OK);
        var wrong = await shop.Post("/control/sign-in", [("key", "open"), ("to", "/control/faults?x=1")]);
        (wrong.Status, wrong.Html.Contains("This is not the key.", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Unauthorized, true));
        wrong.Html.ShouldNotContain("open sesame");

        var right = await shop.Post("/control/sign-in", [("key", "open sesame"), ("to", "/control/faults?x=1")]);

        right.Status.ShouldBe(HttpStatusCode.OK);
        right.Has("fault-form").ShouldBeTrue();
        (await shop.Page(PageCalls.Phone())).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.Page("/_sim/report")).Status.ShouldBe(HttpStatusCode.Unauthorized, "the control API takes the key itself only");
    }

    [Fact]
    public async Task The_key_in_a_header_opens_pages_too_and_a_made_up_cookie_does_not()
    {
        await using var shop = await Given.A_shop(new SimulatorOptions { ControlKey = "open sesame" });

        (await shop.Page("/phone", "en", ("X-Control-Key", "open sesame"))).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.Page("/phone", "en", ("Cookie", $"simulator-pass-{shop.Server.BaseAddress.Port}=open sesame"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("https://evil.example/phone")]
    [InlineData("//evil.example/phone")]
    [InlineData("/\\evil.example/phone")]
    [InlineData("/elsewhere")]
    public async Task After_the_key_nobody_is_led_elsewhere(string target)
    {
        await using var shop = await Given.A_shop(new SimulatorOptions { ControlKey = "open sesame" });
        using var still = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = shop.Server.BaseAddress };

        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", "open sesame"), KeyValuePair.Create("to", target)]);
        using var response = await still.PostAsync("/control/sign-in", form);

        response.Headers.Location?.ToString().ShouldBe("/phone");
        response.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldContain("httponly");
    }

    [Fact]
    public async Task What_is_no_form_and_what_takes_another_verb_is_told_on_a_page()
    {
        await using var shop = await Given.A_shop();

        using var json = await shop.Http.PostAsync("/control/latency", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
        json.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await json.Content.ReadAsStringAsync()).ShouldContain("The request cannot be read.");
        var get = await shop.Page("/control/faults/clear");
        (get.Status, get.Texts("notice").ShouldHaveSingleItem()).ShouldBe((HttpStatusCode.MethodNotAllowed, "This page takes another verb."));
    }
}
