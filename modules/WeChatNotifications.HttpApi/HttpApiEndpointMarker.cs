namespace WeChatNotifications.HttpApi;

/// <summary>Marks the module's own endpoints among all endpoints of the host.</summary>
internal sealed class HttpApiEndpointMarker;
