namespace WeChatNotifications.HttpApi.Query;

/// <summary>A query parameter of an endpoint: what reads it and what documents it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its text stands for.</param>
/// <param name="Description">What it does.</param>
/// <param name="IsRepeatable">Whether it may stand several times.</param>
internal sealed record QueryParameter(string Name, Type Type, string Description, bool IsRepeatable = false);
