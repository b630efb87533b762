import type { RequestAnswer, RequestOptions, RequestTask, WeChatPlatform } from './platform';

/** A promise of the answer, with the task of `wx.request` for those who want to abort it. */
export interface PendingRequest<T> extends Promise<RequestAnswer<T>> {
  readonly task: RequestTask;
}

/** `wx.request` as a promise. Callbacks in the options are called as ever; a failure rejects with what `fail` gets. */
export function request<T>(platform: WeChatPlatform, options: RequestOptions): PendingRequest<T> {
  let task: RequestTask | undefined;
  const answer = new Promise<RequestAnswer<T>>((resolve, reject) => {
    task = platform.request({
      ...options,
      success: (result: RequestAnswer<T>) => {
        resolve(result);
        options.success?.(result);
      },
      fail: (error: unknown) => {
        reject(error);
        options.fail?.(error);
      },
    }) as RequestTask | undefined;
  });
  if (options.fail || options.complete) {
    // Who handles it in a callback need not do so again.
    answer.catch(() => undefined);
  }

  return Object.assign(answer, { task: task ?? { abort: () => undefined } });
}
