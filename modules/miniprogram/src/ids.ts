import type { Clock } from './platform';

/**
 * A new id in the form of a random UUID. Mini programs have no synchronous source of strong randomness; this one need only be
 * different, not secret, so `Math.random` mixed with the time will do.
 */
export function newReportId(clock: Clock, random: () => number): string {
  let seed = clock.now();
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, place => {
    const digit = (Math.floor(random() * 16) + seed) % 16;
    seed = Math.floor(seed / 16);
    return (place === 'x' ? digit : (digit % 4) + 8).toString(16);
  });
}
