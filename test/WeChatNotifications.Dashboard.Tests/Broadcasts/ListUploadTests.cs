using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;
using static WeChatNotifications.Dashboard.Tests.Broadcasts.BroadcastSteps;

namespace WeChatNotifications.Dashboard.Tests.Broadcasts;

public sealed class ListUploadTests(RunningHost host)
{
    [Fact]
    public async Task Rows_that_cannot_be_used_are_shown_by_their_lines_page_by_page()
    {
        var (_, visitor, id) = await ListDraftAsync("zh-CN");
        using var logIn = visitor;
        var bad = string.Concat(Enumerable.Range(1, 60).Select(i => $"bad <{i}>\n"));

        var page = await UploadAsync(visitor, id, "openId\nalice\n" + bad + "alice\n");

        page.Element("list-rows")!.ShouldContain(">1<");
        page.Element("list-duplicates")!.ShouldContain(">1<");
        page.Element("list-bad")!.ShouldContain(">60<");
        page.Element("bad-row")!.ShouldContain("<td class=\"num\">3</td>");
        page.Html.ShouldNotContain("bad <");
        var next = WebUtility.HtmlDecode(page.Element("next-page")!.Split("href=\"")[1].Split('"')[0]);
        (await visitor.GetAsync("~" + next)).Element("bad-row")!.ShouldContain("<td class=\"num\">53</td>");
        (await visitor.GetAsync($"/broadcasts/detail/{id}")).Element("bad-rows-link").ShouldNotBeNull();
        (await visitor.GetAsync($"/broadcasts/bad-rows/{id}")).Html.Split("data-testid=\"bad-row\"").Length.ShouldBe(61);
    }

    [Fact]
    public async Task Json_lines_are_known_by_the_files_name_or_by_choice()
    {
        var (_, visitor, id) = await ListDraftAsync();
        using var logIn = visitor;
        const string Lines = """
            {"openId":"alice","data":{"product":"Tea"}}
            {"userId":"42"}
            """;

        (await UploadAsync(visitor, id, Lines, "people.jsonl")).Element("list-rows")!.ShouldContain(">2<");
        (await UploadAsync(visitor, id, "openId\nalice\n", "people.csv")).Element("list-rows")!.ShouldContain(">1<");
        (await UploadAsync(visitor, id, Lines, "people.txt", "JsonLines")).Element("list-rows")!.ShouldContain(">2<");
    }

    [Fact]
    public async Task What_is_no_usable_list_is_said_beside_the_file_and_the_one_before_stays()
    {
        var (_, visitor, id) = await ListDraftAsync();
        using var logIn = visitor;
        await UploadAsync(visitor, id, "openId\nalice\n");

        (await UploadAsync(visitor, id, "name,prodct\nalice,x\n")).Element("error-Input_List")!.ShouldContain("prodct");
        (await UploadAsync(visitor, id, "", "")).Element("error-Input_List")!.ShouldContain("Choose a file");
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var path = $"/broadcasts/wizard/list/{id}";

        // The fault stands in the first rows of a file of some megabytes, and the answer still comes.
        var gbk = Encoding.GetEncoding("gbk").GetBytes("openId,product\nalice,龙井茶\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"o-{i},茶\n")));
        var page = await visitor.PostContentAsync(path, Form((await visitor.GetAsync(path)).AntiforgeryToken, new ByteArrayContent(gbk), "gbk.csv"));
        page.Element("error-Input_List")!.ShouldContain("UTF-8");
        page.Element("list-rows")!.ShouldContain(">1<");
    }

    [Fact]
    public async Task A_large_list_is_stored_while_it_arrives()
    {
        var (_, visitor, id) = await ListDraftAsync();
        using var logIn = visitor;
        var path = $"/broadcasts/wizard/list/{id}";
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // 400,000 rows with values of their own are some 40 MB: more than Kestrel takes of an ordinary body.
        var file = new ArrivingList(400_000, pauseAt: 100_000, goOn.Task);
        var upload = visitor.PostContentAsync(path, Form((await visitor.GetAsync(path)).AntiforgeryToken, file, "large.csv"));
        await Eventually.Async(
            async () => (await host.Database.QueryAsync<long>("SELECT coalesce(max(pg_relation_size(oid)), 0)::bigint FROM pg_class WHERE relname LIKE 'wechat_list_%'")).Single() > 5_000_000,
            Patience, "half of the first part is in the database, while the rest is not sent yet");
        upload.IsCompleted.ShouldBeFalse();
        goOn.SetResult();

        (await upload).Element("list-rows")!.ShouldContain(">400,000<");
        file.Length.ShouldBeGreaterThan(30_000_000);
    }

    [Fact]
    public async Task A_form_of_another_sites_is_refused_and_so_is_one_that_is_none()
    {
        var (shop, visitor, id) = await ListDraftAsync();
        using var logIn = visitor;
        var path = $"/broadcasts/wizard/list/{id}";
        foreach (var token in (string?[])[null, "forged"])
        {
            (await visitor.PostContentAsync(path, Form(token, new StringContent("openId\nalice\n"), "list.csv"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        }

        (await visitor.PostContentAsync(path, new StringContent("openId\nalice\n"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await visitor.PostContentAsync(path, new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", (await visitor.GetAsync(path)).AntiforgeryToken!)]))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await shop.Admin.GetAsync($"{Shop.Broadcasts}/{id}"))["listRows"].ShouldBe("0");

        using var stranger = await Visitor.LogInAsync(host, (await host.NewShopAsync()).TenantId, RunningHost.AllPermissions);
        (await stranger.PostContentAsync(path, Form((await stranger.GetAsync("")).AntiforgeryToken, new StringContent("openId\nalice\n"), "list.csv"))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task More_than_the_host_takes_is_said()
    {
        await using var small = await RunningHost.StartAsync();
        small.App.Services.GetRequiredService<IOptions<WeChatNotificationsHttpApiOptions>>().Value.MaxListSize = 200_000;
        var shop = await (await small.NewShopAsync()).OpenAsync();
        using var visitor = await Visitor.LogInAsync(small, shop.TenantId, RunningHost.AllPermissions);
        var id = await DraftAsync(visitor);

        var page = await UploadAsync(visitor, id, "openId\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"o-{i}\n")));

        page.Element("error-Input_List")!.ShouldContain("larger than");
        (await shop.Admin.GetAsync($"{Shop.Broadcasts}/{id}"))["listRows"].ShouldBe("0");
    }

    private async Task<(Shop Shop, Visitor Visitor, Guid Id)> ListDraftAsync(string language = "en")
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var visitor = await Visitor.LogInAsync(host, shop.TenantId, RunningHost.AllPermissions, language);
        return (shop, visitor, await DraftAsync(visitor));
    }

    /// <summary>A list that is written while it is sent, and waits in the middle until it may go on.</summary>
    private sealed class ArrivingList(int rows, int pauseAt, Task goOn) : HttpContent
    {
        public long Length { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await WriteAsync(stream, "openId,product\n");
            for (var i = 0; i < rows; i += 1_000)
            {
                if (i >= pauseAt)
                {
                    await stream.FlushAsync();
                    await goOn;
                }

                var part = new StringBuilder();
                for (var j = i; j < Math.Min(rows, i + 1_000); j++)
                {
                    part.Append(CultureInfo.InvariantCulture, $"o-user-with-a-name-of-some-length-{j},\"Longjing tea of the first harvest, a box of half a kilo\"\n");
                }

                await WriteAsync(stream, part.ToString());
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        private async Task WriteAsync(Stream stream, string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Length += bytes.Length;
            await stream.WriteAsync(bytes);
        }
    }
}
