using System.Globalization;
using WeChatNotifications.Reliability.Stage;
using WeChatNotifications.Reliability.Work;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Faults;

namespace WeChatNotifications.Reliability.Faults;

/// <summary>WeChat answers wrongly, late, half or not at all, with and without effect; tokens end early; answers slow down.</summary>
internal sealed class WeChatFaults(Cluster cluster, FaultLog log, Random random)
{
    /// <summary>Codes after which the message shall be sent all the same: system busy, minute limit, token refused or expired.</summary>
    private static readonly int[] Passing = [-1, 45011, 40001, 42001];

    private const string TokenPath = "/cgi-bin/stable_token";

    private static readonly string[] Sends =
        ["/cgi-bin/message/subscribe/send", "/cgi-bin/message/subscribe/send", "/cgi-bin/message/wxopen/template/send", "/cgi-bin/message/template/send", TokenPath];

    private SimulatorControlClient WeChat => cluster.WeChat.Control;

    /// <summary>Goes on until cancelled, and leaves WeChat whole.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var number = 1; !cancellationToken.IsCancellationRequested; number++)
        {
            await BreakAsync(number, cancellationToken);
            await Pause.ForAsync(random.Next(100, 700), cancellationToken);
        }

        await WeChat.ClearFaultsAsync(CancellationToken.None);
        await WeChat.ClearLatencyAsync(CancellationToken.None);
    }

    private async Task BreakAsync(int number, CancellationToken cancellationToken)
    {
        switch (random.Next(12))
        {
            case 0:
                await WeChat.InvalidateTokensAsync(AnyApp(), CancellationToken.None);
                log.Count("WeChat: tokens of an app invalid");
                break;
            case 1:
                await WeChat.ExpireTokensAsync(AnyApp(), CancellationToken.None);
                log.Count("WeChat: tokens of an app expired");
                break;
            case 2:
                await WeChat.SetLatencyAsync(new() { FixedMs = random.Next(0, 300), JitterMs = random.Next(0, 200) }, CancellationToken.None);
                break;
            default:
                await StrikeAsync(number, cancellationToken);
                break;
        }
    }

    /// <summary>A few calls go wrong. Each call that does is a fault.</summary>
    private async Task StrikeAsync(int number, CancellationToken cancellationToken)
    {
        var kind = Enum.GetValues<FaultKind>()[random.Next(Enum.GetValues<FaultKind>().Length)];
        var path = Sends[random.Next(Sends.Length)];
        var rule = await WeChat.AddFaultAsync(
            new()
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"f{number}"),
                Kind = kind,
                Path = path,
                Count = random.Next(1, 6),
                Share = random.Next(2) == 0 ? 1 : 0.5,
                // At the token call, 40001 is about the secret, and pauses the app until a person has looked.
                ErrorCode = path == TokenPath ? Passing[random.Next(2)] : Passing[random.Next(Passing.Length)],
                Status = kind == FaultKind.HttpStatus ? random.Next(500, 505) : null,
                DelayMs = kind == FaultKind.Slow ? random.Next(500, 4_000) : 0,
                // An error told after all is done: the cruellest case.
                AfterProcessing = kind is FaultKind.HttpStatus or FaultKind.Html or FaultKind.Hang && random.Next(3) == 0,
            },
            CancellationToken.None);
        await Pause.ForAsync(random.Next(200, 1_500), cancellationToken);
        var struck = (await WeChat.FaultsAsync(CancellationToken.None)).FirstOrDefault(f => f.Id == rule.Id)?.Struck ?? 0;
        await WeChat.RemoveFaultAsync(rule.Id, CancellationToken.None);
        if (struck > 0)
        {
            log.Count($"WeChat: {Name(kind)}{(rule.AfterProcessing ? ", after it took effect" : "")}", (int)struck);
        }
    }

    private static string Name(FaultKind kind) => kind switch
    {
        FaultKind.WeChatError => "error code",
        FaultKind.HttpStatus => "HTTP 5xx",
        FaultKind.ResetBefore => "reset before the call",
        FaultKind.ResetAfter => "reset, after it took effect",
        FaultKind.Hang => "no answer",
        FaultKind.Slow => "late answer",
        FaultKind.Truncated => "half an answer, after it took effect",
        _ => "a proxy's HTML page",
    };

    private string AnyApp() => World.Apps[random.Next(World.Apps.Count)];
}
