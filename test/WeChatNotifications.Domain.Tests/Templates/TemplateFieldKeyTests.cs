using WeChatNotifications.Templates;

namespace WeChatNotifications.Domain.Tests.Templates;

public sealed class TemplateFieldKeyTests
{
    [Theory]
    [InlineData("thing1", TemplateFieldType.Thing)]
    [InlineData("thing01", TemplateFieldType.Thing)]
    [InlineData("number2", TemplateFieldType.Number)]
    [InlineData("letter3", TemplateFieldType.Letter)]
    [InlineData("symbol4", TemplateFieldType.Symbol)]
    [InlineData("character_string12", TemplateFieldType.CharacterString)]
    [InlineData("time5", TemplateFieldType.Time)]
    [InlineData("date6", TemplateFieldType.Date)]
    [InlineData("amount7", TemplateFieldType.Amount)]
    [InlineData("phone_number8", TemplateFieldType.PhoneNumber)]
    [InlineData("car_number9", TemplateFieldType.CarNumber)]
    [InlineData("name10", TemplateFieldType.Name)]
    [InlineData("phrase1234", TemplateFieldType.Phrase)]
    [InlineData("enum_string2", TemplateFieldType.Enum)]
    [InlineData("enum2", TemplateFieldType.Enum)]
    [InlineData("const2", TemplateFieldType.Const)]
    [InlineData("first", TemplateFieldType.Text)]
    [InlineData("remark", TemplateFieldType.Text)]
    [InlineData("keyword1", TemplateFieldType.Text)]
    [InlineData("keyword12", TemplateFieldType.Text)]
    public void A_key_tells_its_type(string key, TemplateFieldType expected)
    {
        TemplateFieldKey.TryParse(key, out var type).ShouldBeTrue();
        type.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("thing")]
    [InlineData("thing1.DATA")]
    [InlineData("Thing1")]
    [InlineData("thing12345")]
    [InlineData("thing１")]
    [InlineData("thing 1")]
    [InlineData("thing-1")]
    [InlineData("keyword")]
    [InlineData("string1")]
    [InlineData("first1")]
    [InlineData("First")]
    [InlineData("remark.DATA")]
    [InlineData("\uD800" + "1")]
    public void Anything_else_is_no_key(string key) => TemplateFieldKey.TryParse(key, out _).ShouldBeFalse();

    [Fact]
    public void Every_type_has_a_key()
    {
        var types = Support.Arbitrary.FieldKeys.Select(key => TemplateFieldKey.TryParse(key, out var type) ? type : throw new InvalidOperationException(key));
        types.ShouldBe(Enum.GetValues<TemplateFieldType>(), ignoreOrder: true);
    }
}
