import { findFormId, prepayIdOf } from './formIds';
import type { PermitQueue } from './queue';

/** What was offered and left out since the app started. */
export interface CollectorCounts {
  /** Mock form ids of the developer tools. */
  mock: number;
  /** Events and values without an id. */
  invalid: number;
}

/** Takes ids out of events, and puts them into the queue. */
export class Collector {
  readonly counts: CollectorCounts = { mock: 0, invalid: 0 };

  constructor(
    private readonly queue: PermitQueue,
    private readonly upload: () => void,
  ) {}

  /** @returns whether it was a new one. */
  formId(event: unknown): boolean {
    const found = findFormId(event);
    if (found.formId === undefined) {
      this.counts[found.why]++;
      return false;
    }

    const isNew = this.queue.addPermit('formIds', found.formId);
    if (this.queue.isFull) {
      this.upload();
    }

    return isNew;
  }

  /** @returns whether it was a new one. */
  prepayId(value: unknown): boolean {
    const id = prepayIdOf(value);
    if (id === undefined) {
      this.counts.invalid++;
      return false;
    }

    const isNew = this.queue.addPermit('prepayIds', id);
    // The message about the payment is likely to be sent within seconds.
    this.upload();
    return isNew;
  }
}
