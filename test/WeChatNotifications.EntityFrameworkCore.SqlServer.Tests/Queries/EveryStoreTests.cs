using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Queries;

/// <summary>
/// Every method of every store writes SQL for SQL Server. The stores are found, not listed: a new one is asked too. What the server would
/// answer is not asked here.
/// </summary>
public sealed class EveryStoreTests
{
    /// <summary>So many turns show each value of the enums that a query depends on.</summary>
    private const int Turns = 16;

    private static readonly Assembly[] Modules = [typeof(WeChatNotificationsDbContext).Assembly, typeof(WeChatNotificationsSqlServerServices).Assembly];

    public static TheoryData<Type, string> Methods()
    {
        using var world = new ServiceProviderOf();
        var data = new TheoryData<Type, string>();

        // Wake-ups across processes are none of SQL Server's: the port's default asks nothing, and so has nothing to translate.
        foreach (var (store, method) in world.Stores.Where(s => s != typeof(IWakeUpChannel)).SelectMany(s => s.GetMethods().Select(m => (Store: s, Method: Describe(m)))).Distinct())
        {
            data.Add(store, method);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Every_method_of_a_store_writes_SQL_that_SQL_Server_may_take(Type store, string method)
    {
        await using var world = new RecordedWorld();
        var asked = store.GetMethods().Single(m => Describe(m) == method);
        var faults = new List<string>();
        TSql? sql = null;
        for (var turn = 0; turn < 3 * Turns; turn++)
        {
            (world.Connection.AnswersOne, world.Connection.KnowsNothing) = (turn >= Turns, turn >= 2 * Turns);
            await using var scope = world.Scope();
            sql ??= new TSql(scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>().Model);
            await CallAsync(scope.ServiceProvider, store, asked, turn % Turns, faults);
            world.Connection.OpenTransactions.ShouldBe(0, "a transaction stayed open");
        }

        faults.ShouldBeEmpty();
        world.Connection.Commands.ShouldNotBeEmpty("the method asked nothing of the database: the test does not reach it");
        world.Connection.Commands.DistinctBy(c => c.Sql).SelectMany(c => sql!.FaultsOf(c).Select(f => $"{f}: {c.Sql}")).ShouldBeEmpty();
    }

    [Fact]
    public void No_store_of_the_module_is_left_out()
    {
        using var world = new ServiceProviderOf();
        var ports = Modules[0].GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.Name.StartsWith("Ef", StringComparison.Ordinal))
            .SelectMany(t => t.GetInterfaces()).Where(IsPort).Distinct().ToList();

        ports.Count.ShouldBeGreaterThan(20);
        ports.Except(world.Stores).ShouldBeEmpty("a store that is not registered is not asked");
    }

    [Fact]
    public async Task What_is_replaced_is_what_the_stores_answer_with()
    {
        await using var world = new RecordedWorld();
        await using var scope = world.Scope();
        var own = Modules[1].GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.GetInterfaces().Any(IsPort)).ToList();

        own.Count.ShouldBe(5);
        own.ShouldAllBe(t => t.GetInterfaces().Where(IsPort).All(p => scope.ServiceProvider.GetRequiredService(p).GetType() == t));
    }

    private static bool IsPort(Type type) => type.IsInterface && type.Assembly == typeof(Entity).Assembly;

    private static string Describe(MethodInfo method) => $"{method.Name}({string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name))})";

    private static async Task CallAsync(IServiceProvider services, Type store, MethodInfo method, int turn, List<string> faults)
    {
        try
        {
            var arguments = new Arguments(turn).For(method);
            if (method.Name.StartsWith("Save", StringComparison.Ordinal) && arguments[0] is Entity entity)
            {
                // What is saved was read before by the same context, and has changed since.
                services.GetRequiredService<WeChatNotificationsDbContext>().Entry(entity).State = EntityState.Modified;
            }

            await (Task)method.Invoke(services.GetRequiredService(store), arguments)!;
        }
        catch (Exception exception)
        {
            var fault = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
            if (!IsAnswer(fault))
            {
                faults.Add($"turn {turn}: {fault}");
            }
        }
    }

    /// <summary>A store that finds nothing, or not what it has written, says so; that is an answer to the recording's answers and no fault.</summary>
    private static bool IsAnswer(Exception exception)
        => exception is WeChatNotificationsException or DbUpdateException
            || (exception is InvalidOperationException && (exception.Message.StartsWith("Sequence contains no", StringComparison.Ordinal) || exception.Message.StartsWith("Nullable object must", StringComparison.Ordinal)))
            || exception is System.Text.Json.JsonException;

    /// <summary>The ports that the database fills.</summary>
    private sealed class ServiceProviderOf : IDisposable
    {
        private readonly RecordedWorld _world = new();

        public IReadOnlyList<Type> Stores => [.. _world.Services
            .Where(s => IsPort(s.ServiceType) && (s.ImplementationType is null || Modules.Contains(s.ImplementationType.Assembly)) && s.ServiceType.Name is not "ICallerTransaction" and not "IAmbientTenant")
            .Select(s => s.ServiceType).Distinct()];

        public void Dispose() => _world.Provider.Dispose();
    }
}
