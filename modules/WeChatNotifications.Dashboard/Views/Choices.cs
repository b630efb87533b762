using Microsoft.AspNetCore.Mvc.Rendering;

namespace WeChatNotifications.Dashboard.Views;

/// <summary>The choices of a <c>select</c>.</summary>
internal static class Choices
{
    /// <summary>All members of an enum.</summary>
    /// <param name="text">What a member is called.</param>
    public static IReadOnlyList<SelectListItem> Of<TEnum>(Func<TEnum, string> text)
        where TEnum : struct, Enum
        => [.. Enum.GetValues<TEnum>().Select(v => new SelectListItem(text(v), v.ToString()))];
}
