using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.RabbitMq.Tests.Support;

namespace WeChatNotifications.RabbitMq.Tests.Configuration;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("Url", "")]
    [InlineData("Url", "http://broker:5672/")]
    [InlineData("Url", "broker")]
    [InlineData("Url", "amqp://user:a-password@one/,nonsense")]
    [InlineData("Prefix", "with blanks")]
    [InlineData("Prefetch", "0")]
    [InlineData("PieceSize", "1")]
    [InlineData("SweepInterval", "00:10:00")]
    [InlineData("DeliveryLimit", "0")]
    [InlineData("MaxRequestBytes", "1")]
    [InlineData("TenantHeader", "")]
    public void Wrong_settings_stop_the_host_and_say_which_without_the_password(string name, string value)
    {
        var failure = Should.Throw<OptionsValidationException>(() => Options(name, value));
        failure.Message.ShouldContain(name);
        failure.Message.ShouldNotContain("a-password");
    }

    [Fact]
    public void The_defaults_and_several_addresses_are_valid()
    {
        var options = Options("Url", "amqp://user:a-password@one:5672/shop, amqps://two");
        options.Prefix.ShouldBe("wechat.notifications");
        Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true).ShouldBeTrue();
    }

    [Fact]
    public void Every_setting_stands_on_its_page_with_its_default()
    {
        var page = File.ReadAllText(RepositoryFile.Path("docs", "configuration.md"));
        foreach (var property in typeof(RabbitMqOptions).GetProperties())
        {
            var value = property.GetValue(new RabbitMqOptions());
            var text = value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
            page.ShouldContain($"| `RabbitMq:{property.Name}` | `{text}` |");
        }
    }

    private static RabbitMqOptions Options(string name, string value)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["RabbitMq:Url"] = "amqp://localhost", ["RabbitMq:" + name] = value };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddWeChatNotifications(configuration).UseRabbitMq(configuration.GetSection("RabbitMq"));
        return services.BuildServiceProvider().GetRequiredService<IOptions<RabbitMqOptions>>().Value;
    }
}
