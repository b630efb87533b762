using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace WeChatNotifications.Templates;

/// <summary>What people call the member of an enum: its <see cref="DisplayAttribute"/>, its <see cref="DescriptionAttribute"/>, or its name.</summary>
internal static class EnumNames
{
    /// <summary>The name in the given culture; several flags with <paramref name="separator"/> between; the number of an undefined member.</summary>
    public static string NameOf(Enum member, CultureInfo culture, string separator)
    {
        var type = member.GetType();
        return string.Join(separator, member.ToString().Split(", ").Select(name => NameOf(type.GetField(name), culture) ?? name));
    }

    private static string? NameOf(FieldInfo? field, CultureInfo culture)
    {
        if (field?.GetCustomAttribute<DisplayAttribute>() is { } display)
        {
            return DisplayNameOf(display, culture);
        }

        return field?.GetCustomAttribute<DescriptionAttribute>()?.Description;
    }

    /// <summary>A display name may come from a resource class, and those look at the thread's culture instead of taking one.</summary>
    private static string? DisplayNameOf(DisplayAttribute display, CultureInfo culture)
    {
        var ambient = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = culture;
            return display.GetName();
        }
        finally
        {
            CultureInfo.CurrentUICulture = ambient;
        }
    }
}
