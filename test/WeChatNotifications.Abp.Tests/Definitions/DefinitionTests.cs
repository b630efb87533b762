using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Volo.Abp.Authorization.Permissions;
using Volo.Abp.AutoMapper;
using Volo.Abp.Features;
using Volo.Abp.Localization;
using Volo.Abp.MultiTenancy;
using Volo.Abp.Settings;
using Volo.Abp.Timing;
using WeChatNotifications.Abp.Features;
using WeChatNotifications.Abp.Localization;
using WeChatNotifications.Abp.Mapping;
using WeChatNotifications.Abp.Settings;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Abp.Timing;
using WeChatNotifications.Localization;
using WeChatNotifications.Permissions;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Definitions;

public sealed class DefinitionTests(RunningAbpHost host)
{
    [Fact]
    public async Task Every_permission_of_the_plain_module_is_defined_under_its_name_with_a_text_in_both_languages()
    {
        var group = (await host.Services.GetRequiredService<IPermissionDefinitionManager>().GetGroupsAsync())
            .Single(g => g.Name == WeChatNotificationsPermissions.GroupName);
        var defined = group.GetPermissionsWithChildren();

        defined.Select(p => p.Name).ShouldBe(WeChatNotificationsPermissions.All, ignoreOrder: true);
        defined.Where(p => p.Parent is not null).ShouldAllBe(p => p.Name.StartsWith(p.Parent!.Name + ".", StringComparison.Ordinal));
        foreach (var permission in defined)
        {
            InLanguage("en", () => TextOf(permission.DisplayName)).ShouldNotStartWith("Permission:");
            InLanguage("zh-Hans", () => TextOf(permission.DisplayName)).ShouldNotBe(InLanguage("en", () => TextOf(permission.DisplayName)));
        }
    }

    [Fact]
    public async Task Permissions_stand_in_ABP_as_in_the_plain_modules_tree_and_those_of_the_host_are_no_tenants()
    {
        var groups = await host.Services.GetRequiredService<IPermissionDefinitionManager>().GetGroupsAsync();
        foreach (var group in WeChatNotificationsPermissionTree.Groups)
        {
            var defined = groups.Single(g => g.Name == group.Name).Permissions;
            defined.Select(Shape).ShouldBe(group.Permissions.Select(Shape));
        }

        var sides = WeChatNotificationsPermissionTree.All.Where(p => p.IsHostSide).Select(p => p.Name).ToList();
        sides.ShouldContain(WeChatNotificationsPermissions.Jobs.Run);
        sides.ShouldContain(WeChatNotificationsPermissions.Tenants.Manage);

        static string Shape<T>(T permission) => permission switch
        {
            PermissionNode node => $"{node.Name}{(node.IsHostSide ? " (host)" : "")}[{string.Join(", ", node.Children.Select(Shape))}]",
            PermissionDefinition defined => $"{defined.Name}{(defined.MultiTenancySide == MultiTenancySides.Host ? " (host)" : "")}[{string.Join(", ", defined.Children.Select(Shape))}]",
            _ => throw new ArgumentException("No permission.", nameof(permission)),
        };
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public void Every_text_of_the_plain_module_is_a_text_of_ABPs_resource(string culture)
    {
        var localizer = host.Services.GetRequiredService<IStringLocalizer<WeChatNotificationsAbpResource>>();
        using var stream = typeof(WeChatNotificationsResource).Assembly.GetManifestResourceStream($"WeChatNotifications.Localization.{culture}.json")!;
        using var document = JsonDocument.Parse(stream);

        InLanguage(culture, () =>
        {
            foreach (var text in document.RootElement.GetProperty("texts").EnumerateObject())
            {
                localizer[text.Name].ShouldSatisfyAllConditions(t => t.ResourceNotFound.ShouldBeFalse(text.Name), t => t.Value.ShouldBe(text.Value.GetString()));
            }

            return true;
        });
    }

    [Fact]
    public async Task A_text_that_the_host_replaces_in_the_resource_stands_in_the_modules_answers()
    {
        await using var other = await RunningAbpHost.StartAsync(replace: services => services.PostConfigure<AbpLocalizationOptions>(
            o => o.Resources.Get<WeChatNotificationsAbpResource>().Contributors.Add(new OneText("Status:Sent", "Delivered!"))));

        other.Services.GetRequiredService<IModuleTexts>().Explain(WeChatNotifications.Deliveries.DeliveryStatus.Sent, default, null).ShouldBe("Delivered!");
    }

    [Fact]
    public async Task A_tenant_without_the_feature_cannot_send()
    {
        var features = new FeatureOff();
        await using var other = await RunningAbpHost.StartAsync(replace: services => services.AddSingleton<IFeatureStore>(features));
        features.WithoutSending = other.South.Id;
        var user = other.South.NewUser();

        var refusal = await Should.ThrowAsync<RuleViolationException>(() => other.Send(other.South, Shop.Order(user)));

        refusal.Violations.Single().Rule.ShouldBe(RuleCodes.SwitchedOff);
        (await other.CountAsync(user)).ShouldBe(0);
        (await other.Send(other.North, Shop.Order(other.North.NewUser()))).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("02:00:00", 2)]
    [InlineData("00:00:01", 72)]
    [InlineData("nonsense", 72)]
    [InlineData(null, 72)]
    public async Task A_setting_says_how_long_a_message_may_wait(string? value, int hours)
    {
        await using var other = await RunningAbpHost.StartAsync(b => b.Configuration.AddInMemoryCollection([new("Settings:" + WeChatNotificationsSettings.DefaultTimeToLive, value)]));
        var receipts = await other.Send(other.North, Shop.Order(other.North.NewUser()) with { NotBefore = DateTimeOffset.UtcNow.AddMinutes(10) });

        var delivery = await other.Delivery(other.North, receipts.Single().DeliveryId);

        (delivery.ExpiresAt!.Value - delivery.NotBefore).ShouldBe(TimeSpan.FromHours(hours), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_setting_and_the_feature_are_defined()
    {
        (await host.Services.GetRequiredService<ISettingDefinitionManager>().GetOrNullAsync(WeChatNotificationsSettings.DefaultTimeToLive)).ShouldNotBeNull();
        (await host.Services.GetRequiredService<IFeatureDefinitionManager>().GetOrNullAsync(WeChatNotificationsFeatures.Sending))!.DefaultValue.ShouldBe("true");
    }

    [Fact]
    public void Every_member_that_is_mapped_to_is_mapped_from_something()
    {
        host.Services.GetRequiredService<IOptions<AbpAutoMapperOptions>>().Value.ValidatingProfiles.ShouldContain(typeof(WeChatNotificationsAutoMapperProfile));
        host.Services.GetRequiredService<IMapperAccessor>().Mapper.ConfigurationProvider.AssertConfigurationIsValid();
    }

    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void The_present_is_what_ABPs_clock_says(DateTimeKind kind)
    {
        var moment = new DateTimeOffset(2026, 11, 21, 7, 30, 0, TimeSpan.Zero);
        var clock = new StoppedClock(DateTime.SpecifyKind(kind == DateTimeKind.Utc ? moment.UtcDateTime : moment.LocalDateTime, kind));

        new ClockTimeProvider(clock).GetUtcNow().ShouldBe(moment);
    }

    [Fact]
    public void The_module_asks_no_other_clock()
        => host.Services.GetRequiredService<TimeProvider>().ShouldBeOfType<ClockTimeProvider>();

    private string TextOf(ILocalizableString text) => text.Localize(host.Services.GetRequiredService<IStringLocalizerFactory>()).Value;

    private static T InLanguage<T>(string culture, Func<T> ask)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return ask();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private sealed class OneText(string name, string value) : ILocalizationResourceContributor
    {
        public bool IsDynamic => false;

        public void Initialize(LocalizationResourceInitializationContext context)
        {
        }

        public LocalizedString? GetOrNull(string cultureName, string key) => key == name ? new LocalizedString(key, value) : null;

        public void Fill(string cultureName, Dictionary<string, LocalizedString> dictionary) => dictionary[name] = new LocalizedString(name, value);

        public Task FillAsync(string cultureName, Dictionary<string, LocalizedString> dictionary)
        {
            Fill(cultureName, dictionary);
            return Task.CompletedTask;
        }

        public Task<IEnumerable<string>> GetSupportedCulturesAsync() => Task.FromResult<IEnumerable<string>>([]);
    }

    private sealed class FeatureOff : IFeatureStore
    {
        public Guid? WithoutSending { get; set; }

        public Task<string?> GetOrNullAsync(string name, string? providerName, string? providerKey)
            => Task.FromResult(name == WeChatNotificationsFeatures.Sending && providerName == TenantFeatureValueProvider.ProviderName && providerKey == WithoutSending.ToString() ? "false" : null);
    }

    private sealed class StoppedClock(DateTime now) : IClock
    {
        public DateTime Now => now;

        public DateTimeKind Kind => now.Kind;

        public bool SupportsMultipleTimezone => false;

        public DateTime Normalize(DateTime dateTime) => dateTime;

        public DateTime ConvertToUserTime(DateTime utcDateTime) => utcDateTime;

        public DateTimeOffset ConvertToUserTime(DateTimeOffset dateTimeOffset) => dateTimeOffset;

        public DateTime ConvertToUtc(DateTime dateTime) => dateTime;
    }
}
