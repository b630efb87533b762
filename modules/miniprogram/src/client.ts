import { Api } from './api';
import { readBalance, type PermitBalance } from './balance';
import { Collector, type CollectorCounts } from './collector';
import { SubscriptionDialog, type SubscriptionOutcome, type SubscriptionRequest } from './dialog';
import { failure, reasonOf } from './errors';
import { Http } from './http';
import { TemplateOffers, type TemplateOffer } from './offers';
import { readOptions, type WeChatNotificationsOptions } from './options';
import type { RequestOptions, WeChatPlatform } from './platform';
import { PermitQueue, type QueueCounts } from './queue';
import { request, type PendingRequest } from './request';
import { ServerTime } from './serverTime';
import { SessionKeeper, type Session } from './session';
import { Store } from './store';
import { Uploader, type FlushResult, type UploadCounts } from './uploader';

/** The state of the client, for a developer's page or a support case. Holds no ids. */
export interface ClientStatus extends CollectorCounts, QueueCounts, UploadCounts {
  /** What waits for its upload. */
  waiting: { formIds: number; prepayIds: number; subscriptions: number };
  /** When the next upload may be, after a failure. */
  retryAt: number | undefined;
}

/** The mini program's side of WeChatNotifications. All functions may be passed on without their object. */
export interface WeChatNotifications {
  /**
   * Logs in, unless there is a session that still holds. The other functions do so by themselves; call it when the app starts to have
   * it done, or with `renew` after your user has signed in to your own system.
   * @throws NotificationsError (as a rejection) when WeChat or the server does not answer, or refuses.
   */
  login(options?: { renew?: boolean }): Promise<Session>;
  /** Takes the form id of a submit event into the queue. Fits `bindsubmit` as it is. @returns whether it was a new one. */
  onTap(event: unknown): boolean;
  /** The same as {@link onTap}, for handlers that are more than a tap. */
  collect(event: unknown): boolean;
  /**
   * Takes the prepay id of a successful payment, or the `package` given to wx.requestPayment, and uploads it at once.
   * @returns whether it was a new one.
   */
  collectPrepayId(prepayId: string): boolean;
  /**
   * The templates that the server would like to ask for; from memory if asked in the last ten minutes. Call it when a page with a
   * subscribe button loads, since a tap cannot wait for the network.
   */
  prefetchTemplates(): Promise<TemplateOffer[]>;
  /** Shows WeChat's subscription dialog, and reports what the user chose. Only straight from a tap. Never rejects. */
  requestSubscriptions(request?: SubscriptionRequest): Promise<SubscriptionOutcome>;
  /** Uploads what waits, unless a failure asks to wait. Never rejects. */
  flush(): Promise<FlushResult>;
  /** `wx.request` as a promise, beside which the queue is uploaded. The call neither waits for that nor fails by it. */
  request<T = any>(options: RequestOptions): PendingRequest<T>;
  /** What may still be sent to this user. */
  balance(): Promise<PermitBalance>;
  status(): ClientStatus;
  /** Ends timers and listeners. What waits stays in the storage for the next client. */
  dispose(): void;
}

/** Two clients on one storage would overwrite each other's queue. */
const inUse = new WeakMap<WeChatPlatform, Set<string>>();

/**
 * Sets up the client. Do it once, in app.ts.
 * @throws TypeError when an option cannot be used, or there is a client for this appid already.
 */
export function createWeChatNotifications(options: WeChatNotificationsOptions): WeChatNotifications {
  const settings = readOptions(options);
  const { platform, clock, language, onError } = settings;
  const release = claim(platform, settings.appId);

  const store = new Store(settings.storage, `wechat-notifications:${settings.appId}:`, error =>
    onError(failure(language, 'storage', [reasonOf(error)])),
  );
  const serverTime = new ServerTime(clock, store);
  const http = new Http(settings, serverTime);
  const sessions = new SessionKeeper(settings, http, store, serverTime);
  const api = new Api(http, sessions);
  const queue = new PermitQueue(settings, store);
  const uploader = new Uploader(settings, api, queue, store, serverTime);
  const flushAside = () => void uploader.flush();
  const collector = new Collector(queue, flushAside);
  const offers = new TemplateOffers(api, store, clock);
  const dialog = new SubscriptionDialog(settings, offers, results => {
    queue.addDialogResult(results);
    // The balances have changed, so the next dialog should ask for others. The server must know of this one first.
    const refreshed = uploader.flush().then(result => (result.state === 'done' ? offers.refresh() : undefined));
    void refreshed.then(undefined, onError);
  });
  const stopListening = listen(platform, flushAside, () => uploader.networkIsBack());

  return {
    login: async ({ renew = false } = {}) => {
      const { session, expiresAt, isNew } = await (renew ? sessions.logIn() : sessions.get());
      return { session, expiresAt, isNew };
    },
    onTap: event => collector.formId(event),
    collect: event => collector.formId(event),
    collectPrepayId: prepayId => collector.prepayId(prepayId),
    prefetchTemplates: () => offers.load(),
    requestSubscriptions: (wanted = {}) => dialog.show(wanted),
    flush: () => uploader.flush(),
    request: <T>(call: RequestOptions) => {
      const pending = request<T>(platform, call);
      flushAside();
      return pending;
    },
    balance: () => readBalance(api),
    status: () => ({ ...queue.counts, ...uploader.counts, ...collector.counts, waiting: queue.waiting, retryAt: uploader.retryAt }),
    dispose: () => {
      uploader.dispose();
      stopListening();
      release();
    },
  };
}

/** @returns what gives it free again. */
function claim(platform: WeChatPlatform, appId: string): () => void {
  const appIds = inUse.get(platform) ?? new Set();
  if (appIds.has(appId)) {
    throw new TypeError(`createWeChatNotifications: there is a client for ${appId} already. Create it once, in app.ts, and share it.`);
  }

  inUse.set(platform, appIds.add(appId));
  return () => void appIds.delete(appId);
}

/** @returns what ends it. */
function listen(platform: WeChatPlatform, onShowOrHide: () => void, onNetwork: () => void): () => void {
  const networkChanged = (status: { isConnected: boolean }) => {
    if (status.isConnected) {
      onNetwork();
    }
  };
  platform.onAppShow?.(onShowOrHide);
  platform.onAppHide?.(onShowOrHide);
  platform.onNetworkStatusChange?.(networkChanged);
  return () => {
    platform.offAppShow?.(onShowOrHide);
    platform.offAppHide?.(onShowOrHide);
    platform.offNetworkStatusChange?.(networkChanged);
  };
}
