using System.Globalization;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.People;
using WeChatNotifications.Simulator.Push;

namespace WeChatNotifications.Simulator.Control;

/// <summary>Creates and changes apps, templates, users and grants.</summary>
internal sealed class Accountant(SimulatedWeChat weChat)
{
    private readonly Lock _gate = new();

    public WorldSummary Apply(SeedDocument document)
    {
        lock (_gate)
        {
            Each(document.Apps, Apply);
            Each(document.Templates, Apply);
            Each(document.Users, Apply);
            Each(document.UserRanges, Apply);
            Each(document.Grants, Apply);
        }

        var apps = weChat.Apps.Values;
        return new(apps.Count, apps.Sum(app => app.Templates.Count), apps.Sum(app => app.Users.Count));
    }

    public void Apply(AppSeed seed)
    {
        ControlRules.Check(seed);
        if (seed.Limits is { } limits)
        {
            ControlRules.Check(limits);
        }

        var kind = seed.Kind ?? weChat.Apps.GetValueOrDefault(seed.AppId)?.Kind ?? AppKind.MiniProgram;
        if (seed.Followers is { } followers)
        {
            ControlRules.Check(followers, seed.AppId, kind);
        }

        ControlRules.CheckCategories(seed);
        var push = seed.Push is { } pushed ? PushConfig.Of(pushed, seed.AppId, kind, weChat.AllowRemotePush) : null;
        lock (_gate)
        {
            var app = weChat.Apps.GetValueOrDefault(seed.AppId)
                ?? new SimulatedApp(seed.AppId, seed.Secret ?? throw new SimulatorControlException($"The new app {seed.AppId} needs a secret."));
            try
            {
                app.Change(seed);
            }
            catch (FormatException error)
            {
                throw new SimulatorControlException($"The IP whitelist of {seed.AppId} takes addresses and CIDR blocks.", error);
            }

            app.Push = push ?? app.Push;
            weChat.Apps[seed.AppId] = app;
            if (seed.Followers is { } given)
            {
                Apply(given, app);
            }
        }
    }

    private void Apply(FollowersSeed followers, SimulatedApp app)
    {
        if (followers.Count is { } count)
        {
            app.Followers.Generate(count, followers.UnionIdPrefix);
        }

        foreach (var openId in followers.OpenIds)
        {
            app.Follow(User(app, openId), weChat.Clock.GetUtcNow());
        }
    }

    public void Apply(TemplateSeed seed)
    {
        ControlRules.Check(seed);
        lock (_gate)
        {
            var app = App(seed.AppId);
            var templates = app.Templates;
            var known = templates.GetValueOrDefault(seed.TemplateId);
            ControlRules.Check(seed, isNew: known is null);
            var template = known ?? new(seed.TemplateId);
            template.Change(seed, app.Kind);
            templates[seed.TemplateId] = template;
        }
    }

    public void Apply(UserSeed seed)
    {
        ControlRules.Check(seed);
        var app = App(seed.AppId);
        var user = User(app, seed.OpenId);
        user.Blocked = seed.Blocked ?? user.Blocked;
        user.MainSwitchOff = seed.MainSwitch is { } on ? !on : user.MainSwitchOff;
        user.Blacklisted = seed.Blacklisted ?? user.Blacklisted;
        user.MessagesOff = seed.MessagesOff ?? user.MessagesOff;
        user.HighRisk = seed.HighRisk ?? user.HighRisk;
        user.UnionId = seed.UnionId ?? user.UnionId;
        if (seed.IsFollower is { } follows && app.Kind == AppKind.OfficialAccount)
        {
            _ = follows ? app.Follow(user, weChat.Clock.GetUtcNow()) : app.Unfollow(user);
        }
    }

    public void Apply(GrantSeed seed)
    {
        ControlRules.Check(seed);
        var app = App(seed.AppId);
        CheckTemplate(app, seed.TemplateId);
        User(app, seed.OpenId).ChangeGrant(seed.TemplateId, seed, static (grant, seed) =>
        {
            grant.Sends = seed.Sends ?? grant.Sends;
            grant.LongTerm = seed.LongTerm ?? grant.LongTerm;
            grant.Rejected = seed.Rejected ?? grant.Rejected;
        });
    }

    public void Apply(GrantDecision decision)
    {
        ControlRules.Check(decision);
        var app = App(decision.AppId);
        var template = CheckTemplate(app, decision.TemplateId);
        User(app, decision.OpenId).Decide(template, decision.Accept, decision.Times);
    }

    public FormIdBatch Apply(FormIdIssue issue)
    {
        ControlRules.Check(issue);
        var app = App(issue.AppId);
        var batch = FormIdDesk.Issue(weChat, app, issue);
        User(app, issue.OpenId);
        return batch;
    }

    public IReadOnlyList<GrantState> Grants(string appId, string openId) =>
        App(appId).FindUser(openId)?.Grants(appId) ?? [];

    public IReadOnlyList<AppState> Apps() => [.. weChat.Apps.Values.OrderBy(app => app.AppId, StringComparer.Ordinal).Select(app => new AppState(
        app.AppId, app.Kind, app.SecretFrozen, app.TokenRefusal, app.CanSend, app.Banned, app.Users.Count, app.Followers.Count,
        [.. app.Templates.Values.OrderBy(template => template.TemplateId, StringComparer.Ordinal).Select(template => new TemplateState(
            template.TemplateId, template.Title, template.Kind, template.Type, [.. template.Fields.Select(field => field.Key)], template.Banned, template.Deleted))]))];

    public SimulatedApp App(string appId) =>
        weChat.Apps.GetValueOrDefault(appId) ?? throw new SimulatorControlException($"There is no app {appId}.");

    private void Apply(UserRangeSeed range)
    {
        ControlRules.Check(range);
        var app = App(range.AppId);
        foreach (var grant in range.Grants)
        {
            ControlRules.Check(grant);
            CheckTemplate(app, grant.TemplateId);
        }

        for (var i = range.From; i < range.From + range.Count; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            var user = User(app, range.Prefix + number);
            user.UnionId = range.UnionIdPrefix is { } prefix ? prefix + number : user.UnionId;
            foreach (var grant in range.Grants)
            {
                user.ChangeGrant(grant.TemplateId, grant, static (held, given) => (held.Sends, held.LongTerm) = (given.Sends, given.LongTerm));
            }
        }
    }

    /// <summary>A subscription to a template that is not there would only be found out by a 40037 or 43101 later.</summary>
    public static SimulatedTemplate CheckTemplate(SimulatedApp app, string templateId) => app.Templates.GetValueOrDefault(templateId)
        ?? throw new SimulatorControlException($"The app {app.AppId} has no template {templateId}.");

    /// <summary>A user that is not there is created. Who is created for an official account follows it.</summary>
    public SimulatedUser User(SimulatedApp app, string openId)
    {
        if (app.FindUser(openId) is { } known)
        {
            return known;
        }

        var user = app.Users.GetOrAdd(openId, static id => new(id));
        if (app.Kind == AppKind.OfficialAccount)
        {
            app.Follow(user, weChat.Clock.GetUtcNow());
        }

        return user;
    }

    private static void Each<T>(IReadOnlyList<T> items, Action<T> apply)
    {
        foreach (var item in items)
        {
            apply(item);
        }
    }
}
