using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Credentials;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Application.Tests.Tokens;

/// <summary>Calls that are no sends: what the token has to do with them.</summary>
public sealed class WeChatCallsTests
{
    private const string DeletePath = "/wxaapi/newtmpl/deltemplate";

    [Theory]
    [InlineData(40001)]
    [InlineData(42001)]
    public async Task A_token_that_WeChat_rejects_is_replaced_once_within_the_call(int code)
    {
        await using var world = await TokenWorld.StartAsync();
        var (app, node) = (world.App(), world.Node());
        var old = await node.Token(app);
        if (code == 40001)
        {
            world.WeChat.Control.InvalidateTokens(TokenWorld.AppId);
        }
        else
        {
            world.WeChat.Control.ExpireTokens(TokenWorld.AppId);
        }

        (await DeleteAsync(node, app)).ShouldBeOfType<WeChatCallResult<Done>.Ok>();

        (await node.Token(app)).ShouldNotBe(old);
        world.WeChat.Control.Report().Count(DeletePath).ShouldBe(2);
    }

    [Fact]
    public async Task A_call_that_WeChat_refuses_for_another_reason_is_made_once()
    {
        await using var world = await TokenWorld.StartAsync();
        world.WeChat.Control.AddFault(new() { Kind = Simulator.Faults.FaultKind.WeChatError, ErrorCode = 200011, Path = DeletePath });

        var refused = (await DeleteAsync(world.Node(), world.App())).ShouldBeOfType<WeChatCallResult<Done>.Refused>();

        (refused.Error.Code, refused.Entry.Name).ShouldBe((200011, "template-account-banned"));
        world.WeChat.Control.Report().Count(DeletePath).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_token_no_call_is_made_and_the_reason_is_the_tokens()
    {
        await using var world = await TokenWorld.StartAsync();
        world.WeChat.Control.FreezeSecret(TokenWorld.AppId);

        var refused = (await DeleteAsync(world.Node(), world.App())).ShouldBeOfType<WeChatCallResult<Done>.Refused>();

        refused.Entry.Name.ShouldBe("app-secret-frozen");
        world.WeChat.Control.Report().Count(DeletePath).ShouldBe(0);
    }

    [Fact]
    public async Task A_handler_of_the_host_that_throws_is_an_answer_without_its_text()
    {
        await using var world = await TokenWorld.StartAsync();
        var node = world.Node(services: s => s.AddHttpClient(WeChatNotificationsServiceCollectionExtensions.HttpClientName)
            .AddHttpMessageHandler(() => new Interceptor(request => _ = request.RequestUri!.AbsolutePath == DeletePath
                ? throw new InvalidOperationException($"proxy says no to {request.RequestUri}")
                : true)));

        (await DeleteAsync(node, world.App())).ShouldBe(new WeChatCallResult<Done>.Unreachable("The call ended with InvalidOperationException."));

        world.Logs.AllText.ShouldNotContain("access_token");
    }

    private static Task<WeChatCallResult<Done>> DeleteAsync(TokenNode node, AppCredential app) => node.Services.GetRequiredService<WeChatCalls>().AskAsync(
        app, WeChatCall.Template, (client, token, cancellationToken) => client.DeleteTemplateAsync(token, "tmpl", cancellationToken), CancellationToken.None);
}
