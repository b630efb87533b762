import { errorText, type ErrorCode, type Language } from './texts';

/** One reported item that the server did not take. */
export interface RefusedItem {
  /** `formIds`, `prepayIds` or `subscriptions`. */
  list: string;
  /** Its place in the reported list. */
  index: number;
  /** The broken rule's stable name. */
  rule: string;
  /** Says why, in the language of the request. */
  message: string;
}

interface ErrorDetails {
  status?: number;
  serverCode?: string;
  retryAfter?: number;
  refused?: RefusedItem[];
}

/**
 * Whatever goes wrong on the way to the server. It never holds a session, a code or a form id, so it may be logged.
 * `code` says what happened; compare it rather than the class, which a transpiler to ES5 does not keep.
 */
export class NotificationsError extends Error {
  override readonly name: string = 'NotificationsError';
  readonly code: ErrorCode;
  /** HTTP status, for `status`. */
  readonly status: number | undefined;
  /** The server's stable error code or broken rule, for `status`. */
  readonly serverCode: string | undefined;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter: number | undefined;
  /** The refused items, for `refused`. */
  readonly refused: readonly RefusedItem[];
  /** Whether it happened while logging in, so that the call itself was never made. */
  duringLogin = false;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.code = code;
    this.status = details.status;
    this.serverCode = details.serverCode;
    this.retryAfter = details.retryAfter;
    this.refused = details.refused ?? [];
  }
}

/** Makes an error with its text. */
export function failure(language: Language, code: ErrorCode, values: unknown[], details?: ErrorDetails): NotificationsError {
  return new NotificationsError(code, errorText(code, language, ...values), details);
}

/** The text of anything that was thrown or handed to a `fail` callback. */
export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    const { errMsg, message } = error as { errMsg?: unknown; message?: unknown };
    return String(errMsg ?? message ?? 'unknown');
  }

  return String(error ?? 'unknown');
}
