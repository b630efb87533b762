using WeChatNotifications.RabbitMq.Deliveries;
using WeChatNotifications.Testing;

namespace WeChatNotifications.RabbitMq.Tests.Deliveries;

public sealed class TicketPacingTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Guid _app = Guid.NewGuid();

    [Fact]
    public void An_app_that_stays_due_gets_tickets_at_growing_intervals_up_to_the_cap()
    {
        var pacing = new TicketPacing(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), _time);
        var issued = new List<int>();
        for (var second = 0; second < 25; second++)
        {
            if (pacing.Choose([_app]).Count == 1)
            {
                issued.Add(second);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        issued.ShouldBe([0, 1, 3, 7, 12, 17, 22]);
    }

    [Fact]
    public void An_app_that_was_done_meanwhile_begins_anew()
    {
        var pacing = new TicketPacing(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), _time);
        pacing.Choose([_app]).ShouldBe([_app]);
        pacing.Choose([_app]).ShouldBeEmpty();
        pacing.Choose([]).ShouldBeEmpty();
        pacing.Choose([_app]).ShouldBe([_app]);
        pacing.Forget();
        pacing.Choose([_app]).ShouldBe([_app]);
    }
}
