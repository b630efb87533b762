namespace WeChatNotifications.Templates;

/// <summary>A service category of an account, from which it may take public templates.</summary>
/// <param name="Id">WeChat's number of it.</param>
/// <param name="Name">Its name, in Chinese.</param>
public sealed record TemplateCategoryDto(long Id, string Name);

/// <summary>Which public templates to list.</summary>
public sealed record LibraryTitleQuery
{
    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; init; }

    /// <summary>The categories, at least one of the account's own.</summary>
    public IReadOnlyList<long>? CategoryIds { get; init; }

    /// <summary>How many to pass over, 0 or more.</summary>
    public int Start { get; init; }

    /// <summary>How many at most, 1 to 30.</summary>
    public int Limit { get; init; } = 30;
}

/// <summary>A public template.</summary>
/// <param name="Tid">Its number in the library.</param>
/// <param name="Title">Its title, in Chinese.</param>
/// <param name="SubscriptionKind">How consent to it counts; null when WeChat does not tell.</param>
/// <param name="CategoryId">Its category.</param>
public sealed record LibraryTitleDto(string Tid, string Title, SubscriptionKind? SubscriptionKind, long? CategoryId);

/// <summary>One page of public templates.</summary>
/// <param name="Count">How many there are altogether.</param>
/// <param name="Titles">This page's.</param>
public sealed record LibraryTitlePageDto(int Count, IReadOnlyList<LibraryTitleDto> Titles);

/// <summary>A keyword that a public template offers.</summary>
/// <param name="Kid">Its number within the template.</param>
/// <param name="Name">Its label, in Chinese.</param>
/// <param name="Example">An example.</param>
/// <param name="Rule">The field type, as its key begins: <c>thing</c>, <c>time</c>.</param>
public sealed record LibraryKeywordDto(int Kid, string Name, string Example, string Rule);

/// <summary>Takes a public template into an account.</summary>
public sealed record AddLibraryTemplateDto
{
    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; init; }

    /// <summary>The template's number in the library.</summary>
    public string? Tid { get; init; }

    /// <summary>Its keywords' numbers, 2 to 5, in the order in which they shall stand.</summary>
    public IReadOnlyList<int>? KidList { get; init; }

    /// <summary>What the messages are for, at most 15 characters; users see it when they are asked.</summary>
    public string? SceneDesc { get; init; }

    /// <summary>With a name, a message template of it is made in the same step.</summary>
    public string? Name { get; init; }
}

/// <summary>A public template that the account now holds.</summary>
/// <param name="WeChatTemplateId">WeChat's id of it.</param>
/// <param name="Remote">What WeChat holds; null when WeChat could not be asked for it.</param>
/// <param name="Template">The message template; null when none was wanted, or it could not be made.</param>
/// <param name="Notice">Why something is missing, in the caller's language; null when all went well.</param>
public sealed record AddedLibraryTemplateDto(string WeChatTemplateId, RemoteTemplateDto? Remote, MessageTemplateDto? Template, string? Notice);
