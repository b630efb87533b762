using WeChatNotifications.Simulator.Accounts;

namespace WeChatNotifications.Simulator.Push;

/// <summary>One event on its way to an app's server. The body stays the same in every try; timestamp, nonce and signature do not.</summary>
internal sealed class PushJob(PushLog log, long id, SimulatedApp app, PushConfig config, string openId, PushEvent pushed, DateTimeOffset at, long? repeatOf)
{
    private readonly Lock _gate = new();
    private readonly List<PushTry> _tries = new(capacity: 1);
    private string? _plain;
    private PushContent? _content;
    private bool _over;

    /// <summary>Where it is counted. Not the current one: the world it belongs to has been reset.</summary>
    public PushLog Log => log;

    public long Id => id;

    public SimulatedApp App => app;

    public PushConfig Config => config;

    public string OpenId => openId;

    public string EventName => pushed.Name;

    public int Tries
    {
        get
        {
            lock (_gate)
            {
                return _tries.Count;
            }
        }
    }

    /// <summary>What goes over the wire; written when first asked for.</summary>
    public PushContent Content
    {
        get
        {
            lock (_gate)
            {
                return _content ??= Write();
            }
        }
    }

    private string Plain => _plain ??= PushBody.Write(app.OriginalId, openId, at, pushed, config.Format);

    /// <param name="tried">How it ended.</param>
    /// <param name="isLast">Whether no other try will follow.</param>
    public void Add(PushTry tried, bool isLast)
    {
        lock (_gate)
        {
            _tries.Add(tried);
            _over = isLast;
        }
    }

    /// <summary>The same event once more, as WeChat does at times: byte for byte the same body.</summary>
    public PushJob Repeat(long nextId)
    {
        var repeat = new PushJob(log, nextId, app, config, openId, pushed, at, repeatOf ?? id);
        lock (_gate)
        {
            (repeat._plain, repeat._content) = (_plain, _content);
        }

        return repeat;
    }

    public PushRecord Show()
    {
        lock (_gate)
        {
            return new()
            {
                Id = id,
                AppId = app.AppId,
                OpenId = openId,
                Event = pushed.Name,
                At = at,
                Mode = config.Mode,
                Format = config.Format,
                Body = Plain,
                State = !_over ? PushState.Waiting : _tries[^1].Error is null ? PushState.Delivered : PushState.GivenUp,
                RepeatOf = repeatOf,
                Tries = [.. _tries],
            };
        }
    }

    private PushContent Write()
    {
        if (config.Mode == PushMode.Plain)
        {
            return new(Plain, Encrypted: null);
        }

        var encrypted = config.Cipher!.Encrypt(Plain, PushCipher.NewRandom());
        var body = config.Mode == PushMode.Secure
            ? PushBody.WriteSecure(app.OriginalId, encrypted, config.Format)
            : PushBody.Write(app.OriginalId, openId, at, pushed, config.Format, encrypted);
        return new(body, encrypted);
    }
}

/// <param name="Encrypted">What <c>msg_signature</c> covers; null in the plain mode.</param>
internal sealed record PushContent(string Body, string? Encrypted);
