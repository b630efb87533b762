using System.Text;
using System.Text.Json;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Tests.Support;
using WeChatNotifications.WeChatApi.Users;

namespace WeChatNotifications.WeChatApi.Tests.Users;

public sealed class FollowerTests
{
    [Fact]
    public async Task The_first_page_and_the_next_are_asked_for_as_documented()
    {
        await using var server = ScriptedServer.That(Reply.Json("""{"total":3,"count":2,"data":{"openid":["o1","o2"]},"next_openid":"o2"}"""));
        var client = Given.Client(server.Address);

        var page = (await client.GetFollowersAsync(Given.Token)).ShouldBeOfType<ApiResult<FollowerPage>.Ok>().Value;
        await client.GetFollowersAsync(Given.Token, "o+2");

        page.Total.ShouldBe(3);
        page.OpenIds.ShouldBe(["o1", "o2"]);
        page.NextOpenId.ShouldBe("o2");
        server.Requests.ShouldAllBe(request => request.Method == "GET");
        server.Requests.Select(request => request.Target).ShouldBe(
        [
            $"/cgi-bin/user/get?access_token={Uri.EscapeDataString(Given.Token)}",
            $"/cgi-bin/user/get?next_openid=o%2B2&access_token={Uri.EscapeDataString(Given.Token)}",
        ]);
    }

    [Theory]
    [InlineData("""{"total":0,"count":0,"next_openid":""}""", 0)]
    [InlineData("""{"total":"23000","count":"0","next_openid":""}""", 23_000)]
    [InlineData("""{"total":5,"count":0,"data":null}""", 5)]
    [InlineData("""{"total":5,"count":0,"data":{},"next_openid":null}""", 5)]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""", 0)]
    public async Task The_end_is_an_empty_page(string body, long total)
    {
        var page = (await FollowersOf(Reply.Json(body))).ShouldBeOfType<ApiResult<FollowerPage>.Ok>().Value;

        page.Total.ShouldBe(total);
        page.OpenIds.ShouldBeEmpty();
        page.NextOpenId.ShouldBeNull();
    }

    [Fact]
    public async Task A_full_page_of_ten_thousand_is_read()
    {
        var openIds = Enumerable.Range(0, 10_000).Select(i => $"oABCDEFGHIJKLMNOPQRSTU{i:000000}").ToList();
        var body = new StringBuilder("{\"total\":2000000,\"count\":10000,\"data\":{\"openid\":").Append(JsonSerializer.Serialize(openIds)).Append("},\"next_openid\":\"x\"}");

        var page = (await FollowersOf(Reply.Json(body.ToString()))).ShouldBeOfType<ApiResult<FollowerPage>.Ok>().Value;

        page.OpenIds.ShouldBe(openIds);
        page.ToString().ShouldBe("FollowerPage { Total = 2000000, Count = 10000 }");
    }

    [Fact]
    public async Task A_list_may_take_eight_mebibytes_and_no_more()
    {
        const string start = """{"total":1,"filler":" """;
        var filler = new string('x', (8 * 1024 * 1024) - Encoding.UTF8.GetByteCount(start) - 2);

        (await FollowersOf(Reply.Json($"{start}{filler}\"}}"))).ShouldBeOfType<ApiResult<FollowerPage>.Ok>();
        (await FollowersOf(Reply.Json($"{start}{filler}x\"}}"))).ShouldBeOfType<ApiResult<FollowerPage>.Unreachable>().Fault.Detail.ShouldContain("8388608");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"total":{},"x":1}""")]
    [InlineData("""{"total":2,"data":{"openid":"o1"}}""")]
    [InlineData("""{"total":2,"data":["o1"]}""")]
    [InlineData("<html>")]
    public async Task An_answer_that_is_not_wechats_is_no_page(string body) =>
        (await FollowersOf(Reply.Json(body))).ShouldBeOfType<ApiResult<FollowerPage>.Unreachable>().Fault.Kind.ShouldBe(TransportFaultKind.UnreadableAnswer);

    [Fact]
    public async Task A_refusal_is_told_with_its_rid_and_without_the_token()
    {
        var refused = (await FollowersOf(Reply.Json($$"""{"errcode":45009,"errmsg":"reach max api daily quota limit {{Given.Token}} rid: 617682e0-52a2e2b3-5f2c1a7d"}""")))
            .ShouldBeOfType<ApiResult<FollowerPage>.Refused>();

        refused.Error.ShouldBe(new WeChatError(45009, "reach max api daily quota limit ***", "617682e0-52a2e2b3-5f2c1a7d"));
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable() =>
        (await Given.Client(ScriptedServer.Nobody()).GetFollowersAsync(Given.Token)).ShouldBeOfType<ApiResult<FollowerPage>.Unreachable>()
            .Fault.Kind.ShouldBe(TransportFaultKind.Connection);

    [Fact]
    public async Task Users_are_asked_for_in_one_call_and_told_as_far_as_wechat_does()
    {
        await using var server = ScriptedServer.That(Reply.Json(
            """
            {"user_info_list":[
              {"subscribe":1,"openid":"o1","unionid":"u1","subscribe_time":1434093047,"language":"zh_CN","tagid_list":[1],"remark":"x"},
              {"subscribe":"1","openid":"o2","subscribe_time":"1434093047","language":""},
              {"subscribe":0,"openid":"o3"},
              null,
              {"subscribe":1}
            ]}
            """));

        var users = (await Given.Client(server.Address).GetUsersAsync(Given.Token, ["o1", "o2", "o\"3"])).ShouldBeOfType<ApiResult<IReadOnlyList<WeChatUser>>.Ok>().Value;

        var at = DateTimeOffset.FromUnixTimeSeconds(1434093047);
        users.ShouldBe([new("o1", true, "u1", at, "zh_CN"), new("o2", true, null, at, null), new("o3", false, null, null, null)]);
        users[0].ToString().ShouldBe("WeChatUser { IsSubscribed = True }");
        server.Request.Method.ShouldBe("POST");
        server.Request.Target.ShouldBe($"/cgi-bin/user/info/batchget?access_token={Uri.EscapeDataString(Given.Token)}");
        server.Request.Text.ShouldBe("""{"user_list":[{"openid":"o1","lang":"zh_CN"},{"openid":"o2","lang":"zh_CN"},{"openid":"o\"3","lang":"zh_CN"}]}""");
    }

    [Theory]
    [InlineData("""{"user_info_list":[]}""", true)]
    [InlineData("""{"errcode":0}""", true)]
    [InlineData("""{"users":[]}""", false)]
    [InlineData("""{"user_info_list":{"openid":"o1"}}""", false)]
    public async Task Users_that_are_not_told_are_not_there(string body, bool isAnswer)
    {
        await using var server = ScriptedServer.That(Reply.Json(body));

        var result = await Given.Client(server.Address).GetUsersAsync(Given.Token, ["o1"]);

        (result is ApiResult<IReadOnlyList<WeChatUser>>.Ok { Value: [] }).ShouldBe(isAnswer);
        (result is ApiResult<IReadOnlyList<WeChatUser>>.Unreachable).ShouldBe(!isAnswer);
    }

    [Fact]
    public async Task Too_many_too_few_or_blank_users_are_the_callers_fault()
    {
        var client = Given.Client(ScriptedServer.Nobody());

        foreach (var openIds in new string[][] { [], [.. Enumerable.Repeat("o", WeChatApiClient.MaxUsersPerCall + 1)], ["o1", " "] })
        {
            (await Should.ThrowAsync<ArgumentException>(() => client.GetUsersAsync(Given.Token, openIds))).ParamName.ShouldBe("openIds");
        }

        await Should.ThrowAsync<ArgumentNullException>(() => client.GetUsersAsync(Given.Token, null!));
        (await Should.ThrowAsync<ArgumentException>(() => client.GetFollowersAsync(""))).ParamName.ShouldBe("accessToken");
    }

    private static async Task<ApiResult<FollowerPage>> FollowersOf(Reply reply)
    {
        await using var server = ScriptedServer.That(reply);
        return await Given.Client(server.Address).GetFollowersAsync(Given.Token);
    }
}
