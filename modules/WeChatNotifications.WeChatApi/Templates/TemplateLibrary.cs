namespace WeChatNotifications.WeChatApi.Templates;

/// <summary>A service category of the account, from which it may take public templates.</summary>
/// <param name="Id">WeChat's number of it.</param>
/// <param name="Name">Its name, in Chinese.</param>
public sealed record TemplateCategory(long Id, string Name);

/// <summary>One template of the public library.</summary>
/// <param name="Tid">Its number in the library, as a text.</param>
/// <param name="Title">Its title, in Chinese.</param>
/// <param name="Type">WeChat's number: 2 one-time, 3 long-term; <see langword="null"/> when not told.</param>
/// <param name="CategoryId">The category it belongs to; <see langword="null"/> when not told.</param>
public sealed record LibraryTitle(string Tid, string Title, int? Type, long? CategoryId);

/// <summary>One page of the public library's templates.</summary>
/// <param name="Count">How many there are altogether.</param>
/// <param name="Titles">This page's.</param>
public sealed record LibraryTitlePage(int Count, IReadOnlyList<LibraryTitle> Titles);

/// <summary>One keyword (field) that a public template offers.</summary>
/// <param name="Kid">Its number within the template.</param>
/// <param name="Name">Its label, in Chinese.</param>
/// <param name="Example">An example value.</param>
/// <param name="Rule">The field type that its key begins with (<c>thing</c>, <c>time</c>).</param>
public sealed record LibraryKeyword(int Kid, string Name, string Example, string Rule);
