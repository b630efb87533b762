using System.Net;
using System.Net.Http.Headers;
using System.Text;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Errors;

/// <summary>How the API says no.</summary>
public sealed class RefusalTests(RunningHost host)
{
    [Theory]
    [InlineData("en-GB,en;q=0.9", "en", "Not accepted", "name is required.")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans", null, null)]
    [InlineData("zh-Hans", "zh-Hans", null, null)]
    [InlineData("fr-FR", "en", "Not accepted", "name is required.")]
    [InlineData("fr-FR, zh;q=0.5", "zh-Hans", null, null)]
    public async Task A_problem_names_the_field_and_the_rule_in_the_callers_language(string accept, string language, string? title, string? message)
    {
        var shop = await host.NewShopAsync();
        var answer = (await shop.Admin.With("Accept-Language", accept).PostAsync(Shop.Credentials, new { AppId = "wx1", Secret = "0123456789" }))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation");

        answer.ContentHeaders.ContentLanguage.ShouldBe([language]);
        answer.Violations.ShouldBe(["name: Required"]);
        var said = answer.Json["errors"]![0]!["message"]!.ToString();
        if (language == "en")
        {
            answer["title"].ShouldBe(title);
            said.ShouldBe(message);
        }
        else
        {
            answer["title"]!.ShouldMatch(@"\p{IsCJKUnifiedIdeographs}");
            said.ShouldMatch(@"name.*\p{IsCJKUnifiedIdeographs}");
            answer.Body.ShouldNotContain("\\u", customMessage: "Chinese stays readable on the wire");
        }
    }

    [Theory]
    [InlineData("{", "body: Json")]
    [InlineData(" ", "body: Json")]
    [InlineData("null", "body: JsonType")]
    [InlineData("[]", "body: JsonType")]
    [InlineData("\"text\"", "body: JsonType")]
    [InlineData("""{"appId":"wx1",}""", "body: Json")]
    [InlineData("""{"appId":"wx1"} trailing""", "body: Json")]
    [InlineData("""{"appld":"wx1"}""", "appld: UnknownProperty")]
    [InlineData("""{"appId":7}""", "appId: JsonType")]
    [InlineData("""{"isEnabled":"yes"}""", "isEnabled: JsonType")]
    [InlineData("""{"sendsPerSecond":1.5}""", "sendsPerSecond: JsonType")]
    [InlineData("""{"sendsPerSecond":99999999999999999999}""", "sendsPerSecond: JsonType")]
    [InlineData("""{"kind":"smallProgram"}""", "kind: NotAllowed")]
    [InlineData("""{"kind":1}""", "kind: NotAllowed")]
    [InlineData("""{"appId":"wx1","appId":"wx2"}""", "appId: Duplicate")]
    public async Task A_body_that_is_not_what_it_should_be_is_explained(string body, string violation)
    {
        var shop = await host.NewShopAsync();
        (await shop.Admin.PostTextAsync(Shop.Credentials, body)).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe([violation]);
    }

    [Fact]
    public async Task A_fault_deep_inside_is_named_with_its_path()
    {
        var shop = await host.NewShopAsync();
        (await shop.Admin.PostTextAsync(Shop.Templates, """{"fields":[{"key":"thing1"},{"key":"thing2","overflow":"explode"}]}"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["fields[1].overflow: NotAllowed"]);
        (await shop.Admin.PostTextAsync(Shop.Templates, """{"fields":[{"kye":"thing1"}]}"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["fields[0].kye: UnknownProperty"]);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=gb2312")]
    public async Task What_is_not_declared_as_JSON_in_UTF8_is_415(string contentType)
    {
        var shop = await host.NewShopAsync();
        (await shop.Admin.PostTextAsync(Shop.Credentials, "{}", contentType)).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "MediaType");
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_no_JSON()
    {
        var shop = await host.NewShopAsync();
        var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (await shop.Admin.SendAsync(HttpMethod.Post, Shop.Credentials, content)).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_beyond_a_mebibyte_is_413(bool isChunked)
    {
        var shop = await host.NewShopAsync();
        var bytes = Encoding.UTF8.GetBytes($$"""{"name":"{{new string('x', 1024 * 1024)}}"}""");
        HttpContent content = isChunked ? new StreamContent(new Endless(bytes)) : new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (await shop.Admin.SendAsync(HttpMethod.Post, Shop.Credentials, content)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "BodyTooLarge");
    }

    [Fact]
    public async Task A_fault_of_the_server_tells_its_number_and_nothing_else()
    {
        var broken = await RunningHost.StartAsync();
        await using (broken)
        {
            var shop = await broken.NewShopAsync();
            await broken.Database.ExecuteAsync("""alter table "WeChatAppCredentials" rename to "Elsewhere" """);
            var answer = (await shop.Admin.GetAsync(Shop.Credentials)).ShouldBeProblem(HttpStatusCode.InternalServerError, "Internal");
            answer["traceId"].ShouldNotBeNullOrWhiteSpace();
            answer.Body.ShouldNotContain("WeChatAppCredentials");
            answer.Body.ShouldNotContain("Npgsql");
            broken.Logs.AllText.ShouldContain("WeChatAppCredentials");
        }
    }

    [Theory]
    [InlineData("/api/wechat-notifications/nonsense")]
    [InlineData("/nonsense")]
    public async Task An_unknown_path_is_404_as_a_problem(string path)
    {
        var answer = (await host.Anonymous().GetAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        answer.ContentHeaders.ContentType?.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Answers_with_a_tenants_data_are_not_kept_by_anybody_on_the_way()
    {
        var shop = await host.NewShopAsync();
        (await shop.Admin.GetAsync(Shop.Credentials)).Headers.CacheControl?.NoStore.ShouldBeTrue();
    }

    /// <summary>A stream of unknown length, so that it is sent in chunks.</summary>
    private sealed class Endless(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
