using WeChatNotifications.Reliability.Faults;
using WeChatNotifications.Reliability.Stage;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Reliability.Tests;

/// <summary>What the command line asks for is what is run.</summary>
public sealed class RunOptionsTests
{
    [Fact]
    public void Work_comes_from_the_database_unless_told_otherwise()
        => RunOptions.Parse([]).Work.ShouldBe(WaysOfWork.Database);

    [Fact]
    public void Hosts_work_by_RabbitMQ_where_it_is_installed_and_otherwise_it_is_said_that_it_is_not()
    {
        if (RabbitMqServer.MissingReason is { } reason)
        {
            Should.Throw<FormatException>(() => RunOptions.Parse(["--work", "rabbitmq"])).Message.ShouldBe(reason);
        }
        else
        {
            RunOptions.Parse(["--work", "rabbitmq"]).Work.NeedsBroker.ShouldBeTrue();
        }
    }

    [Fact]
    public void A_way_of_work_that_there_is_not_is_refused_with_those_that_there_are()
        => Should.Throw<FormatException>(() => RunOptions.Parse(["--work", "carrier-pigeon"])).Message.ShouldContain("database, rabbitmq");

    [Fact]
    public void Faults_of_RabbitMQ_can_be_chosen_by_name()
        => RunOptions.Parse(["--faults", "kill-broker,freeze-broker"]).Faults.ShouldBe([MachineFaults.KillBroker, MachineFaults.FreezeBroker]);
}
