/** What a form's submit event holds of interest here. */
export interface SubmitEvent {
  detail?: { formId?: unknown } | null;
}

/** What the developer tools give instead of a form id, and what phones gave when they could not reach WeChat. */
const mock = /^the formid is a mock one$/i;
const failed = /requestFormId:fail/i;

/** Longer than any id that WeChat has given. */
const longest = 128;

/** The form id of a submit event, or why there is none. */
export type FoundFormId = { formId: string } | { formId: undefined; why: 'mock' | 'invalid' };

/** Takes the form id out of an event, and out of anything else nothing. Never throws. */
export function findFormId(event: unknown): FoundFormId {
  const formId = (event as SubmitEvent | null | undefined)?.detail?.formId;
  if (typeof formId === 'string' && mock.test(formId.trim())) {
    return { formId: undefined, why: 'mock' };
  }

  return isId(formId) && !failed.test(formId) ? { formId } : { formId: undefined, why: 'invalid' };
}

/** The form id of a submit event; undefined for the one of the developer tools, and where there is none. */
export function formIdOf(event: unknown): string | undefined {
  return findFormId(event).formId;
}

/** The prepay id in what the server's order call returned: itself, or the `package` of wx.requestPayment (`prepay_id=…`). */
export function prepayIdOf(value: unknown): string | undefined {
  const id = typeof value === 'string' ? value.replace(/^prepay_id=/, '') : undefined;
  return isId(id) ? id : undefined;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longest && !/\s/.test(value);
}
