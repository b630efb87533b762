import { isObject, isTime } from './json';

/** A time in which the server is left alone, by the phone's clock. `from` shows a clock that was set back meanwhile, which would make it endless. */
export interface Hold {
  from: number;
  until: number;
}

export function isHolding(hold: Hold | undefined, now: number): hold is Hold {
  return hold !== undefined && hold.from <= now && now < hold.until;
}

export function readHold(stored: unknown): Hold | undefined {
  return isObject(stored) && isTime(stored['from']) && isTime(stored['until']) ? { from: stored['from'], until: stored['until'] } : undefined;
}
