using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.OfficialAccount;
using WeChatNotifications.Simulator.People;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Tokens;

namespace WeChatNotifications.Simulator.Accounts;

/// <summary>One appid with everything that hangs on it.</summary>
internal sealed class SimulatedApp(string appId, string secret)
{
    private volatile string _secret = secret;
    private volatile string? _name;
    private volatile HashSet<string>? _pages;
    private volatile PushConfig? _push;
    private volatile IReadOnlyList<int>? _categories;
    private volatile IpWhitelist _whitelist = IpWhitelist.Everyone;
    private readonly ConcurrentDictionary<string, SimulatedUser> _byUnion = new(StringComparer.Ordinal);

    public string AppId => appId;

    public string Secret => _secret;

    /// <summary>What pushed events call the account.</summary>
    public string OriginalId { get; } = $"gh_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appId)))[..12]}";

    /// <summary>Null: events are not pushed.</summary>
    public PushConfig? Push
    {
        get => _push;
        set => _push = value;
    }

    public AppKind Kind { get; private set; }

    /// <summary>What users see it by.</summary>
    public string Name => _name ?? appId;

    public bool SecretFrozen { get; private set; }

    /// <summary>0: none.</summary>
    public int TokenRefusal { get; private set; }

    public bool CanSend { get; private set; } = true;

    /// <summary>Null: none named by this side.</summary>
    public string? LinkedAppId { get; private set; }

    public bool Verified { get; private set; } = true;

    public bool Banned { get; private set; }

    public bool AllowConcurrentSends { get; private set; }

    public IpWhitelist Whitelist => _whitelist;

    /// <summary>How many messages a prepay id of this app is good for.</summary>
    public int PrepayIdUses { get; private set; } = FormId.UsualPrepayIdUses;

    public AppQuotas Quotas { get; } = new();

    public TokenSlot ClassicTokens { get; } = new();

    public TokenSlot StableTokens { get; } = new();

    public ConcurrentDictionary<string, SimulatedUser> Users { get; } = new(StringComparer.Ordinal);

    /// <summary>Empty for a mini program.</summary>
    public FollowerBook Followers { get; } = new(appId);

    /// <summary>Held while a template is added or deleted by a call, so that limits hold.</summary>
    public Lock TemplateGate { get; } = new();

    public ConcurrentDictionary<string, SimulatedTemplate> Templates { get; } = new(StringComparer.Ordinal);

    public FormIdBook FormIds { get; } = new();

    public ClientMessageIds ClientMessages { get; } = new();

    public void Change(AppSeed seed)
    {
        var whitelist = seed.IpWhitelist is { } entries ? IpWhitelist.Parse(entries) : _whitelist;
        _secret = seed.Secret ?? _secret;
        Kind = seed.Kind ?? Kind;
        _name = seed.Name ?? _name;
        _pages = seed.Pages is { } pages ? new(pages.Select(page => Plain(page).ToString()), StringComparer.Ordinal) : _pages;
        _whitelist = whitelist;
        SecretFrozen = seed.SecretFrozen ?? SecretFrozen;
        TokenRefusal = seed.TokenRefusal ?? TokenRefusal;
        CanSend = seed.CanSend ?? CanSend;
        LinkedAppId = seed.LinkedAppId ?? LinkedAppId;
        Verified = seed.Verified ?? Verified;
        Banned = seed.Banned ?? Banned;
        PrepayIdUses = seed.PrepayIdUses ?? PrepayIdUses;
        AllowConcurrentSends = seed.AllowConcurrentSends ?? AllowConcurrentSends;
        _categories = seed.Categories ?? _categories;
        if (seed.Limits is { } limits)
        {
            Quotas.Change(limits);
        }
    }

    /// <summary>The user with this unionid. Found once, a user is found again without a search.</summary>
    public SimulatedUser? FindUserByUnion(string unionId)
    {
        if (_byUnion.TryGetValue(unionId, out var known) && known.UnionId == unionId)
        {
            return known;
        }

        // Somebody generated may have been given another union since.
        if (Followers.FindByUnion(unionId) is { } openId && FindUser(openId) is { } generated && generated.UnionId == unionId)
        {
            return _byUnion[unionId] = generated;
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

    /// <summary>Whether the account is of this line of business.</summary>
    public bool HasCategory(int id) => _categories?.Contains(id) ?? true;

    /// <summary>A user of this app. A generated follower becomes one when first looked for.</summary>
    public SimulatedUser? FindUser(string openId)
    {
        if (Users.TryGetValue(openId, out var user) || !Followers.TryFindGenerated(openId, out var unionId))
        {
            return user;
        }

        return Users.GetOrAdd(openId, new SimulatedUser(openId) { UnionId = unionId, IsFollower = Followers.Contains(openId) });
    }

    /// <summary>A template that has not been deleted, if it is of this kind.</summary>
    public SimulatedTemplate? FindTemplate(string templateId, TemplateKind kind) =>
        Templates.GetValueOrDefault(templateId) is { Deleted: false } template && template.Kind == kind ? template : null;

    /// <returns>False when the user followed already.</returns>
    public bool Follow(SimulatedUser user, DateTimeOffset now)
    {
        user.IsFollower = true;
        return Followers.Add(user.OpenId, now);
    }

    /// <returns>False when the user did not follow.</returns>
    public bool Unfollow(SimulatedUser user)
    {
        user.IsFollower = false;
        return Followers.Remove(user.OpenId);
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
