using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;

/// <summary>Makes up values for the parameters of any method of a store: all there is, or as little as possible, and each value of an enum in turn.</summary>
/// <param name="turn">Which value of an enum; odd turns leave out what may be left out.</param>
internal sealed class Arguments(int turn)
{
    public static readonly Guid Id = Guid.Parse("01990000-0000-7000-8000-000000000001");
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    private static readonly NullabilityInfoContext Nullability = new();

    private bool IsFull => turn % 2 == 0;

    public object?[] For(MethodInfo method)
        => [.. method.GetParameters().Select(p => IsNullable(p) && !IsFull ? null : Make(p.ParameterType, p.Name!, 0))];

    public object? Make(Type type, string name, int depth)
    {
        if (depth > 6)
        {
            return null;
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        return Simple(type, name) ?? Delegates(type) ?? Many(type, name, depth) ?? Thing(type, depth);
    }

    private object? Simple(Type type, string name)
        => type == typeof(string) ? Text(name)
            : type == typeof(Guid) ? Id
            : type == typeof(int) ? 10
            : type == typeof(long) ? 10L
            : type == typeof(double) ? 1.5
            : type == typeof(bool) ? IsFull
            : type == typeof(DateTimeOffset) ? Now
            : type == typeof(TimeSpan) ? TimeSpan.FromMinutes(1)
            : type == typeof(TimeOnly) ? new TimeOnly(8, 0)
            : type == typeof(CancellationToken) ? CancellationToken.None
            : type.IsEnum ? Enum.GetValues(type).GetValue(turn / 2 % Enum.GetValues(type).Length)
            : null;

    /// <summary>A cursor is a number in lists, and an id of recipients.</summary>
    private static string Text(string name) => name == "cursor" ? "00000000000000000000000000000007" : "x";

    /// <summary>What a store calls back does nothing; a task is done.</summary>
    private static object? Delegates(Type type)
    {
        if (!typeof(Delegate).IsAssignableFrom(type))
        {
            return null;
        }

        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(p => Expression.Parameter(p.ParameterType, p.Name)).ToArray();
        var result = invoke.ReturnType == typeof(Task) ? Expression.Constant(Task.CompletedTask)
            : invoke.ReturnType.IsGenericType && invoke.ReturnType.GetGenericTypeDefinition() == typeof(Task<>)
                ? Completed(invoke.ReturnType.GenericTypeArguments[0], parameters)
                : (Expression)Expression.Default(invoke.ReturnType);
        return Expression.Lambda(type, result, parameters).Compile();
    }

    /// <summary>Of rows that it is given, a change changes all.</summary>
    private static MethodCallExpression Completed(Type result, ParameterExpression[] parameters)
        => Expression.Call(
            typeof(Task), nameof(Task.FromResult), [result],
            Array.Find(parameters, p => p.Type == result) is { } same ? same : Expression.Default(result));

    private object? Many(Type type, string name, int depth)
    {
        if (!type.IsGenericType || !typeof(IEnumerable).IsAssignableFrom(type) && type.GetGenericTypeDefinition() != typeof(IAsyncEnumerable<>))
        {
            return null;
        }

        if (type.GenericTypeArguments is { Length: 2 } pair)
        {
            return Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(pair));
        }

        var element = type.GenericTypeArguments[0];
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        var one = Make(element, name, depth + 1);
        list.Add(one);
        if (one is string)
        {
            list.Add("y");
        }
        else if (one is DateTimeOffset at)
        {
            // Bounds of something: in their order.
            Enumerable.Range(1, 7).ToList().ForEach(i => list.Add(at.AddDays(i)));
        }

        return type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)
            ? typeof(Arguments).GetMethod(nameof(Stream), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(element).Invoke(null, [list])
            : type.IsInstanceOfType(list) ? list
            : Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(element), list);
    }

    private static async IAsyncEnumerable<T> Stream<T>(IList<T> items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }

    /// <summary>By its widest constructor where it has a public one; else an entity, whose parts are set behind its back.</summary>
    private object? Thing(Type type, int depth)
    {
        if (type.IsAbstract || type.IsInterface)
        {
            return null;
        }

        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        var thing = constructor is { } widest
            ? widest.Invoke([.. widest.GetParameters().Select(p => IsNullable(p) && !IsFull ? null : Make(p.ParameterType, p.Name!, depth + 1))])
            : type.IsValueType ? Activator.CreateInstance(type)! : Activator.CreateInstance(type, nonPublic: true) ?? RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            Set(thing, property, depth);
        }

        return thing;
    }

    private void Set(object thing, PropertyInfo property, int depth)
    {
        var owner = property.DeclaringType!.GetProperty(property.Name)!;

        // What a record's constructor was given stays.
        if (owner.SetMethod is null
            || (!IsFull && Nullability.Create(owner).ReadState == NullabilityState.Nullable)
            || thing.GetType().GetConstructors().Any(c => c.GetParameters().Any(p => p.Name == owner.Name)))
        {
            return;
        }

        owner.SetValue(thing, Make(owner.PropertyType, owner.Name, depth + 1));
    }

    private static bool IsNullable(ParameterInfo parameter) => Nullability.Create(parameter).WriteState == NullabilityState.Nullable;
}
