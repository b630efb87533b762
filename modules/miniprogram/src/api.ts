import type { Http, HttpAnswer } from './http';
import type { Json } from './json';
import type { SessionKeeper } from './session';

/** Calls in the name of the user. A session that the server no longer takes is renewed once a call. */
export class Api {
  constructor(
    private readonly http: Http,
    private readonly sessions: SessionKeeper,
  ) {}

  /**
   * The body of the answer.
   * @param isExpected whether a body is what this call answers.
   * @throws NotificationsError for everything else.
   */
  async call(method: 'GET' | 'POST', path: string, isExpected: (body: Json) => boolean, body?: Json): Promise<Json> {
    const { session } = await this.sessions.get();
    let answer = await this.send(session, method, path, body);
    if (answer.status === 401) {
      this.sessions.forget(session);
      answer = await this.send((await this.sessions.get()).session, method, path, body);
    }

    return this.http.read(answer, isExpected);
  }

  private send(session: string, method: 'GET' | 'POST', path: string, body?: Json): Promise<HttpAnswer> {
    return this.http.send(method, path, { authorization: `WeChatSession ${session}` }, body);
  }
}
