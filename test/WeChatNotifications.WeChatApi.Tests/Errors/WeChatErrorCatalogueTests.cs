using System.Globalization;
using System.Text.RegularExpressions;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi.Tests.Errors;

public sealed class WeChatErrorCatalogueTests
{
    /// <summary>Every code that WeChat's pages, or the sources they leave it to, name for the calls of this product.</summary>
    private static readonly Dictionary<WeChatCall, int[]> Documented = new()
    {
        [WeChatCall.Token] = [0, -1, 40001, 40002, 40013, 40125, 40164, 40243, 41002, 41004, 43002, 44002, 45009, 45011, 47001, 50004, 50007, 89501, 89503, 89506, 89507],
        [WeChatCall.Send] =
        [
            0, -1, 40001, 40003, 40014, 40033, 40037, 40038, 41001, 41028, 41029, 41030, 42001, 43101, 43104, 43107, 43108, 45009, 45103, 45109, 45168, 47003, 48001,
        ],
        [WeChatCall.OfficialAccountSend] =
        [
            0, -1, 40001, 40003, 40008, 40013, 40036, 40037, 40039, 40165, 40249, 41028, 41029, 41030, 43004, 43019, 43101, 43116, 45009, 45103, 45109, 47003, 48001, 48002,
        ],
        [WeChatCall.Template] =
        [
            0, -1, 404, 40001, 40246, 40247, 40400, 45009, 20001, 20002, 200001, 200002, 200011, 200012, 200013, 200014, 200016, 200017, 200018, 200019, 200020,
            200021, 200022, 200100,
        ],
        [WeChatCall.Login] = [0, -1, 40013, 40029, 40125, 40163, 40226, 41008, 45011],
        [WeChatCall.Users] = [0, -1, 40001, 40003, 45009],
        [WeChatCall.Quota] = [0, 40013, 48006, 76001, 76002, 76003, 76004, 76021, 76022],
        [WeChatCall.SubscriptionRequest] = [10001, 10002, 10003, 10004, 10005, 20001, 20002, 20003, 20004, 20005, 20013],
    };

    [Fact]
    public void Every_documented_code_is_there() =>
        Documented.SelectMany(call => call.Value, (call, code) => (call.Key, code))
            .Where(pair => !WeChatErrorCatalogue.Find(pair.code, pair.Key).IsKnown)
            .ShouldBeEmpty();

    [Fact]
    public void No_code_is_there_that_is_not_documented() =>
        WeChatErrorCatalogue.All.Select(entry => entry.Code).Except(Documented.Values.SelectMany(codes => codes)).ShouldBeEmpty();

    [Fact]
    public void There_is_one_row_for_a_code_and_a_call_and_the_rows_are_in_order()
    {
        var keys = WeChatErrorCatalogue.All.Select(entry => (entry.Code, Call: entry.Call is { } call ? (int)call : -1)).ToList();

        keys.ShouldBeUnique();
        keys.ShouldBe(keys.Order());
    }

    [Fact]
    public void A_name_always_stands_for_the_same_thing()
    {
        foreach (var sameName in WeChatErrorCatalogue.All.GroupBy(entry => entry.Name))
        {
            Regex.IsMatch(sameName.Key, "^[a-z]+(-[a-z]+)*$", RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBeTrue(sameName.Key);
            sameName.Key.ShouldNotBe("unknown");
            sameName.Select(entry => (entry.Action, entry.Pause, entry.MeaningEn, entry.MeaningZh, entry.AdviceEn, entry.AdviceZh)).Distinct()
                .ShouldHaveSingleItem(sameName.Key);
        }
    }

    [Fact]
    public void Every_row_speaks_both_languages()
    {
        foreach (var entry in WeChatErrorCatalogue.All)
        {
            foreach (var english in new[] { entry.MeaningEn, entry.AdviceEn })
            {
                english.ShouldEndWith(".");
                english.ShouldNotMatch(@"[\u4e00-\u9fff]");
            }

            foreach (var chinese in new[] { entry.MeaningZh, entry.AdviceZh })
            {
                chinese.ShouldEndWith("。");
                chinese.ShouldMatch(@"[\u4e00-\u9fff]{2}");
            }
        }
    }

    [Theory]
    [InlineData("zh-Hans", true)]
    [InlineData("zh-CN", true)]
    [InlineData("zh-TW", true)]
    [InlineData("en", false)]
    [InlineData("de-DE", false)]
    [InlineData("", false)]
    public void The_readers_culture_chooses_the_language(string culture, bool isChinese)
    {
        var entry = WeChatErrorCatalogue.Find(43101);

        entry.Meaning(new CultureInfo(culture)).ShouldBe(isChinese ? entry.MeaningZh : entry.MeaningEn);
        entry.Advice(new CultureInfo(culture)).ShouldBe(isChinese ? entry.AdviceZh : entry.AdviceEn);
    }

    [Fact]
    public void A_pause_and_only_a_pause_says_for_how_long() =>
        WeChatErrorCatalogue.All.ShouldAllBe(entry => (entry.Action == WeChatErrorAction.PauseApp) == (entry.Pause != PausePeriod.None));

    [Theory]
    [InlineData(0, WeChatErrorAction.Sent)]
    [InlineData(-1, WeChatErrorAction.OutcomeUnknown)]
    [InlineData(40001, WeChatErrorAction.RefreshTokenAndRetry)]
    [InlineData(40014, WeChatErrorAction.RefreshTokenAndRetry)]
    [InlineData(42001, WeChatErrorAction.RefreshTokenAndRetry)]
    [InlineData(40003, WeChatErrorAction.RecipientInvalid)]
    [InlineData(43101, WeChatErrorAction.RecipientRefused)]
    [InlineData(43108, WeChatErrorAction.RetrySoon)]
    [InlineData(41028, WeChatErrorAction.RetryWithAnotherPermit)]
    [InlineData(41029, WeChatErrorAction.RetryWithAnotherPermit)]
    [InlineData(47003, WeChatErrorAction.ContentRejected)]
    [InlineData(45168, WeChatErrorAction.ContentRejected)]
    [InlineData(40037, WeChatErrorAction.TemplateBroken)]
    [InlineData(43107, WeChatErrorAction.TemplateBroken)]
    [InlineData(41030, WeChatErrorAction.TemplateBroken)]
    [InlineData(45103, WeChatErrorAction.ChannelRetired)]
    [InlineData(45109, WeChatErrorAction.ChannelRetired)]
    [InlineData(45009, WeChatErrorAction.PauseApp)]
    public void A_refused_send_has_its_remedy(int code, WeChatErrorAction action) => WeChatErrorCatalogue.Find(code).Action.ShouldBe(action);

    [Theory]
    [InlineData(45011, WeChatCall.Send, PausePeriod.UntilNextMinute)]
    [InlineData(45009, WeChatCall.Send, PausePeriod.UntilBeijingMidnight)]
    [InlineData(45009, WeChatCall.Token, PausePeriod.UntilBeijingMidnight)]
    [InlineData(40164, WeChatCall.Token, PausePeriod.TenMinutes)]
    [InlineData(40164, WeChatCall.Send, PausePeriod.TenMinutes)]
    [InlineData(89503, WeChatCall.Token, PausePeriod.TenMinutes)]
    [InlineData(89507, WeChatCall.Token, PausePeriod.OneHour)]
    [InlineData(89506, WeChatCall.Token, PausePeriod.OneDay)]
    [InlineData(40001, WeChatCall.Token, PausePeriod.UntilResumed)]
    [InlineData(40013, WeChatCall.Token, PausePeriod.UntilResumed)]
    [InlineData(40125, WeChatCall.Token, PausePeriod.UntilResumed)]
    [InlineData(40243, WeChatCall.Token, PausePeriod.UntilResumed)]
    [InlineData(50004, WeChatCall.Token, PausePeriod.UntilResumed)]
    [InlineData(50007, WeChatCall.Token, PausePeriod.UntilResumed)]
    [InlineData(48001, WeChatCall.Send, PausePeriod.UntilResumed)]
    [InlineData(45009, WeChatCall.Template, PausePeriod.None)]
    [InlineData(45011, WeChatCall.Login, PausePeriod.None)]
    [InlineData(48001, WeChatCall.Template, PausePeriod.None)]
    public void An_app_is_paused_for_as_long_as_it_takes(int code, WeChatCall call, PausePeriod pause) =>
        WeChatErrorCatalogue.Find(code, call).Pause.ShouldBe(pause);

    [Fact]
    public void A_refused_token_never_gives_up_messages()
    {
        WeChatErrorAction[] keeping = [WeChatErrorAction.Sent, WeChatErrorAction.RetryLater, WeChatErrorAction.PauseApp];

        Documented[WeChatCall.Token].Select(code => WeChatErrorCatalogue.Find(code, WeChatCall.Token)).ShouldAllBe(entry => keeping.Contains(entry.Action));
    }

    [Fact]
    public void A_busy_wechat_leaves_only_the_outcome_of_sends_in_doubt() =>
        Enum.GetValues<WeChatCall>().Where(call => WeChatErrorCatalogue.Find(-1, call).Action == WeChatErrorAction.OutcomeUnknown)
            .ShouldBe([WeChatCall.Send, WeChatCall.OfficialAccountSend]);

    [Theory]
    [InlineData(99999, WeChatCall.Send)]
    [InlineData(int.MinValue, WeChatCall.Token)]
    [InlineData(40163, WeChatCall.Send)]
    public void A_code_that_is_not_there_is_retried_with_an_end_and_named(int code, WeChatCall call)
    {
        var entry = WeChatErrorCatalogue.Find(code, call);

        entry.IsKnown.ShouldBeFalse();
        entry.Code.ShouldBe(code);
        entry.Action.ShouldBe(WeChatErrorAction.RetryLater);
        entry.Pause.ShouldBe(PausePeriod.None);
        entry.MeaningEn.ShouldContain(code.ToString(CultureInfo.InvariantCulture));
        entry.MeaningZh.ShouldContain(code.ToString(CultureInfo.InvariantCulture));
    }
}
