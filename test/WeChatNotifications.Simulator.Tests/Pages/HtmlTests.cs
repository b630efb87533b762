using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Tests.Pages;

public sealed class HtmlTests
{
    [Fact]
    public void What_is_put_into_a_page_never_becomes_markup()
    {
        var value = "<b onclick=\"x('&')\">";

        Html.Of($"<p title=\"{value}\">{value}</p>").ToString()
            .ShouldBe("<p title=\"&lt;b onclick=&quot;x(&#x27;&amp;&#x27;)&quot;&gt;\">&lt;b onclick=&quot;x(&#x27;&amp;&#x27;)&quot;&gt;</p>");
        Html.Attribute("title", value).ToString().ShouldBe(" title=\"&lt;b onclick=&quot;x(&#x27;&amp;&#x27;)&quot;&gt;\"");
    }

    [Fact]
    public void Pieces_stay_markup_and_the_letters_of_all_languages_stay_readable()
    {
        var inner = Html.Each(["茶", "é"], text => Html.Of($"<i>{text}</i>"));

        Html.Of($"<p>{inner}{Html.None}{Html.Flag("checked", true)}{Html.Flag("hidden", false)}{7}</p>").ToString().ShouldBe("<p><i>茶</i><i>é</i> checked7</p>");
    }
}
