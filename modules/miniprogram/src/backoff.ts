/** How failed uploads are retried. */
export interface RetryOptions {
  /** Milliseconds before the first retry; each further one waits twice as long. Default 2,000. */
  firstDelay?: number;
  /** Longest wait in milliseconds, unless the server asks for more. Default 300,000. */
  longestDelay?: number;
  /** Failures in a row after which no timer tries again; the next request, start or return to the app does. Default 8. */
  maxAttempts?: number;
}

/** A server that asks for more than a day made a mistake, and must not silence the client for good. */
const longestHold = 24 * 3600_000;

/** Milliseconds to wait after so many failures in a row (1 and more): half of it fixed, half by chance, so that clients spread. */
export function delayAfter(failures: number, options: Required<RetryOptions>, random: () => number): number {
  const full = Math.min(options.longestDelay, options.firstDelay * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (0.5 + random() / 2));
}

/** What `Retry-After` asks for, in milliseconds: seconds, or a date that is compared with the server's own. */
export function retryAfterOf(headers: Record<string, string>, now: number): number | undefined {
  const value = headers['retry-after']?.trim();
  if (!value) {
    return undefined;
  }

  const date = Date.parse(headers['date'] ?? '');
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - (Number.isNaN(date) ? now : date);
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestHold);
}
