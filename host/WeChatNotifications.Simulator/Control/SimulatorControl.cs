using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Clock;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Latency;
using WeChatNotifications.Simulator.People;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;
using WeChatNotifications.Simulator.Subscribe;

namespace WeChatNotifications.Simulator.Control;

/// <summary>Steers a simulator from the same process: what <c>/_sim</c> offers over HTTP.</summary>
public sealed partial class SimulatorControl
{
    private readonly SimulatedWeChat _weChat;
    private readonly Accountant _accounts;
    private readonly SubscriptionDialog _dialog;

    internal SimulatorControl(SimulatedWeChat weChat)
    {
        _weChat = weChat;
        _accounts = new(weChat);
        _dialog = new(weChat, _accounts);
    }

    /// <exception cref="SimulatorControlException">
    /// A value out of range, a new app without secret, a template, user or grant of an unknown app. What stands before it has been applied.
    /// </exception>
    public WorldSummary Seed(SeedDocument document)
    {
        ControlRules.Check(document);
        if (document.Settings is { } settings)
        {
            ChangeSettings(settings);
        }

        return _accounts.Apply(document);
    }

    public IReadOnlyList<AppState> Apps() => _accounts.Apps();

    public void SetApp(AppSeed app) => _accounts.Apply(app);

    public void SetTemplate(TemplateSeed template) => _accounts.Apply(template);

    public void SetUser(UserSeed user) => _accounts.Apply(user);

    public void SetGrant(GrantSeed grant) => _accounts.Apply(grant);

    /// <summary>The user accepts or rejects in the subscription dialog.</summary>
    public void Decide(GrantDecision decision) => _accounts.Apply(decision);

    public IReadOnlyList<GrantState> Grants(string appId, string openId) => _accounts.Grants(appId, openId);

    /// <summary>A user submits forms or pays.</summary>
    /// <returns>What the mini program gets: ids, or the mock string where forms give none any more.</returns>
    public FormIdBatch IssueFormIds(FormIdIssue issue) => _accounts.Apply(issue);

    /// <summary>The user's form ids and prepay ids, used and expired ones too, oldest first.</summary>
    public IReadOnlyList<FormIdState> FormIds(string appId, string openId) => _accounts.App(appId).FormIds.Read(openId);

    public void FreezeSecret(string appId, bool frozen = true) => SetApp(Existing(appId) with { SecretFrozen = frozen });

    /// <summary>The old secret stops working at once; tokens issued with it go on.</summary>
    public void RotateSecret(string appId, string secret) => SetApp(Existing(appId) with { Secret = secret });

    /// <summary>Tokens of the app become unknown: 40001.</summary>
    public void InvalidateTokens(string appId) => _weChat.Tokens.Invalidate(_accounts.App(appId));

    /// <summary>Tokens of the app come to the end of their life: 42001.</summary>
    public void ExpireTokens(string appId) => _weChat.Tokens.Expire(_accounts.App(appId));

    public void BanTemplate(string appId, string templateId, bool banned = true) =>
        SetTemplate(ExistingTemplate(appId, templateId) with { Banned = banned });

    public void DeleteTemplate(string appId, string templateId) => SetTemplate(ExistingTemplate(appId, templateId) with { Deleted = true });

    public void BlockUser(string appId, string openId, bool blocked = true) =>
        SetUser(new() { AppId = appId, OpenId = openId, Blocked = blocked });

    public void SetLatency(LatencySetting setting)
    {
        ControlRules.Check(setting);
        ControlRules.CheckPath(setting.Path == LatencySetting.Everywhere ? null : setting.Path, _weChat);
        _weChat.Latency.Set(setting);
    }

    public IReadOnlyList<LatencySetting> Latencies() => _weChat.Latency.List();

    public void ClearLatency() => _weChat.Latency.Clear();

    public IReadOnlyList<QuotaState> Quotas(string? appId = null)
    {
        var now = _weChat.Clock.GetUtcNow();
        return [.. _weChat.Apps.Values.Where(app => appId is null || app.AppId == appId).OrderBy(app => app.AppId, StringComparer.Ordinal)
            .SelectMany(app => app.Quotas.Named.Select(named => new QuotaState(app.AppId, named.Name, named.Quota.Limit, named.Quota.Used(now))))];
    }

    public void SetQuotas(QuotaChange change)
    {
        ControlRules.Check(change);
        var limits = change.Limits ?? new();
        ControlRules.Check(limits);
        var quotas = _accounts.App(change.AppId).Quotas;
        quotas.Change(limits);
        if (change.ResetUse)
        {
            quotas.ResetUse();
        }
    }

    /// <summary>Adds a fault, or replaces the one with the same id.</summary>
    /// <returns>The rule with its id.</returns>
    public FaultRule AddFault(FaultRule rule)
    {
        ControlRules.Check(rule, _weChat);
        return _weChat.Faults.Add(rule);
    }

    public IReadOnlyList<FaultRule> Faults() => _weChat.Faults.List();

    public bool RemoveFault(string id) => _weChat.Faults.Remove(id);

    public void ClearFaults() => _weChat.Faults.Clear();

    public ClockState Clock() => new(_weChat.Clock.GetUtcNow(), _weChat.Clock.IsFrozen);

    public void AdvanceClock(TimeSpan by)
    {
        _ = ControlRules.Instant(_weChat.Clock.GetUtcNow(), by);
        _weChat.Clock.Advance(by);
    }

    public void SetClock(DateTimeOffset at, bool freeze = true) => _weChat.Clock.Set(ControlRules.Instant(at), freeze);

    public void UnfreezeClock() => _weChat.Clock.Unfreeze();

    public IReadOnlyList<SendCheck> CheckOrder() => _weChat.CheckOrder;

    /// <summary>Checks left out follow in their usual order.</summary>
    public void SetCheckOrder(params IEnumerable<SendCheck> order) => _weChat.CheckOrder = SendChecks.Complete(order);

    public SimulatorSettings Settings() => _weChat.Settings;

    public void ChangeSettings(SimulatorSettings change)
    {
        ControlRules.Check(change);
        _weChat.Change(change);
    }

    public void Reset(ResetScope scope = ResetScope.All)
    {
        if (scope == ResetScope.All)
        {
            _weChat.ForgetEverything();
        }
        else
        {
            _weChat.ForgetTraffic();
        }
    }

    public MessagePage Messages(MessageFilter? filter = null) => _weChat.Messages.Read(filter ?? new());

    /// <summary>Messages accepted more than once, in order of their first acceptance.</summary>
    public IReadOnlyList<DuplicateMessage> Duplicates(int limit = 1_000) => _weChat.Messages.Duplicates(limit);

    /// <summary>The last calls, oldest of them first.</summary>
    public IReadOnlyList<CallRecord> Calls(int limit = 1_000) => _weChat.CallLog.Read(limit);

    public SimulatorReport Report()
    {
        var totals = _weChat.Messages.Totals();
        var now = _weChat.Clock.GetUtcNow();
        return new()
        {
            Now = now,
            Accepted = totals.Accepted,
            AcceptedByApp = totals.ByApp,
            AcceptedByChannel = totals.ByChannel,
            Distinct = totals.Distinct,
            Duplicates = totals.Duplicates,
            Unchecked = totals.Unchecked,
            Kept = totals.Kept,
            MaxConcurrentSends = _weChat.Endpoints[SubscribeEndpoints.SendPath].Outcomes.MostOpen,
            MaxConcurrentPerOpenId = _weChat.MostOpenPerUser,
            Calls = [.. _weChat.Endpoints.Values.SelectMany(endpoint => endpoint.Outcomes.Snapshot().Select(entry => new CallCount(endpoint.Path, entry.Outcome, entry.Count)))],
            TokenCalls = [.. _weChat.Apps.Values.OrderBy(app => app.AppId, StringComparer.Ordinal).SelectMany(app => (TokenCallCount[])
            [
                new(app.AppId, "classic", app.ClassicTokens.Calls, ForcedRefreshes: 0),
                new(app.AppId, "stable", app.StableTokens.Calls, app.Quotas.ForcedRefreshesPerDay.Used(now)),
            ])],
        };
    }

    private AppSeed Existing(string appId) => new() { AppId = _accounts.App(appId).AppId };

    private TemplateSeed ExistingTemplate(string appId, string templateId) => _accounts.App(appId).Templates.ContainsKey(templateId)
        ? new() { AppId = appId, TemplateId = templateId }
        : throw new SimulatorControlException($"The app {appId} has no template {templateId}.");
}
