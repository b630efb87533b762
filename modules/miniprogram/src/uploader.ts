import type { Api } from './api';
import { delayAfter } from './backoff';
import { failure, type NotificationsError, type RefusedItem } from './errors';
import { isHolding, readHold, type Hold } from './hold';
import { isObject, isTime, readList, type Json } from './json';
import type { Settings } from './options';
import type { Clock } from './platform';
import type { PermitQueue } from './queue';
import { countOf, type Report } from './queueState';
import type { ServerTime } from './serverTime';
import type { Store } from './store';

const path = '/mini-program/permits';
const holdKey = 'hold';

/** What became of a flush. */
export interface FlushResult {
  /** `done`: nothing waits any more. `waiting`: the last failure asks to wait first. `failed`: it was tried, and failed. */
  state: 'done' | 'waiting' | 'failed';
  /** Permits that the server took in this flush as new. */
  accepted: number;
  /** For `waiting` and `failed`: when the next try may be, in milliseconds since 1970. */
  retryAt?: number;
  /** For `waiting` and `failed`: the last failure, if it was since the app started. */
  error?: NotificationsError;
}

/** What the server said since the app started. */
export interface UploadCounts {
  /** Taken as new. */
  accepted: number;
  /** Not taken one by one, with a reason each. */
  refused: number;
  /** Dropped with a whole report that the server did not take. */
  rejected: number;
}

/** Brings the queue to the server, one report at a time, and never two at once. */
export class Uploader {
  readonly counts: UploadCounts = { accepted: 0, refused: 0, rejected: 0 };

  private running: Promise<FlushResult> | undefined;
  private failures = 0;
  private lastError: NotificationsError | undefined;
  private hold: Hold | undefined;
  private timer: unknown;
  private disposed = false;
  private readonly clock: Clock;

  constructor(
    private readonly settings: Settings,
    private readonly api: Api,
    private readonly queue: PermitQueue,
    private readonly store: Store,
    private readonly serverTime: ServerTime,
  ) {
    this.clock = settings.clock;
    this.hold = readHold(store.read(holdKey));
  }

  /** When the next try may be, while there is something to wait for. */
  get retryAt(): number | undefined {
    return isHolding(this.hold, this.clock.now()) ? this.hold.until : undefined;
  }

  /** Uploads what waits, unless a failure asks to wait. Never rejects. Who asks while it runs gets the same one. */
  flush(): Promise<FlushResult> {
    if (this.running) {
      return this.running;
    }

    if (!this.queue.hasWork()) {
      return Promise.resolve<FlushResult>({ state: 'done', accepted: 0 });
    }

    const { retryAt } = this;
    if (retryAt !== undefined) {
      return Promise.resolve<FlushResult>({ state: 'waiting', accepted: 0, retryAt, error: this.lastError });
    }

    // There is work, so drain() waits for an answer before it ends and sets this back.
    this.running = this.drain();
    return this.running;
  }

  /** The network is back: what failed for want of it need not wait any longer. */
  networkIsBack(): void {
    const code = this.lastError?.code;
    if (code === 'network' || code === 'wxLogin') {
      this.hold = undefined;
      this.failures = 0;
      void this.flush();
    }
  }

  /** No timer tries any more, not even after what is on its way. */
  dispose(): void {
    this.disposed = true;
    this.clock.clearTimeout(this.timer);
  }

  private async drain(): Promise<FlushResult> {
    this.clock.clearTimeout(this.timer);
    let accepted = 0;
    for (let report = this.queue.nextReport(); report; report = this.queue.nextReport()) {
      try {
        accepted += await this.send(report);
      } catch (error) {
        const cause = error as NotificationsError;
        if (!isFinal(cause)) {
          this.running = undefined;
          return { ...this.failed(cause), accepted };
        }

        this.counts.rejected += countOf(report);
        this.settings.onError(cause);
      }

      this.succeeded();
      this.queue.finish(report);
    }

    this.running = undefined;
    return { state: 'done', accepted };
  }

  /** @returns how many were new. */
  private async send(report: Report): Promise<number> {
    const at = (instant: number) => this.serverTime.of(instant);
    const answer = await this.api.call('POST', path, body => isTime(body['accepted']), {
      reportId: report.reportId,
      formIds: report.formIds.map(permit => ({ formId: permit.id, collectedAt: at(permit.at) })),
      prepayIds: report.prepayIds.map(permit => ({ prepayId: permit.id, paidAt: at(permit.at) })),
      subscriptions: report.subscriptions.map(result => ({ at: at(result.at), results: result.results })),
    });
    const accepted = answer['repeated'] === true ? 0 : (answer['accepted'] as number);
    this.counts.accepted += accepted;
    this.tellRefused(answer);
    return accepted;
  }

  private tellRefused(answer: Json): void {
    const refused = readList<RefusedItem>(answer['refused'], item =>
      isObject(item)
        ? { list: String(item['list']), index: Number(item['index']), rule: String(item['rule']), message: String(item['message']) }
        : undefined,
    );
    if (refused.length > 0) {
      this.counts.refused += refused.length;
      this.settings.onError(failure(this.settings.language, 'refused', [refused.length, refused[0]?.message], { refused }));
    }
  }

  private succeeded(): void {
    this.failures = 0;
    this.lastError = undefined;
    if (this.hold) {
      this.hold = undefined;
      this.store.remove(holdKey);
    }
  }

  private failed(error: NotificationsError): FlushResult {
    this.failures++;
    this.lastError = error;
    const { retry, random } = this.settings;
    const now = this.clock.now();
    const delay = Math.max(delayAfter(this.failures, retry, random), error.retryAfter ?? 0);
    this.hold = { from: now, until: now + delay };
    if (error.retryAfter) {
      // A restart of the app is no reason to ask a busy server again.
      this.store.write(holdKey, this.hold);
    }

    this.settings.onError(error);
    if (this.failures < retry.maxAttempts && !this.disposed) {
      this.timer = this.clock.setTimeout(() => void this.flush(), delay);
    } else if (this.failures === retry.maxAttempts) {
      this.settings.onError(failure(this.settings.language, 'gaveUp', [this.failures]));
    }

    return { state: 'failed', accepted: 0, retryAt: this.hold.until, error };
  }
}

/**
 * Whether the server has said that the report itself is at fault, so that it will never take it. A refused log-in says nothing of
 * the report, and neither do the codes for "who are you?" (401), "took too long" (408) and "too many" (429), nor a refusal without
 * the server's code: that is the word of a firewall, or of a server where the API is missing today.
 */
function isFinal({ status = 0, serverCode, duringLogin }: NotificationsError): boolean {
  return !duringLogin && serverCode !== undefined && status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;
}
