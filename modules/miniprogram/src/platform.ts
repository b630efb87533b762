/**
 * What is used of the global `wx`, and no more. The `wx` of `miniprogram-api-typings` fits (a type check sees to it), and so does
 * anything else that behaves alike: Taro's or uni-app's, or a fake in a test.
 */
export interface WeChatPlatform {
  login(options: LoginOptions): unknown;
  request(options: any): any;
  /** Absent before base library 2.4.4. */
  requestSubscribeMessage?(options: SubscribeDialogOptions): unknown;
  getStorageSync(key: string): any;
  setStorageSync(key: string, value: any): void;
  removeStorageSync(key: string): void;
  onAppShow?(listener: () => void): void;
  offAppShow?(listener: () => void): void;
  onAppHide?(listener: () => void): void;
  offAppHide?(listener: () => void): void;
  onNetworkStatusChange?(listener: (status: { isConnected: boolean }) => void): void;
  offNetworkStatusChange?(listener: (status: any) => void): void;
  /** Absent before base library 2.20.1. */
  getAppBaseInfo?(): { language?: string };
}

export interface LoginOptions {
  timeout?: number;
  success?: (result: { code: string }) => void;
  fail?: (error: any) => void;
}

export interface SubscribeDialogOptions {
  tmplIds: string[];
  success?: (result: any) => void;
  fail?: (error: any) => void;
}

/** What `wx.request` takes; its other options pass through as they are. */
export interface RequestOptions {
  url: string;
  method?: 'OPTIONS' | 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'TRACE' | 'CONNECT';
  data?: string | ArrayBuffer | Record<string, any>;
  header?: Record<string, any>;
  /** Milliseconds. */
  timeout?: number;
  success?: (answer: any) => void;
  fail?: (error: any) => void;
  complete?: (result: any) => void;
  [option: string]: any;
}

/** What `wx.request` hands to `success`. */
export interface RequestAnswer<T = any> {
  data: T;
  statusCode: number;
  header: Record<string, any>;
  [property: string]: any;
}

/** The running call, as `wx.request` returns it. */
export interface RequestTask {
  abort(): void;
  [member: string]: any;
}

/** Where sessions and permits survive the end of the app. Any method may throw: a full storage loses durability, never a permit. */
export interface PermitStorage {
  /** The value last set under the key, or anything that is not a string when there is none. */
  get(key: string): unknown;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** Time and timers, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): any;
  clearTimeout(timer: any): void;
}

/** The phone's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: timer => clearTimeout(timer),
};

/** The storage of the mini program. WeChat keeps it apart by user and by mini program, so no openid is part of the keys. */
export function weChatStorage(platform: WeChatPlatform): PermitStorage {
  return {
    get: key => platform.getStorageSync(key),
    set: (key, value) => platform.setStorageSync(key, value),
    remove: key => platform.removeStorageSync(key),
  };
}
