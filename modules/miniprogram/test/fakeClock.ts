import type { Clock } from '../dist';

interface Timer {
  at: number;
  callback: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  private readonly timers = new Set<Timer>();

  constructor(private time = Date.now()) {}

  now(): number {
    return this.time;
  }

  setTimeout(callback: () => void, milliseconds: number): Timer {
    const timer = { at: this.time + milliseconds, callback };
    this.timers.add(timer);
    return timer;
  }

  clearTimeout(timer: Timer | undefined): void {
    if (timer) {
      this.timers.delete(timer);
    }
  }

  /** Timers that would still go off. */
  get pending(): number {
    return this.timers.size;
  }

  /** Time jumps, and then what is due goes off in its order, as when a phone wakes up. What that sets up counts from then on. */
  advance(milliseconds: number): void {
    this.time += milliseconds;
    const due = [...this.timers].filter(timer => timer.at <= this.time).sort((a, b) => a.at - b.at);
    for (const timer of due) {
      // One may have cleared another.
      if (this.timers.delete(timer)) {
        timer.callback();
      }
    }
  }

  /** The user sets the phone's clock; no timer cares. */
  set(time: number): void {
    const moved = time - this.time;
    this.timers.forEach(timer => (timer.at += moved));
    this.time = time;
  }
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
