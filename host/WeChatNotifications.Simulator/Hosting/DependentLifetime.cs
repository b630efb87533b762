using System.Runtime.InteropServices;

namespace WeChatNotifications.Simulator.Hosting;

/// <summary>
/// The lifetime of a simulator that belongs to another program. Ctrl+C reaches every process of a terminal; this one leaves it to its
/// owner, which may still be sending what it has begun.
/// </summary>
internal sealed class DependentLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            application.StopApplication();
        }));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(s => s.Dispose());
}
