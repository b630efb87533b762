using System.Reflection;
using Microsoft.Data.SqlClient;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;

/// <summary>Errors as SqlClient throws them, which nobody but it can make.</summary>
internal static class ServerErrors
{
    public static SqlException Of(int number)
    {
        var error = Make(typeof(SqlError), type => type == typeof(int) ? number : type == typeof(string) ? "x" : type.IsValueType ? Activator.CreateInstance(type) : null);
        var errors = (SqlErrorCollection)Make(typeof(SqlErrorCollection), _ => null);
        typeof(SqlErrorCollection).GetMethod("Add", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!.Invoke(errors, [error]);
        var create = typeof(SqlException).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(m => m.Name == "CreateException" && m.GetParameters()[0].ParameterType == typeof(SqlErrorCollection)).MinBy(m => m.GetParameters().Length)!;
        return (SqlException)create.Invoke(null, [.. create.GetParameters().Select(object? (p, i) => i == 0 ? errors : p.ParameterType == typeof(string) ? "16.0" : null)])!;
    }

    /// <summary>By the constructor that begins with the number, where there are several.</summary>
    private static object Make(Type type, Func<Type, object?> argument)
    {
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .MinBy(c => c.GetParameters().Count(p => p.ParameterType == typeof(int)) * 100 + c.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(p => argument(p.ParameterType))]);
    }
}
