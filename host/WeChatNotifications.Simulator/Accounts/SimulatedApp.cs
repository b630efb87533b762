using System.Collections.Concurrent;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.OfficialAccount;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Tokens;

namespace WeChatNotifications.Simulator.Accounts;

/// <summary>One appid with everything that hangs on it.</summary>
internal sealed class SimulatedApp(string appId, string secret)
{
    private volatile string _secret = secret;
    private volatile HashSet<string>? _pages;
    private volatile IpWhitelist _whitelist = IpWhitelist.Everyone;
    private readonly ConcurrentDictionary<string, SimulatedUser> _byUnion = new(StringComparer.Ordinal);

    public string AppId => appId;

    public string Secret => _secret;

    public AppKind Kind { get; private set; }

    public bool SecretFrozen { get; private set; }

    /// <summary>0: none.</summary>
    public int TokenRefusal { get; private set; }

    public bool CanSend { get; private set; } = true;

    /// <summary>Null: none named by this side.</summary>
    public string? LinkedAppId { get; private set; }

    public bool Banned { get; private set; }

    public bool AllowConcurrentSends { get; private set; }

    public IpWhitelist Whitelist => _whitelist;

    /// <summary>How many messages a prepay id of this app is good for.</summary>
    public int PrepayIdUses { get; private set; } = FormId.UsualPrepayIdUses;

    public AppQuotas Quotas { get; } = new();

    public TokenSlot ClassicTokens { get; } = new();

    public TokenSlot StableTokens { get; } = new();

    public ConcurrentDictionary<string, SimulatedUser> Users { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, SimulatedTemplate> Templates { get; } = new(StringComparer.Ordinal);

    public FormIdBook FormIds { get; } = new();

    public ClientMessageIds ClientMessages { get; } = new();

    public void Change(AppSeed seed)
    {
        var whitelist = seed.IpWhitelist is { } entries ? IpWhitelist.Parse(entries) : _whitelist;
        _secret = seed.Secret ?? _secret;
        Kind = seed.Kind ?? Kind;
        _pages = seed.Pages is { } pages ? new(pages.Select(page => Plain(page).ToString()), StringComparer.Ordinal) : _pages;
        _whitelist = whitelist;
        SecretFrozen = seed.SecretFrozen ?? SecretFrozen;
        TokenRefusal = seed.TokenRefusal ?? TokenRefusal;
        CanSend = seed.CanSend ?? CanSend;
        LinkedAppId = seed.LinkedAppId ?? LinkedAppId;
        Banned = seed.Banned ?? Banned;
        PrepayIdUses = seed.PrepayIdUses ?? PrepayIdUses;
        AllowConcurrentSends = seed.AllowConcurrentSends ?? AllowConcurrentSends;
        if (seed.Limits is { } limits)
        {
            Quotas.Change(limits);
        }
    }

    public SimulatedUser? FindUser(string openId) => Users.GetValueOrDefault(openId);

    /// <summary>The user with this unionid. Found once, a user is found again without a search.</summary>
    public SimulatedUser? FindUserByUnion(string unionId)
    {
        if (_byUnion.TryGetValue(unionId, out var known) && known.UnionId == unionId)
        {
            return known;
        }

        foreach (var (_, user) in Users)
        {
            if (user.UnionId == unionId)
            {
                return _byUnion[unionId] = user;
            }
        }

        return null;
    }

    /// <summary>Whether the two are bound to each other, by whichever of them says so.</summary>
    public bool IsLinkedTo(SimulatedApp other) => LinkedAppId == other.AppId || other.LinkedAppId == appId;

    /// <summary>Whether the page is in the released version. A query may follow the path.</summary>
    public bool HasPage(string page) => _pages is not { } pages || pages.GetAlternateLookup<ReadOnlySpan<char>>().Contains(Plain(page));

    private static ReadOnlySpan<char> Plain(string page)
    {
        var path = page.AsSpan();
        var query = path.IndexOf('?');
        return (query < 0 ? path : path[..query]).TrimStart('/');
    }
}
