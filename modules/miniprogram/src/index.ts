export { createWeChatNotifications } from './client';
export type { ClientStatus, WeChatNotifications } from './client';
export type { PermitBalance, SubscriptionBalance } from './balance';
export type { RetryOptions } from './backoff';
export type { CollectorCounts } from './collector';
export type { SubscriptionOutcome, SubscriptionRequest } from './dialog';
export { NotificationsError } from './errors';
export type { RefusedItem } from './errors';
export { formIdOf } from './formIds';
export type { SubmitEvent } from './formIds';
export type { TemplateOffer } from './offers';
export type { WeChatNotificationsOptions } from './options';
export type {
  Clock, LoginOptions, PermitStorage, RequestAnswer, RequestOptions, RequestTask, SubscribeDialogOptions, WeChatPlatform,
} from './platform';
export type { QueueCounts } from './queue';
export type { PendingRequest } from './request';
export type { Session } from './session';
export type { DialogReason, ErrorCode, Language } from './texts';
export type { FlushResult, UploadCounts } from './uploader';
