import { withDeadline } from './deadline';
import { failure, NotificationsError, reasonOf } from './errors';
import { isHolding, type Hold } from './hold';
import type { Http } from './http';
import { isObject, isTime } from './json';
import type { Settings } from './options';
import type { Clock } from './platform';
import { instantOf, type ServerTime } from './serverTime';
import type { Store } from './store';

const key = 'session';
const day = 24 * 3600_000;
const minute = 60_000;

/** A log-in at the notification server. */
export interface Session {
  /** The token, for the header `Authorization: WeChatSession <token>`. Treat it as a password. */
  session: string;
  /** When it ends, by the server's clock, in milliseconds since 1970. NaN when the server did not say. */
  expiresAt: number;
  /** Whether the server saw this user for the first time. */
  isNew: boolean;
}

/** Both by the phone's clock. */
interface KeptSession extends Session {
  renewAt: number;
  validUntil: number;
}

/** Logs in by `wx.login`, and keeps the session for as long as it lasts. */
export class SessionKeeper {
  private current: KeptSession | undefined;
  private running: Promise<KeptSession> | undefined;
  private closed: (Hold & { error: NotificationsError }) | undefined;
  private readonly clock: Clock;

  constructor(
    private readonly settings: Settings,
    private readonly http: Http,
    private readonly store: Store,
    private readonly serverTime: ServerTime,
  ) {
    this.clock = settings.clock;
    this.current = readSession(store.read(key));
  }

  /**
   * The session, after a log-in if there is none or it is about to end. While the old one still holds, a renewal that fails does not
   * hurt.
   * @throws NotificationsError with `duringLogin`.
   */
  async get(): Promise<Session> {
    const kept = this.current;
    if (kept && this.clock.now() < kept.renewAt) {
      return kept;
    }

    try {
      return await this.logIn();
    } catch (error) {
      const now = this.clock.now();
      if (kept && this.current === kept && now < kept.validUntil) {
        kept.renewAt = Math.min(kept.validUntil, now + minute);
        return kept;
      }

      throw error;
    }
  }

  /** Forgets a session that the server refuses, unless another has taken its place meanwhile. */
  forget(session: string): void {
    if (this.current?.session === session) {
      this.current = undefined;
      this.store.remove(key);
    }
  }

  /** Logs in again in any case. Whoever asks while that goes on gets the same one. */
  logIn(): Promise<Session> {
    if (!this.running) {
      this.running = this.exchange().then(
        session => {
          this.running = undefined;
          return session;
        },
        (error: NotificationsError) => {
          this.running = undefined;
          error.duringLogin = true;
          throw error;
        },
      );
    }

    return this.running;
  }

  private async exchange(): Promise<KeptSession> {
    const { closed } = this;
    if (isHolding(closed, this.clock.now())) {
      throw closed.error;
    }

    const path = `/mini-program/${encodeURIComponent(this.settings.appId)}/login`;
    const headers = this.headers();
    // A code is good for one try, even one whose answer was lost: WeChat answers a second use with an error.
    const code = await this.newCode();
    try {
      const answer = await this.http.send('POST', path, headers, { code });
      const body = this.http.read(answer, b => typeof b['session'] === 'string' && b['session'] !== '');
      return this.keep(body['session'] as string, instantOf(body['expiresAt']), body['isNew'] === true);
    } catch (error) {
      if (error instanceof NotificationsError && error.retryAfter) {
        const from = this.clock.now();
        this.closed = { from, until: from + error.retryAfter, error };
      }

      throw error;
    }
  }

  private headers(): Record<string, string> {
    try {
      return this.settings.loginHeaders?.() ?? {};
    } catch (error) {
      throw failure(this.settings.language, 'loginHeaders', [reasonOf(error)]);
    }
  }

  private async newCode(): Promise<string> {
    const { platform, clock, timeout, language } = this.settings;
    try {
      return await withDeadline<string>(clock, timeout, (resolve, reject) =>
        platform.login({
          timeout,
          success: result => (result.code ? resolve(result.code) : reject(result)),
          fail: reject,
        }),
      );
    } catch (error) {
      throw failure(language, 'wxLogin', [reasonOf(error)]);
    }
  }

  private keep(session: string, expiresAt: number, isNew: boolean): KeptSession {
    const now = this.clock.now();
    const lifetime = expiresAt - this.serverTime.of(now);
    // One that ends before it began shows that the clocks do not fit. It is used until the server refuses it; otherwise every call
    // would log in anew.
    const validUntil = lifetime > 0 ? now + lifetime : Number.MAX_SAFE_INTEGER;
    const renewAt = lifetime > 0 ? validUntil - Math.min(lifetime / 10, day) : validUntil;
    this.current = { session, expiresAt, isNew, renewAt, validUntil };
    this.closed = undefined;
    this.store.write(key, this.current);
    return this.current;
  }
}

function readSession(stored: unknown): KeptSession | undefined {
  if (!isObject(stored)) {
    return undefined;
  }

  const { session, expiresAt, renewAt, validUntil } = stored;
  return typeof session === 'string' && session !== '' && isTime(renewAt) && isTime(validUntil)
    ? { session, expiresAt: isTime(expiresAt) ? expiresAt : NaN, isNew: false, renewAt, validUntil }
    : undefined;
}
