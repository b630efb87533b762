import type { Clock } from './platform';

/**
 * A promise of what a callback of WeChat will say, which ends even when neither callback ever comes, as happens when the system
 * freezes the app in the background. Without it, one lost answer would block all later uploads.
 */
export function withDeadline<T>(
  clock: Clock,
  milliseconds: number,
  start: (resolve: (value: T) => void, reject: (reason: unknown) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => reject({ errMsg: `no answer in ${milliseconds} ms` }), milliseconds);
    const settled = <V>(settle: (value: V) => void) => (value: V) => {
      clock.clearTimeout(timer);
      settle(value);
    };
    try {
      start(settled(resolve), settled(reject));
    } catch (error) {
      settled(reject)(error);
    }
  });
}
