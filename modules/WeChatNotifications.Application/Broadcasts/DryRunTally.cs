using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Broadcasts;

/// <summary>What a dry run has found so far. Everyone counts once.</summary>
internal sealed class DryRunTally
{
    private const int SampleLines = 5;
    private const int MaxViolations = 50;

    private readonly Dictionary<DeliveryReason, (long Count, List<long> Lines)> _unreachable = [];
    private readonly RuleCheck _violations = new();
    private long _total;
    private bool _isSampled;
    private BroadcastPreviewDto? _preview;

    public void Count(long recipients) => _total += recipients;

    public void NoteSampled() => _isSampled = true;

    public void Add(DeliveryReason reason, long count, params IEnumerable<long> lines)
    {
        var (before, known) = _unreachable.GetValueOrDefault(reason, (0, []));
        known.AddRange(lines.Take(SampleLines - known.Count));
        _unreachable[reason] = (before + count, known);
    }

    public void Add(IEnumerable<RuleViolation> violations)
    {
        foreach (var violation in violations.Where(_ => _violations.Violations.Count < MaxViolations))
        {
            _violations.AddOnce(violation);
        }
    }

    /// <summary>Keeps the first message that could be rendered.</summary>
    public void Show(RenderedStep step) => _preview ??= new(step.Message.Data, step.Message.Page);

    /// <param name="hasFallback">Whether another template takes over where there is no permit.</param>
    /// <param name="texts">The texts in the caller's language.</param>
    public BroadcastDryRunDto ToDto(bool hasFallback, IModuleTexts texts)
    {
        var viaFallback = hasFallback && _unreachable.Remove(DeliveryReason.NoPermit, out var without) ? without.Count : 0;
        return new()
        {
            Total = _total,
            Reachable = Math.Max(0, _total - _unreachable.Values.Sum(u => u.Count)),
            ViaFallback = viaFallback,
            Unreachable =
            [
                .. _unreachable.Where(u => u.Value.Count > 0).OrderByDescending(u => u.Value.Count)
                    .Select(u => new UnreachableDto(u.Key, texts.Get("Reason:" + u.Key), u.Value.Count, u.Value.Lines)),
            ],
            IsSampled = _isSampled,
            Violations = [.. _violations.Violations.Select(texts.Of)],
            Preview = _preview,
        };
    }
}
