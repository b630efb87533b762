using System.Net;
using WeChatNotifications.Simulator.Clock;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Tests.Pages;

namespace WeChatNotifications.Simulator.Tests.Panel;

/// <summary>The control panel does what the control API does.</summary>
public sealed class PanelTests : IAsyncLifetime
{
    private Given _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Given.A_shop();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_fault_is_added_strikes_is_listed_and_removed()
    {
        var added = await _shop.Post("/control/faults", [("Kind", "WeChatError"), ("Path", Given.SendPath), ("OpenId", Given.Alice), ("Share", "1"), ("Count", "2"), ("ErrorCode", "45009"), ("Message", "<full>")]);
        added.Texts("done").ShouldBe(["Done."]);

        (await _shop.Send()).PlainText.ShouldBe("<full>");
        var list = await _shop.Page("/control/faults");
        list.Texts("fault-rule").ShouldHaveSingleItem().ShouldContain($"45009 · {Given.SendPath} · {Given.Alice} · How many calls: 2 · struck 1 times");

        await _shop.Post("/control/faults/remove", [("id", _shop.Control.Faults()[0].Id)]);
        (await _shop.Send()).Code.ShouldBe(0);
        var gone = await _shop.Post("/control/faults/remove", [("id", "7")]);
        (gone.Status, gone.Texts("fault")[0]).ShouldBe((HttpStatusCode.BadRequest, "Not done: There is no such fault any more."));
    }

    [Fact]
    public async Task Every_kind_of_fault_has_its_words_and_all_are_removed_at_once()
    {
        foreach (var kind in Enum.GetNames<FaultKind>())
        {
            (await _shop.Post("/control/faults", [("Kind", kind), ("DelayMs", "10"), ("Share", "0.5"), ("AfterProcessing", "true")])).Status.ShouldBe(HttpStatusCode.OK, kind);
        }

        _shop.Control.Faults().Select(fault => (fault.Kind, fault.DelayMs, fault.Share, fault.AfterProcessing)).ShouldBe(Enum.GetValues<FaultKind>().Select(kind => (kind, 10, 0.5, true)), ignoreOrder: true);
        await _shop.Post("/control/faults/clear", []);

        _shop.Control.Faults().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/control/faults", "Kind", "Explode", "Choose one of the list.")]
    [InlineData("/control/faults", "Share", "half", "A number is needed.")]
    [InlineData("/control/faults", "Share", "1.5", "From 0 to 1.")]
    [InlineData("/control/faults", "Count", "0", "From 1 to 2147483647.")]
    [InlineData("/control/faults", "Count", "99999999999", null)]
    [InlineData("/control/faults", "Status", "99", "From 200 to 599.")]
    [InlineData("/control/faults", "ErrorCode", "0", "For a WeChat error; not 0")]
    [InlineData("/control/latency", "FixedMs", "600001", "From 0 to 600000.")]
    [InlineData("/control/latency", "JitterMs", "1.5", "A whole number is needed.")]
    [InlineData("/control/latency", "Path", "", "Required.")]
    [InlineData("/control/quotas", "sendsPerDay", "-2", "From -1 to 4294967295.")]
    [InlineData("/control/quotas", "sendsPerDay", "many", "A whole number is needed.")]
    [InlineData("/control/clock/advance", "Seconds", "", "Required.")]
    [InlineData("/control/clock/advance", "Seconds", "soon", "A number is needed.")]
    [InlineData("/control/clock/set", "At", "yesterday", "A time such as 2026-11-21T09:30 is needed.")]
    [InlineData("/control/behaviour", "Period", "2019", "Choose one of the list.")]
    [InlineData("/control/apps/rotate-secret", "Secret", "", "Required.")]
    public async Task What_is_wrong_with_a_field_is_told_beside_it_and_what_was_typed_stays(string path, string field, string value, string? words)
    {
        (string, string)[] usual = path switch
        {
            "/control/faults" => [("Kind", "WeChatError"), ("Share", "1"), ("ErrorCode", "-1")],
            "/control/latency" => [("Path", "*"), ("FixedMs", "0"), ("JitterMs", "0")],
            _ => [("appId", Given.App)],
        };
        var page = await _shop.Post(path, [.. usual.Where(pair => pair.Item1 != field), (field, value)]);

        if (words is null)
        {
            page.Status.ShouldBe(HttpStatusCode.OK, "clamped to the largest number there is");
            return;
        }

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Html.ShouldContain($"<p class=\"fault\" id=\"field-{field}-fault\">{words}</p>");
        page.Html.ShouldContain($"aria-invalid=\"true\" aria-describedby=\"field-{field}-fault");
        if (value.Length > 0 && field is not ("Kind" or "Period"))
        {
            page.Html.ShouldContain($"name=\"{field}\" type=\"{(field == "At" ? "datetime-local" : "text")}\" value=\"{value}\"");
        }

        _shop.Control.Faults().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_simulator_refuses_otherwise_is_told_above_the_form()
    {
        var page = await _shop.Post("/control/clock/advance", [("Seconds", "2900000000")]);
        (page.Status, page.Texts("fault")[0]).ShouldBe((HttpStatusCode.BadRequest, "Not done: The clock goes from 2000 to 2100."));

        (await _shop.Post("/control/latency", [("Path", "/cgi-bin/none"), ("FixedMs", "1")])).Texts("fault")[0].ShouldStartWith("Not done: There is no call /cgi-bin/none.");
    }

    [Fact]
    public async Task Latencies_are_set_listed_and_removed()
    {
        var page = await _shop.Post("/control/latency", [("Path", Given.SendPath), ("FixedMs", "30"), ("JitterMs", "5")]);

        page.Texts("latency-rule").ShouldBe([$"{Given.SendPath} 30 ms, and up to 5 ms more"]);
        _shop.Control.Latencies().ShouldHaveSingleItem().ShouldBe(new() { Path = Given.SendPath, FixedMs = 30, JitterMs = 5 });
        await _shop.Post("/control/latency/clear", []);
        _shop.Control.Latencies().ShouldBeEmpty();
    }

    [Fact]
    public async Task Quotas_are_set_lifted_and_their_use_is_shown_and_set_back()
    {
        await _shop.Send();
        var all = _shop.Control.Quotas(Given.App).Select(quota => (quota.Name, $"{quota.Limit}")).ToArray();

        await _shop.Post("/control/quotas", [("appId", Given.App), .. all.Where(quota => quota.Name is not ("sendsPerDay" or "stableTokensPerDay")), ("sendsPerDay", "1"), ("stableTokensPerDay", "")]);

        var after = _shop.Control.Quotas(Given.App).ToDictionary(quota => quota.Name);
        (after["sendsPerDay"].Limit, after["stableTokensPerDay"].Limit, after["classicTokensPerDay"].Limit).ShouldBe((1, null, 2_000));
        (await _shop.Send()).Code.ShouldBe(45009);
        (await _shop.Page("/control/quotas")).Html.ShouldContain("used: 1");
        await _shop.Post("/control/quotas/reset-use", [("appId", Given.App)]);
        (await _shop.Send()).Code.ShouldBe(0);
        (await _shop.Post("/control/quotas", [("appId", "none")])).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_clock_moves_jumps_stands_still_and_comes_back_to_the_real_time()
    {
        (await _shop.Post("/control/clock/set", [("At", "2027-01-02T03:04:05"), ("Freeze", "true")])).Texts("now").ShouldBe(["2027-01-02T03:04:05 UTC"]);
        _shop.Control.Clock().ShouldBe(new ClockState(new(2027, 1, 2, 3, 4, 5, TimeSpan.Zero), Frozen: true));

        (await _shop.Post("/control/clock/advance", [("Seconds", "-65")])).Texts("now").ShouldBe(["2027-01-02T03:03:00 UTC"]);
        (await _shop.Post("/control/clock/unfreeze", [])).Texts("clock-state").ShouldBe(["runs"]);
        await _shop.Post("/control/clock/freeze", []);
        (_shop.Control.Clock().Frozen, _shop.Control.Clock().Now.Year).ShouldBe((true, 2027));
        await _shop.Post("/control/clock/real", []);

        _shop.Control.Clock().Frozen.ShouldBeFalse();
        (_shop.Control.Clock().Now - DateTimeOffset.UtcNow).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_period_and_the_rest_of_the_behaviour_change()
    {
        await _shop.Post("/control/behaviour", [("Period", "Of2018"), ("MsgIdAbsent", "true"), ("SensitiveWords", "bad\r\n\r\n worse \r\n")]);

        var settings = _shop.Control.Settings();
        (settings.Period, settings.MsgIdAbsent, settings.RefuseEscapedUnicode).ShouldBe((SimulatedPeriod.Of2018, true, false));
        settings.SensitiveWords.ShouldBe(["bad", "worse"]);
        (await _shop.Send()).MessageId.ShouldBeNull();
    }

    [Fact]
    public async Task Tokens_expire_and_become_unknown()
    {
        var token = await _shop.Token();
        await _shop.Post("/control/apps/expire-tokens", [("appId", Given.App)]);
        (await _shop.Send(token)).Code.ShouldBe(42001);
        token = await _shop.Token();
        await _shop.Post("/control/apps/invalidate-tokens", [("appId", Given.App)]);

        (await _shop.Send(token)).Code.ShouldBe(40001);
    }

    [Fact]
    public async Task A_secret_is_replaced_and_frozen_and_never_shown()
    {
        var done = await _shop.Post("/control/apps/rotate-secret", [("appId", Given.App), ("Secret", "brand-new-secret")]);

        (await _shop.Stable()).Code.ShouldBe(40125);
        (await _shop.Stable(secret: "brand-new-secret")).Code.ShouldBe(0);
        await _shop.Post("/control/apps/freeze-secret", [("appId", Given.App)]);
        (await _shop.Stable(secret: "brand-new-secret")).Code.ShouldBe(40243);
        var frozen = await _shop.Page("/control/apps");
        foreach (var html in (string[])[done.Html, frozen.Html])
        {
            html.ShouldNotContain("brand-new-secret");
            html.ShouldNotContain(Given.Secret);
        }

        frozen.Has("secret-frozen").ShouldBeTrue();
        await _shop.Post("/control/apps/unfreeze-secret", [("appId", Given.App)]);
        (await _shop.Stable(secret: "brand-new-secret")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task The_report_shows_calls_by_outcome_and_renews_itself()
    {
        await _shop.Send();
        await _shop.Send(template: "none");

        var page = await _shop.Page("/control");
        page.Texts("accepted").ShouldBe(["1"]);
        page.Html.ShouldContain($"<tr><th scope=\"row\"><code>{Given.SendPath}</code></th><td>40037</td><td class=\"number\">1</td></tr>");
        await _shop.SendWeather();
        var numbers = await _shop.Page(page.Attribute("report", "data-from"));

        numbers.Texts("accepted").ShouldBe(["2"]);
        numbers.Html.ShouldContain("data-accepted=\"2\"");
        numbers.Html.ShouldNotContain("<html");
    }

    [Fact]
    public async Task A_reset_asks_to_be_confirmed()
    {
        await _shop.Send();
        var unsure = await _shop.Post("/control/reset", [("scope", "all")]);
        (unsure.Status, unsure.Html.Contains("Tick this to confirm.", StringComparison.Ordinal), _shop.Control.Apps().Count).ShouldBe((HttpStatusCode.BadRequest, true, 2));

        await _shop.Post("/control/reset", [("scope", "traffic"), ("sure", "true")]);
        (_shop.Control.Report().Accepted, _shop.Control.Apps().Count).ShouldBe((0, 2));
        await _shop.Post("/control/reset", [("scope", "all"), ("sure", "true")]);

        _shop.Control.Apps().ShouldBeEmpty();
    }
}
