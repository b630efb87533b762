import type { Clock, LoginOptions, RequestOptions, SubscribeDialogOptions, WeChatPlatform } from '../dist';

const realClock: Clock = {
  now: Date.now,
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds).unref(),
  clearTimeout,
};

type Listener = (value?: any) => void;

/** A phone: what outlives the mini program on it. */
export class Phone {
  readonly storage = new Map<string, string>();
  /** Where codes for wx.login come from. */
  newCode: () => string | Promise<string>;
  private codes = 0;

  constructor() {
    this.newCode = () => `code-${++this.codes}`;
  }

  /** Opens the mini program: a new `wx` over what is stored. */
  open(): FakeWeChat {
    return new FakeWeChat(this);
  }
}

/** The `wx` of one run of a mini program. Requests go over real sockets, storage through JSON as in WeChat. */
export class FakeWeChat implements WeChatPlatform {
  /** Every call that was made, as "POST /path". */
  readonly calls: string[] = [];
  logins = 0;
  /** Makes writing throw, as a full storage does. */
  storageIsFull = false;
  /** Makes requests fail before they leave the phone. */
  isOffline = false;
  /** Makes wx.login fail. */
  loginFails = false;
  /** Makes wx.login never call back. */
  loginHangs = false;
  /** What the user does in the dialog; undefined for a WeChat that has none. */
  requestSubscribeMessage: ((options: SubscribeDialogOptions) => void) | undefined;

  private killed = false;
  private readonly listeners = new Map<string, Set<Listener>>();

  constructor(private readonly phone: Phone) {}

  /** The system ends the app: nothing is called back any more, nothing is written any more. */
  kill(): void {
    this.killed = true;
    this.listeners.clear();
  }

  show(): void {
    this.emit('show');
  }

  hide(): void {
    this.emit('hide');
  }

  network(isConnected: boolean): void {
    this.isOffline = !isConnected;
    this.emit('network', { isConnected });
  }

  get listenerCount(): number {
    return [...this.listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }

  login = ({ success, fail }: LoginOptions): void => {
    this.logins++;
    if (this.loginHangs) {
      return;
    }

    if (this.loginFails || this.isOffline) {
      setImmediate(() => this.alive(() => fail?.({ errMsg: `login:fail ${this.isOffline ? 'no network' : 'the phone is asleep'}` })));
      return;
    }

    void Promise.resolve(this.phone.newCode()).then(code => this.alive(() => success?.({ code })));
  };

  request = (options: RequestOptions): { abort(): void } => {
    const { url, method = 'GET', data, header = {} } = options;
    const abort = new AbortController();
    if (this.killed) {
      return { abort: () => abort.abort() };
    }

    this.calls.push(`${method} ${new URL(url).pathname}`);
    void (async () => {
      try {
        if (this.isOffline) {
          throw new Error('net::ERR_INTERNET_DISCONNECTED');
        }

        const answer = await fetch(url, {
          method,
          headers: header,
          body: data === undefined ? null : typeof data === 'string' ? data : JSON.stringify(data),
          signal: abort.signal,
        });
        const text = await answer.text();
        const result = { statusCode: answer.status, data: jsonOrText(text), header: canonical(answer.headers), cookies: [], errMsg: 'request:ok' };
        this.alive(() => options.success?.(result));
        this.alive(() => options.complete?.(result));
      } catch (error) {
        const result = { errMsg: `request:fail ${(error as Error).message}` };
        this.alive(() => options.fail?.(result));
        this.alive(() => options.complete?.(result));
      }
    })();
    return { abort: () => abort.abort() };
  };

  getStorageSync(key: string): unknown {
    const stored = this.phone.storage.get(key);
    return stored === undefined ? '' : JSON.parse(stored);
  }

  setStorageSync(key: string, value: unknown): void {
    if (this.storageIsFull) {
      throw new Error('setStorageSync:fail the maximum size of the file storage limit is exceeded');
    }

    if (!this.killed) {
      this.phone.storage.set(key, JSON.stringify(value));
    }
  }

  removeStorageSync(key: string): void {
    if (!this.killed) {
      this.phone.storage.delete(key);
    }
  }

  onAppShow = (listener: Listener): void => this.on('show', listener);
  offAppShow = (listener: Listener): void => this.off('show', listener);
  onAppHide = (listener: Listener): void => this.on('hide', listener);
  offAppHide = (listener: Listener): void => this.off('hide', listener);
  onNetworkStatusChange = (listener: Listener): void => this.on('network', listener);
  offNetworkStatusChange = (listener: Listener): void => this.off('network', listener);
  getAppBaseInfo = (): { language: string } => ({ language: 'en' });

  private on(event: string, listener: Listener): void {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
  }

  private off(event: string, listener: Listener): void {
    this.listeners.get(event)?.delete(listener);
  }

  private emit(event: string, value?: unknown): void {
    this.listeners.get(event)?.forEach(listener => listener(value));
  }

  /** This run's view of a clock: it does not keep the tests waiting, and after the end of the app no timer goes off. */
  clock(clock: Clock = realClock): Clock {
    return {
      now: () => clock.now(),
      setTimeout: (callback, milliseconds) => clock.setTimeout(() => this.alive(callback), milliseconds),
      clearTimeout: timer => clock.clearTimeout(timer),
    };
  }

  private alive(callback: () => void): void {
    if (!this.killed) {
      callback();
    }
  }
}

/** As wx.request does for dataType json: text that is none stays text. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** As phones do: "Retry-After", not "retry-after". */
function canonical(headers: Headers): Record<string, string> {
  const result: Record<string, string> = {};
  headers.forEach((value, name) => {
    result[name.replace(/(^|-)[a-z]/g, letter => letter.toUpperCase())] = value;
  });
  return result;
}
