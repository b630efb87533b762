import { newReportId } from './ids';
import type { Settings } from './options';
import type { Clock } from './platform';
import { countOf, readQueue, type DialogResult, type Permit, type QueueState, type Report } from './queueState';
import type { Store } from './store';

const key = 'queue';

/** WeChat takes a form id or prepay id for seven days. */
const lifetime = 7 * 24 * 3600_000;

/** The most that the server takes in one report. */
const reportLimits = { formIds: 100, prepayIds: 100, subscriptions: 20 };

/** Ids remembered after their upload, so that a handler that is bound twice does not report them again. */
const remembered = 500;

/** What was added since the app started. */
export interface QueueCounts {
  /** Taken into the queue. */
  collected: number;
  /** Known already, and left out. */
  duplicates: number;
  /** Dropped because nothing could be uploaded for seven days. */
  expired: number;
  /** Dropped because newer ones needed the place. */
  overflowed: number;
}

/** What waits for its upload. Every change is in the storage before the call returns. */
export class PermitQueue {
  readonly counts: QueueCounts = { collected: 0, duplicates: 0, expired: 0, overflowed: 0 };

  private readonly state: QueueState;
  private readonly uploaded = new Set<string>();
  private readonly clock: Clock;

  constructor(
    private readonly settings: Settings,
    private readonly store: Store,
  ) {
    this.clock = settings.clock;
    this.state = readQueue(store.read(key));
  }

  /** How many wait, those being uploaded included. */
  get waiting(): { formIds: number; prepayIds: number; subscriptions: number } {
    const { report } = this.state;
    return {
      formIds: this.state.formIds.length + (report?.formIds.length ?? 0),
      prepayIds: this.state.prepayIds.length + (report?.prepayIds.length ?? 0),
      subscriptions: this.state.subscriptions.length + (report?.subscriptions.length ?? 0),
    };
  }

  /** Whether a report would be full, so that waiting for a better moment has no sense. */
  get isFull(): boolean {
    return this.state.formIds.length >= reportLimits.formIds;
  }

  /** @returns whether it was new. */
  addPermit(list: 'formIds' | 'prepayIds', id: string): boolean {
    const isSame = (permit: Permit) => permit.id === id;
    if (this.uploaded.has(`${list}:${id}`) || this.state[list].some(isSame) || this.state.report?.[list].some(isSame)) {
      this.counts.duplicates++;
      return false;
    }

    this.add(list, { id, at: this.clock.now() });
    return true;
  }

  addDialogResult(results: Record<string, string>): void {
    this.add('subscriptions', { at: this.clock.now(), results });
  }

  /** Whether there is something to upload. Looks for outdated ones first. */
  hasWork(): boolean {
    this.dropOutdated();
    return countOf(this.state) > 0 || this.state.report !== undefined;
  }

  /** What to upload next: the report that was begun, even before the app was last closed, or a new one, which is stored with its id first. */
  nextReport(): Report | undefined {
    if (!this.hasWork()) {
      return undefined;
    }

    if (!this.state.report) {
      this.state.report = {
        reportId: newReportId(this.clock, this.settings.random),
        formIds: this.state.formIds.splice(0, reportLimits.formIds),
        prepayIds: this.state.prepayIds.splice(0, reportLimits.prepayIds),
        subscriptions: this.state.subscriptions.splice(0, reportLimits.subscriptions),
      };
      this.save();
    }

    return this.state.report;
  }

  /** Forgets a report: the server has it, or will never take it. */
  finish(report: Report): void {
    for (const list of ['formIds', 'prepayIds'] as const) {
      report[list].forEach(permit => this.remember(`${list}:${permit.id}`));
    }

    delete this.state.report;
    this.save();
  }

  private add(list: 'formIds' | 'prepayIds' | 'subscriptions', item: Permit | DialogResult): void {
    const items = this.state[list] as (Permit | DialogResult)[];
    items.push(item);
    this.counts.collected++;
    // What is on its way counts, but cannot be taken back.
    while (items.length > 1 && items.length + (this.state.report?.[list].length ?? 0) > this.settings.maxKept) {
      items.shift();
      this.counts.overflowed++;
    }

    this.save();
  }

  private dropOutdated(): void {
    const oldest = this.clock.now() - lifetime;
    let dropped = 0;
    for (const permits of [this.state, this.state.report]) {
      for (const list of ['formIds', 'prepayIds'] as const) {
        const before = permits?.[list] ?? [];
        const fresh = before.filter(permit => permit.at > oldest);
        if (permits && fresh.length < before.length) {
          dropped += before.length - fresh.length;
          permits[list] = fresh;
        }
      }
    }

    if (this.state.report && countOf(this.state.report) === 0) {
      delete this.state.report;
    }

    if (dropped > 0) {
      this.counts.expired += dropped;
      this.save();
    }
  }

  private remember(id: string): void {
    this.uploaded.add(id);
    if (this.uploaded.size > remembered) {
      // A set keeps the order of insertion.
      this.uploaded.delete(this.uploaded.values().next().value as string);
    }
  }

  private save(): void {
    if (this.hasNothing()) {
      this.store.remove(key);
    } else {
      this.store.write(key, this.state);
    }
  }

  private hasNothing(): boolean {
    return countOf(this.state) === 0 && !this.state.report;
  }
}
