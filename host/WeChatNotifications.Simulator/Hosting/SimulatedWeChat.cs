using System.Collections.Concurrent;
using System.Collections.Frozen;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Clock;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.Latency;
using WeChatNotifications.Simulator.Login;
using WeChatNotifications.Simulator.OfficialAccount;
using WeChatNotifications.Simulator.People;
using WeChatNotifications.Simulator.Phone;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;
using WeChatNotifications.Simulator.Subscribe;
using WeChatNotifications.Simulator.TemplateLibrary;
using WeChatNotifications.Simulator.TemplateMessages;
using WeChatNotifications.Simulator.Tokens;
using WeChatNotifications.Simulator.UniformMessages;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Hosting;

/// <summary>The whole state of one simulated WeChat, in memory, and its calls by path.</summary>
internal sealed class SimulatedWeChat
{
    private volatile SimulatorSettings _settings;
    private volatile SendCheck[] _checkOrder = SendChecks.Standard;
    private int _mostOpenPerUser;
    private readonly SimulatorSettings _initialSettings;

    public SimulatedWeChat(TimeProvider realTime, SimulatorSettings settings, int callLogSize, bool allowRemotePush = false)
    {
        RealTime = realTime;
        Clock = new(realTime);
        Answers = new(Clock);
        Tokens = new(Clock);
        Logins = new(Clock);
        CallLog = new(callLogSize);
        AllowRemotePush = allowRemotePush;
        SentMessages = Pushes = new(this);
        _settings = _initialSettings = SimulatorSettings.Standard.With(settings);
        var endpoints = new EndpointList();
        endpoints.AddTokens(this);
        endpoints.AddSubscribe(this);
        endpoints.AddTemplateMessages(this);
        endpoints.AddUniformMessages(this);
        endpoints.AddOfficialAccount(this);
        endpoints.AddLogin(this);
        endpoints.AddPeople(this);
        endpoints.AddTemplateLibrary(this);
        Endpoints = endpoints.All.ToFrozenDictionary(endpoint => endpoint.Path, StringComparer.Ordinal);
        Latency = new(Endpoints.Values);
    }

    public TimeProvider RealTime { get; }

    public SimulatedClock Clock { get; }

    public Answers Answers { get; }

    public TokenBook Tokens { get; }

    public LoginBook Logins { get; }

    public PublicLibrary Library { get; } = new();

    public FaultBook Faults { get; } = new();

    public MessageStore Messages { get; } = new();

    public bool AllowRemotePush { get; }

    public Pusher Pushes { get; }

    /// <summary>Null: nobody wants to hear of accepted messages.</summary>
    public ISentMessages? SentMessages { get; set; }

    /// <summary>The phones that are open in a browser.</summary>
    public PhoneLines Phones { get; } = new();

    public CallLog CallLog { get; }

    public LatencyBook Latency { get; }

    public ConcurrentDictionary<string, SimulatedApp> Apps { get; } = new(StringComparer.Ordinal);

    public FrozenDictionary<string, CallEndpoint> Endpoints { get; }

    public SimulatorSettings Settings => _settings;

    public SendCheck[] CheckOrder
    {
        get => _checkOrder;
        set => _checkOrder = value;
    }

    public int MostOpenPerUser => Volatile.Read(ref _mostOpenPerUser);

    public void Change(SimulatorSettings change) => _settings = _settings.With(change);

    public void SawOpenPerUser(int open) => OutcomeCounter.Raise(ref _mostOpenPerUser, open);

    /// <summary>Forgets what was called and sent; accounts, faults and settings stay.</summary>
    public void ForgetTraffic()
    {
        Messages.Clear();
        CallLog.Clear();
        Logins.ForgetCounts();
        Pushes.Clear();
        Phones.HangUp();
        Volatile.Write(ref _mostOpenPerUser, 0);
        foreach (var endpoint in Endpoints.Values)
        {
            endpoint.Outcomes.Reset();
        }

        foreach (var app in Apps.Values)
        {
            app.Quotas.ResetUse();
            app.ClientMessages.Clear();
            app.ClassicTokens.ForgetCalls();
            app.StableTokens.ForgetCalls();
        }
    }

    /// <summary>As after the start.</summary>
    public void ForgetEverything()
    {
        Apps.Clear();
        Tokens.Clear();
        Logins.Clear();
        Library.Clear();
        Faults.Clear();
        Latency.Clear();
        Clock.Reset();
        _checkOrder = SendChecks.Standard;
        _settings = _initialSettings;
        ForgetTraffic();
    }
}
