import { retryAfterOf } from './backoff';
import { withDeadline } from './deadline';
import { failure, reasonOf } from './errors';
import { isObject, type Json } from './json';
import type { Settings } from './options';
import type { ServerTime } from './serverTime';

/** What wx.request is given beyond its own time limit before it counts as lost. */
const grace = 5_000;

/** An answer of whatever status. The names of its headers are in lower case. */
export interface HttpAnswer {
  status: number;
  data: unknown;
  headers: Record<string, string>;
}

/** JSON calls to the notification server by `wx.request`. */
export class Http {
  constructor(
    private readonly settings: Settings,
    private readonly serverTime: ServerTime,
  ) {}

  /** @throws NotificationsError `network` when there is no answer. */
  async send(method: 'GET' | 'POST', path: string, header: Record<string, string>, body?: Json): Promise<HttpAnswer> {
    const { platform, clock, baseUrl, timeout, language } = this.settings;
    try {
      return await withDeadline<HttpAnswer>(clock, timeout + grace, (resolve, reject) =>
        platform.request({
          url: baseUrl + path,
          method,
          data: body,
          dataType: 'json',
          timeout,
          header: { 'content-type': 'application/json', 'accept-language': language === 'zh' ? 'zh-CN' : 'en', ...header },
          success: (result: { statusCode: unknown; data: unknown; header?: unknown }) =>
            resolve({ status: Number(result.statusCode), data: result.data, headers: lowerCase(result.header) }),
          fail: reject,
        }),
      );
    } catch (error) {
      throw failure(language, 'network', [reasonOf(error)]);
    }
  }

  /**
   * The body of a good answer.
   * @throws NotificationsError `status` for a refusal, `answer` for what no notification server says, such as the page of a hotel's
   * Wi-Fi that answers 200 to everything.
   */
  read(answer: HttpAnswer, isExpected: (body: Json) => boolean): Json {
    const { status, data, headers } = answer;
    if (status >= 200 && status < 300) {
      if (isObject(data) && isExpected(data)) {
        this.serverTime.learn(headers['date']);
        return data;
      }

      throw failure(this.settings.language, 'answer', [typeof data === 'string' ? data.slice(0, 80) : typeof data]);
    }

    const problem = isObject(data) ? data : {};
    const first = Array.isArray(problem['errors']) ? problem['errors'][0] : undefined;
    const serverCode = (isObject(first) && first['rule']) || problem['code'];
    throw failure(this.settings.language, 'status', [status, problem['detail'] ?? problem['title'] ?? ''], {
      status,
      serverCode: typeof serverCode === 'string' ? serverCode : undefined,
      retryAfter: retryAfterOf(headers, this.settings.clock.now()),
    });
  }
}

function lowerCase(header: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(isObject(header) ? header : {})) {
    headers[name.toLowerCase()] = String(value);
  }

  return headers;
}
