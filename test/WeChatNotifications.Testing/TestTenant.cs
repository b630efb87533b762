using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Testing;

/// <summary>An ambient tenant for tests below the Application layer; like the real one it flows with the asynchronous call.</summary>
public sealed class TestTenant : IAmbientTenant
{
    private readonly AsyncLocal<(Guid? Id, bool IsFilterDisabled)> _state = new();

    /// <inheritdoc />
    public Guid? Id => _state.Value.Id;

    /// <inheritdoc />
    public bool IsFilterEnabled => !_state.Value.IsFilterDisabled;

    /// <inheritdoc />
    public IDisposable Change(Guid? tenantId) => Set((tenantId, IsFilterDisabled: false));

    /// <inheritdoc />
    public IDisposable DisableFilter() => Set((Id, IsFilterDisabled: true));

    private Restore Set((Guid? Id, bool IsFilterDisabled) state)
    {
        var before = _state.Value;
        _state.Value = state;
        return new Restore(() => _state.Value = before);
    }

    private sealed class Restore(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
