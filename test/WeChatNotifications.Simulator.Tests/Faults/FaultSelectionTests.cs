using WeChatNotifications.Simulator.Faults;

namespace WeChatNotifications.Simulator.Tests.Faults;

public sealed class FaultSelectionTests
{
    [Fact]
    public async Task A_count_is_kept_exactly_however_many_call_at_once()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetApp(new() { AppId = Given.App, AllowConcurrentSends = true });
        shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, Path = Given.SendPath, Count = 30 });
        var token = await shop.Token();

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => shop.SendWeather(token: token)));

        replies.Count(reply => reply.Code == -1).ShouldBe(30);
        replies.Count(reply => reply.Code == 0).ShouldBe(70);
        shop.Control.Faults().ShouldHaveSingleItem().Struck.ShouldBe(30);
    }

    [Fact]
    public async Task A_share_strikes_about_that_part_of_the_calls()
    {
        await using var shop = await Given.A_shop();
        var token = await shop.Token();
        shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, Path = Given.SendPath, Share = 0.5 });
        var struck = 0;

        for (var i = 0; i < 400; i++)
        {
            struck += (await shop.SendWeather(token: token)).Code == 0 ? 0 : 1;
        }

        // Six standard deviations on either side.
        struck.ShouldBeInRange(140, 260);
        shop.Control.Report().Accepted.ShouldBe(400 - struck);
    }

    [Fact]
    public async Task A_share_of_nothing_never_strikes()
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, Share = 0 });

        (await shop.SendWeather()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_rule_strikes_only_the_path_app_user_and_template_it_names()
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, ErrorCode = 43101, Path = Given.SendPath, OpenId = Given.Bob });
        (await shop.SendWeather(Given.Bob)).Code.ShouldBe(43101);
        (await shop.SendWeather()).Code.ShouldBe(0);
        shop.Control.ClearFaults();

        shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, ErrorCode = 43107, TemplateId = Given.OrderPaid });
        (await shop.Send()).Code.ShouldBe(43107);
        (await shop.SendWeather()).Code.ShouldBe(0);
        shop.Control.ClearFaults();

        shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, ErrorCode = 50007, AppId = Given.OtherApp });
        (await shop.Classic(Given.OtherApp)).Code.ShouldBe(50007);
        (await shop.Classic()).Code.ShouldBe(0);
        (await shop.SendWeather()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task The_first_rule_that_strikes_wins_and_a_spent_one_lets_the_next_have_its_turn()
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, Path = Given.SendPath, ErrorCode = 45011, Count = 1 });
        shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, Path = Given.SendPath, ErrorCode = 45009, Count = 1 });

        (await shop.SendWeather()).Code.ShouldBe(45011);
        (await shop.SendWeather()).Code.ShouldBe(45009);
        (await shop.SendWeather()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_rule_with_a_known_id_replaces_the_old_one_and_rules_can_be_taken_back()
    {
        await using var shop = await Given.A_shop();
        shop.Control.AddFault(new() { Id = "mine", Kind = FaultKind.WeChatError, Path = Given.SendPath, ErrorCode = 45011 });
        shop.Control.AddFault(new() { Id = "mine", Kind = FaultKind.WeChatError, Path = Given.SendPath, ErrorCode = 45009 });
        var other = shop.Control.AddFault(new() { Kind = FaultKind.WeChatError, Path = Given.StablePath });
        shop.Control.Faults().Select(fault => fault.Id).ShouldBe(["mine", other.Id]);
        shop.Control.RemoveFault(other.Id).ShouldBeTrue();
        shop.Control.RemoveFault(other.Id).ShouldBeFalse();

        (await shop.SendWeather()).Code.ShouldBe(45009);
        shop.Control.RemoveFault("mine").ShouldBeTrue();
        (await shop.SendWeather()).Code.ShouldBe(0);
    }
}
