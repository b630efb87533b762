namespace WeChatNotifications.Credentials;

/// <summary>One step of an app's set-up, and whether it is done.</summary>
/// <param name="Step">The step.</param>
/// <param name="Done">Whether it is done; null where nothing has shown it yet.</param>
/// <param name="Title">What has to be so, in the caller's language.</param>
/// <param name="Detail">What is known, and what to do next, in the caller's language.</param>
/// <param name="Link">WeChat's page where it is done; null for a step that is done here or by users.</param>
public sealed record SetupStepDto(SetupStep Step, bool? Done, string Title, string Detail, Uri? Link);
