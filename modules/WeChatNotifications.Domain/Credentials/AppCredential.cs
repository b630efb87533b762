using WeChatNotifications.Callbacks;
using WeChatNotifications.Rules;
using WeChatNotifications.Security;

namespace WeChatNotifications.Credentials;

/// <summary>
/// One WeChat account of one tenant: how to get its access token, how fast it may send, and whether it is paused.
/// The app secret is stored protected and leaves it in clear only towards WeChat's token call.
/// </summary>
public sealed class AppCredential : Entity
{
    private AppCredential()
    {
    }

    private AppCredential(Guid id, Guid? tenantId, string appId, AppKind kind, DateTimeOffset now)
        : base(id, tenantId)
        => (AppId, Kind, CreatedAt, UpdatedAt) = (appId, kind, now, now);

    /// <summary>WeChat's appid, such as <c>wx0123456789abcdef</c>. Case-sensitive, never changes.</summary>
    public string AppId { get; private set; } = "";

    /// <summary>What kind of account it is. Never changes.</summary>
    public AppKind Kind { get; private set; }

    /// <summary>What administrators call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The app secret, encrypted by <see cref="Security.ISecretProtector"/> for <see cref="Security.SecretPurposes.AppSecret"/>.</summary>
    public string ProtectedSecret { get; private set; } = "";

    /// <summary>The last characters of the secret, at most <see cref="AppCredentialLimits.SecretHintLength"/>, so that a person can tell two apart.</summary>
    public string SecretHint { get; private set; } = "";

    /// <summary>Grows with every change of the secret: a token fetched with an older one is not used any more.</summary>
    public int SecretVersion { get; private set; }

    /// <summary>Which token call is used.</summary>
    public TokenMode TokenMode { get; private set; }

    /// <summary>Most messages a second, 1 to <see cref="AppCredentialLimits.MaxSendsPerSecond"/>; null for no limit.</summary>
    public int? SendsPerSecond { get; private set; }

    /// <summary>Most messages in flight at once on one node, 1 to <see cref="AppCredentialLimits.MaxConcurrency"/>; null for the engine's default.</summary>
    public int? MaxConcurrency { get; private set; }

    /// <summary>What to do with a message whose outcome is unknown.</summary>
    public UnconfirmedPolicy UnconfirmedPolicy { get; private set; }

    /// <summary>Culture in which values are formatted. Default <see cref="AppCredentialLimits.DefaultCulture"/>.</summary>
    public string Culture { get; private set; } = AppCredentialLimits.DefaultCulture;

    /// <summary>Time zone in which times are shown. Default <see cref="AppCredentialLimits.DefaultTimeZone"/>.</summary>
    public string TimeZone { get; private set; } = AppCredentialLimits.DefaultTimeZone;

    /// <summary>Whether new notifications are accepted and waiting ones sent.</summary>
    public bool IsEnabled { get; private set; } = true;

    /// <summary>Why sending is paused; null when it is not. A pause whose time is over counts as none, see <see cref="IsPausedAt"/>.</summary>
    public PauseReason? PauseReason { get; private set; }

    /// <summary>WeChat's error code behind the pause, if there is one.</summary>
    public int? PauseErrorCode { get; private set; }

    /// <summary>What WeChat or the administrator said, for people.</summary>
    public string? PauseDetail { get; private set; }

    /// <summary>Since when it is paused.</summary>
    public DateTimeOffset? PausedSince { get; private set; }

    /// <summary>Until when it is paused; null together with a <see cref="PauseReason"/> means until somebody resumes it.</summary>
    public DateTimeOffset? PausedUntil { get; private set; }

    /// <summary>Appid of the account this one is bound to at WeChat: a mini program's official account, or the other way round.</summary>
    public string? LinkedAppId { get; private set; }

    /// <summary>How WeChat pushes messages for this account to us; null when it does not.</summary>
    public CallbackMode? CallbackMode { get; private set; }

    /// <summary>The token that signs pushed messages, encrypted.</summary>
    public string? ProtectedCallbackToken { get; private set; }

    /// <summary>The EncodingAESKey of pushed messages, encrypted.</summary>
    public string? ProtectedEncodingAesKey { get; private set; }

    /// <summary>The EncodingAESKey before it, still good for messages that are under way.</summary>
    public string? ProtectedPreviousAesKey { get; private set; }

    /// <summary>When WeChat was last asked which templates the account holds; null before the first time.</summary>
    public DateTimeOffset? TemplatesSyncedAt { get; private set; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was last changed by a person.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Changes with every change; guards against lost updates.</summary>
    public Guid ConcurrencyStamp { get; private set; }

    /// <summary>Registers a WeChat account.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="appId">WeChat's appid.</param>
    /// <param name="kind">What kind of account it is.</param>
    /// <param name="settings">Everything that may change later.</param>
    /// <param name="secret">The secret; null only when <paramref name="found"/> says what is wrong with it.</param>
    /// <param name="now">The present.</param>
    /// <param name="found">What else was found wrong with the caller's input, so that it learns everything at once.</param>
    /// <exception cref="RuleViolationException">A value is missing or out of its range.</exception>
    public static AppCredential Register(
        Guid? tenantId, string? appId, AppKind kind, AppCredentialSettings settings, ProtectedSecret? secret, DateTimeOffset now, RuleCheck? found = null)
    {
        var check = found ?? new RuleCheck();
        var id = check.Text(appId, "appId", AppCredentialLimits.AppIdLength);
        if (id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
        {
            check.Add(new("appId", RuleCodes.Characters, ("allowed", "A-Z a-z 0-9 _ -")));
        }

        check.Defined(kind, "kind");
        var credential = new AppCredential(NewId(now), tenantId, id, kind, now);
        credential.Apply(settings, check);
        check.ThrowIfBroken();
        ArgumentNullException.ThrowIfNull(secret);
        credential.ChangeSecret(secret, now);
        return credential;
    }

    /// <summary>Replaces everything an administrator may change except the secret.</summary>
    /// <param name="settings">The new settings.</param>
    /// <param name="now">The present.</param>
    /// <param name="found">What else was found wrong with the caller's input, so that it learns everything at once.</param>
    /// <exception cref="RuleViolationException">A value is missing or out of its range; nothing is changed.</exception>
    public void Configure(AppCredentialSettings settings, DateTimeOffset now, RuleCheck? found = null)
    {
        var check = found ?? new RuleCheck();
        new AppCredential().Apply(settings, check);
        check.ThrowIfBroken();
        Apply(settings, check);
        Touch(now);
    }

    /// <summary>
    /// Puts a new secret in place. A pause that WeChat caused is lifted, since the old secret is the usual reason; the next
    /// message tells whether the new one works.
    /// </summary>
    public void ChangeSecret(ProtectedSecret secret, DateTimeOffset now)
    {
        (ProtectedSecret, SecretHint) = (secret.Protected, secret.Hint);
        SecretVersion++;
        if (PauseReason == Credentials.PauseReason.WeChatError)
        {
            Resume(now);
        }

        Touch(now);
    }

    /// <summary>Whether any of its secrets is protected in a way that is not written any more.</summary>
    public bool HasOutdatedProtection(ISecretProtector protector)
    {
        ArgumentNullException.ThrowIfNull(protector);
        return new[] { ProtectedSecret, ProtectedCallbackToken, ProtectedEncodingAesKey, ProtectedPreviousAesKey }.Any(s => s is not null && protector.IsOutdated(s));
    }

    /// <summary>
    /// Protects the same secret anew when the host has changed how it protects secrets. It stays the same secret: tokens fetched with
    /// it are still good.
    /// </summary>
    /// <exception cref="SecretUnreadableException">The keys that protected it are gone.</exception>
    public void RenewProtection(ISecretProtector protector)
    {
        if (protector.IsOutdated(ProtectedSecret))
        {
            ProtectedSecret = protector.Protect(SecretPurposes.AppSecret, protector.Unprotect(SecretPurposes.AppSecret, ProtectedSecret));
        }

        ProtectedCallbackToken = Renewed(protector, SecretPurposes.CallbackToken, ProtectedCallbackToken);
        ProtectedEncodingAesKey = Renewed(protector, SecretPurposes.EncodingAesKey, ProtectedEncodingAesKey);
        ProtectedPreviousAesKey = Renewed(protector, SecretPurposes.EncodingAesKey, ProtectedPreviousAesKey);
    }

    /// <summary>Lets WeChat push messages for this account. What is not given stays as it is.</summary>
    /// <param name="mode">How WeChat sends them.</param>
    /// <param name="token">A new token; null keeps the present one.</param>
    /// <param name="aesKey">A new EncodingAESKey, which makes the present one the previous one; null keeps both.</param>
    /// <param name="keepsPreviousKey">Whether the key before this one is still good for pushes that are under way. False when it has leaked.</param>
    /// <param name="now">The present.</param>
    /// <param name="found">What else was found wrong with the caller's input, so that it learns everything at once.</param>
    /// <exception cref="RuleViolationException">There is no token, or no key in a mode that encrypts; nothing is changed.</exception>
    public void ConfigureCallbacks(
        CallbackMode mode, ProtectedSecret? token, ProtectedSecret? aesKey, bool keepsPreviousKey, DateTimeOffset now, RuleCheck? found = null)
    {
        var check = found ?? new RuleCheck();
        check.Defined(mode, "mode");
        if (token is null && ProtectedCallbackToken is null && !check.Violations.Any(v => v.Field == "token"))
        {
            check.Add(new("token", RuleCodes.Required));
        }

        if (mode != Callbacks.CallbackMode.Plain && aesKey is null && ProtectedEncodingAesKey is null && !check.Violations.Any(v => v.Field == "encodingAesKey"))
        {
            check.Add(new("encodingAesKey", RuleCodes.Required));
        }

        check.ThrowIfBroken();
        CallbackMode = mode;
        ProtectedCallbackToken = token?.Protected ?? ProtectedCallbackToken;
        ProtectedPreviousAesKey = !keepsPreviousKey ? null : aesKey is null ? ProtectedPreviousAesKey : ProtectedEncodingAesKey;
        ProtectedEncodingAesKey = aesKey?.Protected ?? ProtectedEncodingAesKey;
        Touch(now);
    }

    /// <summary>Takes nothing any more that is pushed for this account, and forgets its keys.</summary>
    public void RemoveCallbacks(DateTimeOffset now)
    {
        (CallbackMode, ProtectedCallbackToken, ProtectedEncodingAesKey, ProtectedPreviousAesKey) = (null, null, null, null);
        Touch(now);
    }

    /// <summary>
    /// Stops sending. Waiting messages stay where they are. An error of WeChat's does not touch a pause that lasts at least as
    /// long: else the next change of the secret would lift what a person has stopped.
    /// </summary>
    /// <param name="until">When sending goes on by itself; null for "when somebody resumes it".</param>
    /// <param name="reason">Why.</param>
    /// <param name="errorCode">WeChat's error code, if that is why.</param>
    /// <param name="detail">A text for people; cut to <see cref="AppCredentialLimits.PauseDetailLength"/>.</param>
    /// <param name="now">The present.</param>
    public void Pause(DateTimeOffset? until, PauseReason reason, int? errorCode, string? detail, DateTimeOffset now)
    {
        var isLongEnough = IsPausedAt(now) && (PausedUntil is null || PausedUntil >= until);
        if (reason == Credentials.PauseReason.WeChatError && isLongEnough)
        {
            return;
        }

        PausedSince = IsPausedAt(now) ? PausedSince : now;
        (PausedUntil, PauseReason, PauseErrorCode) = (until?.ToUniversalTime(), reason, errorCode);
        PauseDetail = StoredText.Cut(detail, AppCredentialLimits.PauseDetailLength);
        Touch(now);
    }

    /// <summary>Lets sending go on.</summary>
    public void Resume(DateTimeOffset now)
    {
        (PauseReason, PauseErrorCode, PauseDetail, PausedSince, PausedUntil) = (null, null, null, null, null);
        Touch(now);
    }

    /// <summary>Whether nothing may be sent at the given moment because of a pause.</summary>
    public bool IsPausedAt(DateTimeOffset now) => PauseReason is not null && (PausedUntil is null || PausedUntil > now);

    private void Apply(AppCredentialSettings settings, RuleCheck check)
    {
        Name = check.Text(settings.Name, "name", AppCredentialLimits.NameLength);
        TokenMode = check.Defined(settings.TokenMode, "tokenMode");
        UnconfirmedPolicy = check.Defined(settings.UnconfirmedPolicy, "unconfirmedPolicy");
        SendsPerSecond = settings.SendsPerSecond is { } rate
            ? check.Range(rate, "sendsPerSecond", 1, AppCredentialLimits.MaxSendsPerSecond)
            : null;
        MaxConcurrency = settings.MaxConcurrency is { } concurrency
            ? check.Range(concurrency, "maxConcurrency", 1, AppCredentialLimits.MaxConcurrency)
            : null;
        Culture = check.Culture(settings.Culture, "culture");
        TimeZone = check.TimeZone(settings.TimeZone, "timeZone");
        LinkedAppId = check.AppId(settings.LinkedAppId, "linkedAppId");
        IsEnabled = settings.IsEnabled;
    }

    private static string? Renewed(ISecretProtector protector, string purpose, string? protectedText)
        => protectedText is not null && protector.IsOutdated(protectedText) ? protector.Protect(purpose, protector.Unprotect(purpose, protectedText)) : protectedText;

    private void Touch(DateTimeOffset now) => (UpdatedAt, ConcurrencyStamp) = (now, Guid.NewGuid());
}
