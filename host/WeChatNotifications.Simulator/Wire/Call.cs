using WeChatNotifications.Simulator.Accounts;

namespace WeChatNotifications.Simulator.Wire;

/// <summary>
/// One request on its way through the simulator. A feature derives its own call from it: <see cref="Identify"/> says who and
/// what is concerned without judging, so that faults can pick their victims; <see cref="Process"/> judges and changes state.
/// </summary>
internal abstract class Call
{
    public required HttpContext Http { get; init; }

    public required CallEndpoint Endpoint { get; init; }

    public string? Query { get; init; }

    /// <summary>The whole body, valid until the call is released.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    public SimulatedApp? App { get; protected set; }

    public string? AppId { get; protected set; }

    public string? OpenId { get; protected set; }

    public string? TemplateId { get; protected set; }

    public abstract void Identify();

    public abstract Answer Process();

    /// <summary>The answer is out, or will never be.</summary>
    public virtual void Release()
    {
    }
}
