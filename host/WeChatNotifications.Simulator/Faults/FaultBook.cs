using System.Globalization;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Faults;

/// <summary>The faults in force.</summary>
internal sealed class FaultBook
{
    private readonly Lock _gate = new();
    private volatile ActiveFault[] _faults = [];
    private int _lastId;

    public FaultRule Add(FaultRule rule)
    {
        lock (_gate)
        {
            var named = rule.Id.Length > 0 ? rule : rule with { Id = (++_lastId).ToString(CultureInfo.InvariantCulture) };
            _faults = [.. _faults.Where(fault => fault.Rule.Id != named.Id), new(named)];
            return named with { Struck = 0 };
        }
    }

    public IReadOnlyList<FaultRule> List() => [.. _faults.Select(fault => fault.Rule with { Struck = fault.Struck })];

    public bool Remove(string id)
    {
        lock (_gate)
        {
            var before = _faults.Length;
            _faults = [.. _faults.Where(fault => fault.Rule.Id != id)];
            return _faults.Length < before;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults = [];
        }
    }

    /// <summary>The fault that strikes this call, if any.</summary>
    public FaultRule? Strike(Call call)
    {
        foreach (var fault in _faults)
        {
            if (fault.Strikes(call))
            {
                return fault.Rule;
            }
        }

        return null;
    }

    private sealed class ActiveFault(FaultRule rule)
    {
        private long _struck;

        public FaultRule Rule => rule;

        public long Struck => Volatile.Read(ref _struck);

        public bool Strikes(Call call)
        {
            if ((rule.Path is { } path && path != call.Endpoint.Path)
                || (rule.AppId is { } appId && appId != call.AppId)
                || (rule.OpenId is { } openId && openId != call.OpenId)
                || (rule.TemplateId is { } templateId && templateId != call.TemplateId)
                || (rule.Share < 1 && Random.Shared.NextDouble() >= rule.Share))
            {
                return false;
            }

            return TakeOne();
        }

        private bool TakeOne()
        {
            while (true)
            {
                var seen = Volatile.Read(ref _struck);
                if (seen >= rule.Count)
                {
                    return false;
                }

                if (Interlocked.CompareExchange(ref _struck, seen + 1, seen) == seen)
                {
                    return true;
                }
            }
        }
    }
}
