import { isObject, isTime, readList } from './json';

/** A form id or prepay id, and when it was got, by the phone's clock in milliseconds since 1970. */
export interface Permit {
  id: string;
  at: number;
}

/** What the user chose in one subscription dialog: WeChat's word by template id. */
export interface DialogResult {
  at: number;
  results: Record<string, string>;
}

export interface Permits {
  formIds: Permit[];
  prepayIds: Permit[];
  subscriptions: DialogResult[];
}

/** What one upload carries. It keeps its id until the server has answered it, so that a repetition counts once. */
export interface Report extends Permits {
  reportId: string;
}

export interface QueueState extends Permits {
  report?: Report;
}

/** Whatever of a stored queue can be read. Garbage, and versions of the future, are as if nothing was there. */
export function readQueue(stored: unknown): QueueState {
  const state: QueueState = readPermits(stored);
  const report = isObject(stored) ? stored['report'] : undefined;
  if (isObject(report) && typeof report['reportId'] === 'string') {
    state.report = { reportId: report['reportId'], ...readPermits(report) };
  }

  return state;
}

export function countOf(permits: Permits): number {
  return permits.formIds.length + permits.prepayIds.length + permits.subscriptions.length;
}

function readPermits(value: unknown): Permits {
  const lists = isObject(value) ? value : {};
  return {
    formIds: readList(lists['formIds'], readPermit),
    prepayIds: readList(lists['prepayIds'], readPermit),
    subscriptions: readList(lists['subscriptions'], readDialogResult),
  };
}

function readPermit(item: unknown): Permit | undefined {
  return isObject(item) && typeof item['id'] === 'string' && item['id'] !== '' && isTime(item['at'])
    ? { id: item['id'], at: item['at'] }
    : undefined;
}

function readDialogResult(item: unknown): DialogResult | undefined {
  if (!isObject(item) || !isTime(item['at']) || !isObject(item['results'])) {
    return undefined;
  }

  const results: Record<string, string> = {};
  for (const [template, word] of Object.entries(item['results'])) {
    if (typeof word === 'string') {
      results[template] = word;
    }
  }

  return { at: item['at'], results };
}
