using System.Globalization;

namespace WeChatNotifications.Simulator.TemplateLibrary;

/// <summary>A line of business an account may belong to.</summary>
internal sealed record LibraryCategory(int Id, string Name);

/// <summary>A template of the public library, from which accounts choose lines for private ones of their own.</summary>
/// <param name="Type">2 one-time, 3 long-term.</param>
internal sealed record LibraryTitle(int Tid, string Title, int Type, int CategoryId, IReadOnlyList<LibraryKeyword> Keywords);

/// <summary>A line of a library template.</summary>
/// <param name="Rule">The type of its value, for example <c>thing</c>.</param>
/// <param name="Values">What an <c>enum_string</c> may be; empty for the others.</param>
internal sealed record LibraryKeyword(int Kid, string Name, string Example, string Rule, params string[] Values)
{
    /// <summary>The key it has in every private template.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Rule}{Kid}");
}
