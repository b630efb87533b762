using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Templates;

public sealed class MessageTemplateRepositoryTests : IAsyncLifetime
{
    private World _world = null!;
    private AppCredential _app = null!;

    private static DateTimeOffset Now => Given.Now;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        _app = await _world.AddAppAsync(tenant: null);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_template_comes_back_as_it_went_and_notices_changes_inside_its_fields()
    {
        var template = MessageTemplate.Register(null, Given.TemplateSettings(_app) with
        {
            Fields =
            [
                new TemplateField { Key = "thing1", Name = "商品", DefaultValue = "茶 \"<&" },
                new TemplateField { Key = "enum_string2", AllowedValues = ["甲", "乙"], Overflow = OverflowRule.Reject },
            ],
            PagePattern = "pages/order?id={id}",
        }, Now);
        await _world.UseAsync<IMessageTemplateRepository>(r => r.AddAsync(template, default));

        var found = (await _world.UseAsync<IMessageTemplateRepository, MessageTemplate?>(r => r.FindAsync(template.Id, default))).ShouldNotBeNull();
        found.Fields.ShouldBe(template.Fields);
        foreach (var property in typeof(MessageTemplate).GetProperties().Where(p => p.Name != nameof(MessageTemplate.Fields)))
        {
            property.GetValue(found).ShouldBe(property.GetValue(template), property.Name);
        }

        await _world.UseAsync<IMessageTemplateRepository>(async r =>
        {
            var tracked = (await r.FindAsync(template.Id, default))!;
            tracked.Configure(Given.TemplateSettings(_app) with { Fields = [new TemplateField { Key = "thing1", Name = "商品", DefaultValue = "咖啡" }] }, Now);
            await r.SaveAsync(tracked, default);
        });
        (await _world.UseAsync<IMessageTemplateRepository, (MessageTemplate Template, AppCredential App)?>(r => r.FindByNameAsync("order-paid", default)))
            .ShouldNotBeNull().Template.Fields.ShouldHaveSingleItem().DefaultValue.ShouldBe("咖啡");
    }

    [Fact]
    public async Task A_rename_to_a_name_that_is_taken_is_refused_and_the_scope_stays_usable()
    {
        await _world.AddAsync(Given.Template(_app, "one"), Given.Template(_app, "two"));
        await using var scope = _world.Scope();
        var repository = scope.ServiceProvider.GetRequiredService<IMessageTemplateRepository>();
        var two = (await repository.FindAsync((await repository.FindByNameAsync("two", default))!.Value.Template.Id, default))!;

        two.Configure(Given.TemplateSettings(_app, "one"), Now);
        (await Should.ThrowAsync<RuleViolationException>(() => repository.SaveAsync(two, default))).Violations.Single().Rule.ShouldBe(RuleCodes.Taken);

        (await repository.ListAsync(_app.Id, default)).Select(t => t.Name).ShouldBe(["one", "two"]);
        await repository.AddAsync(Given.Template(_app, "three"), default);
        (await _world.AllAsync<MessageTemplate>()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Of_two_who_change_it_at_once_the_second_is_told()
    {
        var template = Given.Template(_app);
        await _world.AddAsync(template);
        await using var scope = _world.Scope();
        var repository = scope.ServiceProvider.GetRequiredService<IMessageTemplateRepository>();
        var mine = (await repository.FindAsync(template.Id, default))!;
        await _world.UseAsync<IMessageTemplateRepository>(async r =>
        {
            var theirs = (await r.FindAsync(template.Id, default))!;
            theirs.Configure(Given.TemplateSettings(_app) with { Title = "theirs" }, Now);
            await r.SaveAsync(theirs, default);
        });

        mine.Configure(Given.TemplateSettings(_app) with { Title = "mine" }, Now);
        await Should.ThrowAsync<ConflictException>(() => repository.SaveAsync(mine, default));
        (await repository.FindAsync(template.Id, default)).ShouldNotBeNull().Title.ShouldBe("theirs");
    }
}
