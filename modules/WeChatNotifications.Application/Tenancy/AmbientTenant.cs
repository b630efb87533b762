namespace WeChatNotifications.Tenancy;

/// <summary>The plain host's ambient tenant: it flows with the asynchronous call, like a culture.</summary>
internal sealed class AmbientTenant : IAmbientTenant
{
    private readonly AsyncLocal<State> _state = new();

    public Guid? Id => _state.Value.Id;

    public bool IsFilterEnabled => !_state.Value.IsFilterDisabled;

    public IDisposable Change(Guid? tenantId) => Set(_state.Value with { Id = tenantId, IsFilterDisabled = false });

    public IDisposable DisableFilter() => Set(_state.Value with { IsFilterDisabled = true });

    private Restore Set(State state)
    {
        var before = _state.Value;
        _state.Value = state;
        return new Restore(this, before);
    }

    private readonly record struct State(Guid? Id, bool IsFilterDisabled);

    private sealed class Restore(AmbientTenant owner, State before) : IDisposable
    {
        public void Dispose() => owner._state.Value = before;
    }
}
