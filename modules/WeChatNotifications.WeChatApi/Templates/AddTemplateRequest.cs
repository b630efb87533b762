namespace WeChatNotifications.WeChatApi.Templates;

/// <summary>Takes a template of the public library into the account.</summary>
/// <param name="Tid">The template's number in the library.</param>
/// <param name="Kids">Its keywords' numbers, 2 to 5, in the order in which they shall stand.</param>
/// <param name="SceneDescription">What the messages are for, 1 to 15 characters; shown to users when they are asked.</param>
public sealed record AddTemplateRequest(string Tid, IReadOnlyList<int> Kids, string SceneDescription);
