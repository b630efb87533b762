import { isTime } from './json';
import type { Clock } from './platform';
import type { Store } from './store';

const key = 'skew';

/** Below this, the difference is the network's, and the resolution of a second that the header has. */
const tolerance = 60_000;

/**
 * The server's time, learnt from the `Date` header of its answers. Phones may be days off, and form ids and sessions live for days:
 * by the phone's own clock, a fresh one would look outdated.
 */
export class ServerTime {
  private skew: number;

  constructor(
    private readonly clock: Clock,
    private readonly store: Store,
  ) {
    const stored = store.read(key);
    this.skew = isTime(stored) ? stored : 0;
  }

  /** An instant of the phone's clock as the server would name it, in milliseconds since 1970. */
  of(instant: number): number {
    return instant + this.skew;
  }

  /** Takes the time from an answer that has just arrived. */
  learn(dateHeader: string | undefined): void {
    const date = Date.parse(dateHeader ?? '');
    if (Number.isNaN(date)) {
      return;
    }

    const difference = date - this.clock.now();
    const skew = Math.abs(difference) < tolerance ? 0 : difference;
    if (Math.abs(skew - this.skew) >= tolerance || (skew === 0 && this.skew !== 0)) {
      this.skew = skew;
      this.store.write(key, skew);
    }
  }
}

/** Milliseconds since 1970 of an instant in the server's JSON: a number, or ISO 8601. NaN when it is neither. */
export function instantOf(value: unknown): number {
  // .NET writes seven digits of a second; not every JavaScript engine reads more than three.
  return isTime(value) ? value : Date.parse(String(value).replace(/(\.\d{3})\d+/, '$1'));
}
