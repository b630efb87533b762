using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatNotifications.HttpApi.Deliveries;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.HttpApi.OpenApi;
using WeChatNotifications.Sending;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Notifications;

namespace WeChatNotifications.HttpApi.Sending;

internal static class NotificationEndpoints
{
    public static void MapNotifications(this RouteGroupBuilder group)
    {
        group.MapPost("/", async (
                JsonBody<SendNotificationRequest> body, IWeChatNotifier notifier, LinkGenerator links, HttpContext context,
                CancellationToken cancellationToken) =>
            {
                var receipts = await notifier.SendAsync(NotificationReader.Read(body.Value), cancellationToken).ConfigureAwait(false);
                var location = receipts is [var single] ? links.GetPathByName(context, DeliveryEndpoints.GetName, new { id = single.DeliveryId }) : null;
                return ApiResult.Accepted(new SendNotificationResponse(receipts), location);
            })
            .RequireAuthorization(Needs.Send)
            .WithName("WeChatNotifications.SendNotification")
            .WithSummary("Tell users something")
            .WithDescription(
                "Checks the notification and puts one message per recipient into the queue; when the answer comes, they are durable. "
                + "For a single recipient, Location is the delivery's address. A repeat with the same dedupKey is answered with the first one's delivery.")
            .TakesJson<SendNotificationRequest>()
            .Answers<SendNotificationResponse>(StatusCodes.Status202Accepted);

        group.MapPost("/preview", async (
                JsonBody<SendNotificationRequest> body, IWeChatNotifier notifier, CancellationToken cancellationToken)
                => ApiResult.Ok(await notifier.PreviewAsync(NotificationReader.Read(body.Value), cancellationToken).ConfigureAwait(false)))
            .RequireAuthorization(Needs.Send)
            .WithName("WeChatNotifications.PreviewNotification")
            .WithSummary("Show a notification as it would be sent")
            .WithDescription("Stores nothing. What is wrong with the data comes back as violations, with 200.")
            .TakesJson<SendNotificationRequest>()
            .Answers<NotificationPreview>();
    }
}
