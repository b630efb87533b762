import type { RetryOptions } from './backoff';
import type { NotificationsError } from './errors';
import { systemClock, weChatStorage, type Clock, type PermitStorage, type WeChatPlatform } from './platform';
import type { Language } from './texts';

/** How {@link createWeChatNotifications} is set up. */
export interface WeChatNotificationsOptions {
  /** Where the server has the notification API, for example `https://shop.example.com/api/wechat-notifications`. */
  baseUrl: string;
  /** The mini program's appid. */
  appId: string;
  /** Default: the global `wx`. */
  wx?: WeChatPlatform;
  /** Default: the storage of the mini program. */
  storage?: PermitStorage;
  /** Default: the phone's clock. */
  clock?: Clock;
  /** From 0 to below 1; for jitter and report ids. Default `Math.random`. */
  random?: () => number;
  /** Of messages, and of the server's. Default: Chinese, unless WeChat is set to another language. */
  language?: Language;
  /** Milliseconds for one call. Default 15,000. */
  timeout?: number;
  /** Form ids, prepay ids and dialog results kept until they are uploaded, each, 1 to 1,000. The oldest make place. Default 200. */
  maxKept?: number;
  /** How failed uploads are retried. */
  retry?: RetryOptions;
  /**
   * Headers for the log-in, asked for each time. With the sign-in of your own users among them, the server can link the user to the
   * openid, if it is set up to do so.
   */
  loginHeaders?: () => Record<string, string>;
  /** Told of everything that went wrong in the background. Default: a line on the console. */
  onError?: (error: NotificationsError) => void;
}

/** Options with their defaults. */
export interface Settings {
  baseUrl: string;
  appId: string;
  platform: WeChatPlatform;
  storage: PermitStorage;
  clock: Clock;
  random: () => number;
  language: Language;
  timeout: number;
  maxKept: number;
  retry: Required<RetryOptions>;
  loginHeaders: (() => Record<string, string>) | undefined;
  onError: (error: NotificationsError) => void;
}

/** @throws TypeError naming the option that cannot be used. */
export function readOptions(options: WeChatNotificationsOptions): Settings {
  const platform = options.wx ?? (typeof wx === 'undefined' ? undefined : wx);
  check(platform, 'wx is missing: outside of a mini program, give the option wx.');
  check(/^https?:\/\/[^/]/.test(options.baseUrl ?? ''), 'baseUrl must be a full address such as https://shop.example.com/api/wechat-notifications.');
  check(options.appId, 'appId is missing.');
  return {
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    appId: options.appId,
    platform,
    storage: options.storage ?? weChatStorage(platform),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    language: options.language ?? languageOf(platform),
    timeout: inRange('timeout', options.timeout ?? 15_000, 1, 600_000),
    maxKept: inRange('maxKept', options.maxKept ?? 200, 1, 1_000),
    retry: {
      firstDelay: inRange('retry.firstDelay', options.retry?.firstDelay ?? 2_000, 100, 3600_000),
      longestDelay: inRange('retry.longestDelay', options.retry?.longestDelay ?? 300_000, 100, 24 * 3600_000),
      maxAttempts: inRange('retry.maxAttempts', options.retry?.maxAttempts ?? 8, 1, 100),
    },
    loginHeaders: options.loginHeaders,
    onError: guarded(options.onError ?? (error => console.warn(`[wechat-notifications] ${error.message}`))),
  };
}

function check(condition: unknown, message: string): asserts condition {
  if (!condition) {
    throw new TypeError(`createWeChatNotifications: ${message}`);
  }
}

function inRange(name: string, value: number, least: number, most: number): number {
  check(value >= least && value <= most, `${name} must be ${least} to ${most}.`);
  return value;
}

function languageOf(platform: WeChatPlatform): Language {
  try {
    const language = platform.getAppBaseInfo?.().language ?? 'zh';
    return language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  } catch {
    return 'zh';
  }
}

/** A handler that throws must not stop an upload. */
function guarded(onError: (error: NotificationsError) => void): (error: NotificationsError) => void {
  return error => {
    try {
      onError(error);
    } catch (thrown) {
      console.error(thrown);
    }
  };
}
