using FsCheck.Fluent;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Support;

namespace WeChatNotifications.Domain.Tests.Deliveries;

public sealed class RenderedDataTests
{
    [Fact]
    public void Fields_keep_their_order_and_stay_readable()
        => RenderedData.ToJson([new("thing2", "茶 & \"面包\""), new("amount1", "¥12.50")]).ShouldBe("""{"thing2":"茶 & \"面包\"","amount1":"¥12.50"}""");

    [Fact]
    public void No_fields_are_an_empty_object() => RenderedData.FromJson(RenderedData.ToJson([])).ShouldBeEmpty();

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.ListOf(Gen.Zip(Arbitrary.WellFormedText, Arbitrary.WellFormedText).Select(p => new KeyValuePair<string, string>(p.Item1, p.Item2)))
            .Holds(fields => RenderedData.FromJson(RenderedData.ToJson([.. fields])).ShouldBe(fields), times: 1_000);
}
