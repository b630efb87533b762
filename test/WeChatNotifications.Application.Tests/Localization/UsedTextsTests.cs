using System.Globalization;
using System.Text.RegularExpressions;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Application.Tests.Localization;

/// <summary>Whatever the modules' sources name as a text exists. (That both languages have the same texts, the Domain's tests say.)</summary>
public sealed partial class UsedTextsTests
{
    private static readonly string[] Groups = ["Status", "Reason", "Entity", "Operation", "Problem", "JsonType", "Permission", "CredentialTest", "Drift", "Library"];

    [Fact]
    public void Every_text_that_is_used_by_its_name_exists()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var texts = new ModuleTexts();
        var used = Sources()
            .SelectMany(file => Key().Matches(File.ReadAllText(file)).Select(m => m.Groups["key"].Value))
            .Where(key => Groups.Contains(key.Split(':')[0], StringComparer.Ordinal) || key.StartsWith("WeChatNotifications:", StringComparison.Ordinal))
            .Where(key => key != "Reason:None" && !key.EndsWith(':') && !key.EndsWith('.'))
            .Distinct(StringComparer.Ordinal).ToArray();

        used.ShouldContain("JsonType:Recipients");
        used.Where(key => texts.Get(key) == key).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(nameof(AppCredential))]
    [InlineData(nameof(MessageTemplate))]
    [InlineData(nameof(RemoteTemplate))]
    [InlineData(nameof(DeliveryLog))]
    [InlineData(nameof(SubscriptionGrant))]
    [InlineData(nameof(Recipient))]
    [InlineData(nameof(FollowerImport))]
    public void Every_entity_that_can_be_missing_has_a_name(string entity)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var texts = new ModuleTexts();
        var id = Guid.NewGuid();

        texts.Of(new EntityNotFoundException(entity, id)).ShouldBe($"There is no {texts.Get("Entity:" + entity)} {id}.");
        texts.Get("Entity:" + entity).ShouldNotContain("Entity:");
    }

    private static IEnumerable<string> Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WeChatNotifications.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("There is no WeChatNotifications.sln above the tests.");
        }

        return Directory.GetFiles(Path.Combine(folder.FullName, "modules"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));
    }

    [GeneratedRegex("\"(?:L:)?(?<key>[A-Z][A-Za-z]+:[A-Za-z.]+)\"", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Key();
}
