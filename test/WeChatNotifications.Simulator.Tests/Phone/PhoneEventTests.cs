using System.Net;
using System.Text.Json.Nodes;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Phone;
using WeChatNotifications.Simulator.Tests.Pages;

namespace WeChatNotifications.Simulator.Tests.Phone;

/// <summary>Messages that arrive while a phone is open.</summary>
public sealed class PhoneEventTests
{
    [Fact]
    public async Task A_message_arrives_on_the_open_phone_of_its_user_and_on_no_other()
    {
        await using var shop = await Given.A_shop();
        using var alice = await Open(shop, PageCalls.Phone());
        using var bob = await Open(shop, PageCalls.Phone(Given.Bob));

        await shop.SendWeather(Given.Bob, "<b>rain</b>");
        var sent = (await shop.Send(page: "pages/index/index")).MessageId;

        var (id, name, data) = await alice.Next();
        (id, name, (string)data["chat"]!).ShouldBe(($"{sent}", "card", "service"));
        ((string)data["words"]!).ShouldBe($"New message from {Given.App}: Order paid");
        ((string)data["card"]!).ShouldStartWith($"<li class=\"message\" id=\"m-{sent}\"");
        var (_, _, rain) = await bob.Next();
        ((string)rain["card"]!).ShouldContain("&lt;b&gt;rain&lt;/b&gt;");
        (await shop.Page(PageCalls.Phone())).Html.ShouldContain((string)data["card"]!);
    }

    [Fact]
    public async Task Both_chats_of_one_person_arrive_on_the_one_phone()
    {
        await using var shop = await Bound.Accounts();
        using var phone = await Open(shop, PageCalls.Phone(), "culture=zh-Hans");

        await shop.SendOfficial(url: "https://shop.example/1");

        var (_, _, data) = await phone.Next();
        ((string)data["chat"]!, (string)data["address"]!).ShouldBe((Bound.Official, $"{PageCalls.Phone()}/chats/{Bound.Official}"));
        ((string)data["words"]!).ShouldBe($"{Bound.Official} 发来新消息：{Bound.OfficialOrder}");
    }

    [Fact]
    public async Task What_came_while_the_phone_was_away_is_told_once_it_is_back()
    {
        await using var shop = await Given.A_shop();
        var first = (await shop.SendWeather(text: "one")).MessageId;
        var second = (await shop.SendWeather(text: "two")).MessageId;
        var third = (await shop.SendWeather(text: "three")).MessageId;

        using (var since = await Open(shop, PageCalls.Phone(), $"after={first}"))
        {
            ((await since.Next()).Id, (await since.Next()).Id).ShouldBe(($"{second}", $"{third}"));
        }

        using var back = await Open(shop, PageCalls.Phone(), $"after={first}", lastId: second);
        (await back.Next()).Id.ShouldBe($"{third}");
    }

    [Fact]
    public async Task Refused_messages_do_not_arrive()
    {
        await using var shop = await Given.A_shop();
        using var phone = await Open(shop, PageCalls.Phone());
        shop.Control.BlockUser(Given.App, Given.Alice);
        (await shop.SendWeather(text: "refused")).Code.ShouldBe(43101);
        shop.Control.BlockUser(Given.App, Given.Alice, blocked: false);

        await shop.SendWeather(text: "accepted");

        ((string)(await phone.Next()).Data["card"]!).ShouldContain("accepted");
    }

    [Fact]
    public async Task After_a_reset_the_phone_looks_anew()
    {
        await using var shop = await Given.A_shop();
        using var phone = await Open(shop, PageCalls.Phone());

        shop.Control.Reset(ResetScope.Traffic);

        (await phone.Next()).Name.ShouldBe("reload");
        (await phone.HasEnded()).ShouldBeTrue();
    }

    [Fact]
    public async Task There_is_an_end_to_how_many_are_open_and_whoever_leaves_makes_room()
    {
        await using var shop = await Given.A_shop();
        var phones = await Task.WhenAll(Enumerable.Range(0, PhoneLines.Most).Select(i => Open(shop, PageCalls.Phone(i % 2 == 0 ? Given.Alice : Given.Bob))));

        var refused = await shop.Page($"{PageCalls.Phone()}/events");
        (refused.Status, refused.Header("Retry-After")).ShouldBe((HttpStatusCode.ServiceUnavailable, "60"));
        Array.ForEach(phones, phone => phone.Dispose());
        var again = await Task.WhenAll(Enumerable.Range(0, PhoneLines.Most).Select(_ => OpenAtLast(shop)));

        (await shop.SendWeather()).Code.ShouldBe(0);
        ((await again[0].Next()).Name, (await again[^1].Next()).Name).ShouldBe(("card", "card"));
        Array.ForEach(again, phone => phone.Dispose());
    }

    [Fact]
    public async Task A_reader_that_cannot_keep_up_is_told_to_look_anew_and_delays_nobody()
    {
        var lines = new PhoneLines();
        var user = new SimulatedUser(Given.Alice);
        using var line = lines.TryOpen([user])!;
        for (var i = 1; i <= PhoneLine.MostWaiting + 10; i++)
        {
            lines.Ring(user, i);
        }

        var waiting = new List<long>();
        while (await line.Waiting.WaitToReadAsync() && line.Waiting.TryRead(out var id))
        {
            waiting.Add(id);
        }

        waiting.ShouldBe(Enumerable.Range(1, PhoneLine.MostWaiting).Select(number => (long)number));
    }

    [Fact]
    public async Task The_simulator_stops_although_a_phone_is_open()
    {
        var shop = await Given.A_shop();
        using var phone = await Open(shop, PageCalls.Phone());

        await shop.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>The server notices in its own time that somebody has left.</summary>
    private static async Task<OpenPhone> OpenAtLast(Given shop)
    {
        while (true)
        {
            var response = await shop.Http.GetAsync($"{PageCalls.Phone()}/events", HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(20));
            if (response.IsSuccessStatusCode)
            {
                return new(response, new(await response.Content.ReadAsStreamAsync()));
            }

            response.Dispose();
        }
    }

    private static async Task<OpenPhone> Open(Given shop, string phone, string query = "culture=en", long? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{phone}/events?{query}");
        if (lastId is { } id)
        {
            request.Headers.Add("Last-Event-ID", $"{id}");
        }

        var response = await shop.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new(response, new(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The events of one phone as they come.</summary>
    private sealed class OpenPhone(HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

        public async Task<(string Id, string Name, JsonNode Data)> Next()
        {
            var (id, name) = ("", "");
            while (await reader.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                {
                    id = line[4..];
                }
                else if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    name = line[7..];
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    return (id, name, JsonNode.Parse(line[6..])!);
                }
            }

            throw new InvalidOperationException("The stream has ended.");
        }

        public async Task<bool> HasEnded() => (await reader.ReadToEndAsync().WaitAsync(Patience)).Trim().Length == 0;

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
        }
    }
}
