using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Clock;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Latency;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;

namespace WeChatNotifications.Simulator.Control;

/// <summary>
/// Steers a simulator in another process over its control API. The client's base address is the simulator's; a control key goes
/// into its default headers as <c>X-Control-Key</c>. Every method throws <see cref="SimulatorControlException"/> with the
/// simulator's words when it refuses.
/// </summary>
public sealed partial class SimulatorControlClient(HttpClient http)
{
    private const string Root = "_sim";
    private static readonly SimulatorJsonContext Json = SimulatorJsonContext.Default;

    /// <summary>Whether a simulator answers at the address.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            using var response = await http.GetAsync(Address("health"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Nobody listens yet.
            return false;
        }
    }

    public Task<WorldSummary> SeedAsync(SeedDocument document, CancellationToken cancellationToken = default) =>
        PostAsync("seed", document, Json.SeedDocument, Json.WorldSummary, cancellationToken);

    public Task<IReadOnlyList<AppState>> AppsAsync(CancellationToken cancellationToken = default) =>
        GetAsync("apps", Json.IReadOnlyListAppState, cancellationToken);

    public Task SetAppAsync(AppSeed app, CancellationToken cancellationToken = default) => PostAsync("apps", app, Json.AppSeed, cancellationToken);

    public Task SetTemplateAsync(TemplateSeed template, CancellationToken cancellationToken = default) =>
        PostAsync("templates", template, Json.TemplateSeed, cancellationToken);

    public Task SetUserAsync(UserSeed user, CancellationToken cancellationToken = default) => PostAsync("users", user, Json.UserSeed, cancellationToken);

    public Task SetGrantAsync(GrantSeed grant, CancellationToken cancellationToken = default) => PostAsync("grants", grant, Json.GrantSeed, cancellationToken);

    public Task DecideAsync(GrantDecision decision, CancellationToken cancellationToken = default) =>
        PostAsync("grants/decide", decision, Json.GrantDecision, cancellationToken);

    public Task<IReadOnlyList<GrantState>> GrantsAsync(string appId, string openId, CancellationToken cancellationToken = default) =>
        GetAsync($"grants?appId={Escape(appId)}&openId={Escape(openId)}", Json.IReadOnlyListGrantState, cancellationToken);

    /// <summary>A user submits forms or pays.</summary>
    /// <returns>What the mini program gets: ids, or the mock string where forms give none any more.</returns>
    public async Task<IReadOnlyList<string>> IssueFormIdsAsync(FormIdIssue issue, CancellationToken cancellationToken = default) =>
        (await PostAsync("form-ids", issue, Json.FormIdIssue, Json.FormIdBatch, cancellationToken)).FormIds;

    /// <summary>The user's form ids and prepay ids, used and expired ones too, oldest first.</summary>
    public Task<IReadOnlyList<FormIdState>> FormIdsAsync(string appId, string openId, CancellationToken cancellationToken = default) =>
        GetAsync($"form-ids?appId={Escape(appId)}&openId={Escape(openId)}", Json.IReadOnlyListFormIdState, cancellationToken);

    public Task FreezeSecretAsync(string appId, bool frozen = true, CancellationToken cancellationToken = default) =>
        PostAsync($"apps/{Escape(appId)}/{(frozen ? "freeze-secret" : "unfreeze-secret")}", cancellationToken);

    public Task RotateSecretAsync(string appId, string secret, CancellationToken cancellationToken = default) =>
        PostAsync($"apps/{Escape(appId)}/rotate-secret", new() { Secret = secret }, Json.SecretChange, cancellationToken);

    public Task InvalidateTokensAsync(string appId, CancellationToken cancellationToken = default) =>
        PostAsync($"apps/{Escape(appId)}/invalidate-tokens", cancellationToken);

    public Task ExpireTokensAsync(string appId, CancellationToken cancellationToken = default) =>
        PostAsync($"apps/{Escape(appId)}/expire-tokens", cancellationToken);

    public Task BanTemplateAsync(string appId, string templateId, bool banned = true, CancellationToken cancellationToken = default) =>
        PostAsync($"apps/{Escape(appId)}/templates/{Escape(templateId)}/{(banned ? "ban" : "unban")}", cancellationToken);

    public Task DeleteTemplateAsync(string appId, string templateId, CancellationToken cancellationToken = default) =>
        DeleteAsync($"apps/{Escape(appId)}/templates/{Escape(templateId)}", cancellationToken);

    public Task BlockUserAsync(string appId, string openId, bool blocked = true, CancellationToken cancellationToken = default) =>
        PostAsync($"apps/{Escape(appId)}/users/{Escape(openId)}/{(blocked ? "block" : "unblock")}", cancellationToken);

    public Task SetLatencyAsync(LatencySetting setting, CancellationToken cancellationToken = default) =>
        PostAsync("latency", setting, Json.LatencySetting, cancellationToken);

    public Task<IReadOnlyList<LatencySetting>> LatenciesAsync(CancellationToken cancellationToken = default) =>
        GetAsync("latency", Json.IReadOnlyListLatencySetting, cancellationToken);

    public Task ClearLatencyAsync(CancellationToken cancellationToken = default) => DeleteAsync("latency", cancellationToken);

    public Task<IReadOnlyList<QuotaState>> QuotasAsync(string? appId = null, CancellationToken cancellationToken = default) =>
        GetAsync(appId is null ? "quotas" : $"quotas?appId={Escape(appId)}", Json.IReadOnlyListQuotaState, cancellationToken);

    public Task SetQuotasAsync(QuotaChange change, CancellationToken cancellationToken = default) =>
        PostAsync("quotas", change, Json.QuotaChange, cancellationToken);

    /// <returns>The rule with its id.</returns>
    public Task<FaultRule> AddFaultAsync(FaultRule rule, CancellationToken cancellationToken = default) =>
        PostAsync("faults", rule, Json.FaultRule, Json.FaultRule, cancellationToken);

    public Task<IReadOnlyList<FaultRule>> FaultsAsync(CancellationToken cancellationToken = default) =>
        GetAsync("faults", Json.IReadOnlyListFaultRule, cancellationToken);

    public Task RemoveFaultAsync(string id, CancellationToken cancellationToken = default) => DeleteAsync($"faults/{Escape(id)}", cancellationToken);

    public Task ClearFaultsAsync(CancellationToken cancellationToken = default) => DeleteAsync("faults", cancellationToken);

    public Task<ClockState> ClockAsync(CancellationToken cancellationToken = default) => GetAsync("clock", Json.ClockState, cancellationToken);

    public Task<ClockState> AdvanceClockAsync(TimeSpan by, CancellationToken cancellationToken = default) =>
        PostAsync("clock/advance", new() { Seconds = by.TotalSeconds }, Json.ClockAdvance, Json.ClockState, cancellationToken);

    public Task<ClockState> SetClockAsync(DateTimeOffset at, bool freeze = true, CancellationToken cancellationToken = default) =>
        PostAsync("clock/set", new() { At = at, Freeze = freeze }, Json.ClockSetting, Json.ClockState, cancellationToken);

    public Task UnfreezeClockAsync(CancellationToken cancellationToken = default) => PostAsync("clock/unfreeze", cancellationToken);

    public async Task<IReadOnlyList<SendCheck>> CheckOrderAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("check-order", Json.CheckOrderSetting, cancellationToken)).Order;

    public Task SetCheckOrderAsync(IReadOnlyList<SendCheck> order, CancellationToken cancellationToken = default) =>
        PostAsync("check-order", new() { Order = order }, Json.CheckOrderSetting, cancellationToken);

    public Task<SimulatorSettings> SettingsAsync(CancellationToken cancellationToken = default) =>
        GetAsync("settings", Json.SimulatorSettings, cancellationToken);

    public Task ChangeSettingsAsync(SimulatorSettings change, CancellationToken cancellationToken = default) =>
        PostAsync("settings", change, Json.SimulatorSettings, cancellationToken);

    public Task ResetAsync(ResetScope scope = ResetScope.All, CancellationToken cancellationToken = default) =>
        PostAsync(scope == ResetScope.All ? "reset?scope=all" : "reset?scope=traffic", cancellationToken);

    public Task<MessagePage> MessagesAsync(MessageFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new();
        var query = string.Create(CultureInfo.InvariantCulture, $"messages?after={filter.After}&limit={filter.Limit}")
            + Part("appId", filter.AppId) + Part("openId", filter.OpenId) + Part("templateId", filter.TemplateId)
            + Part("channel", filter.Channel?.ToString());
        return GetAsync(query, Json.MessagePage, cancellationToken);
    }

    public Task<IReadOnlyList<DuplicateMessage>> DuplicatesAsync(int limit = 1_000, CancellationToken cancellationToken = default) =>
        GetAsync(string.Create(CultureInfo.InvariantCulture, $"duplicates?limit={limit}"), Json.IReadOnlyListDuplicateMessage, cancellationToken);

    public Task<IReadOnlyList<CallRecord>> CallsAsync(int limit = 1_000, CancellationToken cancellationToken = default) =>
        GetAsync(string.Create(CultureInfo.InvariantCulture, $"calls?limit={limit}"), Json.IReadOnlyListCallRecord, cancellationToken);

    public Task<SimulatorReport> ReportAsync(CancellationToken cancellationToken = default) => GetAsync("report", Json.SimulatorReport, cancellationToken);

    private static Uri Address(string path) => new($"{Root}/{path}", UriKind.Relative);

    private static string Escape(string part) => Uri.EscapeDataString(part);

    private static string Part(string name, string? value) => value is null ? "" : $"&{name}={Escape(value)}";

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(Address(path), cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    private async Task PostAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(Address(path), content: null, cancellationToken);
        await CheckAsync(response, cancellationToken);
    }

    private async Task PostAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(Address(path), body, type, cancellationToken);
        await CheckAsync(response, cancellationToken);
    }

    private async Task<TAnswer> PostAsync<T, TAnswer>(
        string path, T body, JsonTypeInfo<T> type, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(Address(path), body, type, cancellationToken);
        return await ReadAsync(response, answerType, cancellationToken);
    }

    private async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.DeleteAsync(Address(path), cancellationToken);
        await CheckAsync(response, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await CheckAsync(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync(type, cancellationToken)
            ?? throw new SimulatorControlException("The simulator answered nothing.");
    }

    private static async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        throw new SimulatorControlException(ErrorIn(text) ?? $"The simulator answered {(int)response.StatusCode} {response.ReasonPhrase}.");
    }

    /// <summary>Null when something else than a simulator answers at the address.</summary>
    private static string? ErrorIn(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Json.ControlError)?.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
