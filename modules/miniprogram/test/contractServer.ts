import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedReport {
  session: string;
  reportId: string;
  formIds: { formId: string; collectedAt: number }[];
  prepayIds: { prepayId: string; paidAt: number }[];
  subscriptions: { at: number; results: Record<string, string> }[];
}

/** What may go wrong with one call. `lost`: it is processed, and the connection breaks before the answer. */
export type Fault =
  | { kind: 'broken' }
  | { kind: 'lost' }
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body?: string };

interface Call {
  request: IncomingMessage;
  body: any;
  session: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * The mini program's part of the notification server, as its contract says and no more lenient: an unknown field, a list that is
 * too long, a code or session that is not its own is a violation, which fails the test.
 */
export class ContractServer {
  readonly appId = 'wxtest0000000001';
  /** Every report that was processed, repetitions included. */
  readonly reports: ReceivedReport[] = [];
  readonly loginHeaders: IncomingMessage['headers'][] = [];
  readonly violations: string[] = [];
  /** Calls that arrived, as "POST /login". */
  readonly calls: string[] = [];
  templates: object[] = [];
  sessionLifetime = 7 * 24 * 3600_000;
  /** The server's clock. */
  now: () => number = Date.now;
  /** Items that are refused, by id. */
  readonly refusedIds = new Set<string>();
  /** Answers wait for this. */
  gate: Promise<void> = Promise.resolve();

  private readonly faults = new Map<string, Fault[]>();
  private readonly codes = new Set<string>();
  private readonly sessions = new Map<string, number>();
  private readonly seen = new Set<string>();
  private readonly formIds = new Set<string>();
  private readonly prepayIds = new Set<string>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ContractServer> {
    const server = createServer();
    const contract = new ContractServer(server);
    server.on('request', (request, response) => void contract.handle(request, response));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return contract;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/wechat-notifications`;
  }

  /** Form ids that were counted, each once. */
  get countedFormIds(): string[] {
    return [...this.formIds];
  }

  get countedPrepayIds(): string[] {
    return [...this.prepayIds];
  }

  /** The next calls of that name ("POST /permits") go wrong, one fault each. */
  fail(call: string, ...faults: Fault[]): void {
    this.faults.set(call, [...(this.faults.get(call) ?? []), ...faults]);
  }

  endSessions(): void {
    this.sessions.clear();
  }

  countCalls(call: string): number {
    return this.calls.filter(c => c === call).length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
    assert.deepEqual(this.violations, []);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) {
      text += chunk;
    }

    await this.gate;
    const path = (request.url ?? '').replace('/api/wechat-notifications', '').replace(`/mini-program/${this.appId}`, '').replace('/mini-program', '');
    const name = `${request.method} ${path.split('?')[0]}`;
    this.calls.push(name);
    const fault = this.faults.get(name)?.shift();
    if (fault?.kind === 'broken') {
      request.socket.destroy();
      return;
    }

    if (fault?.kind === 'answer') {
      this.answer(response, fault.status, fault.body, { date: new Date(this.now()).toUTCString(), ...fault.headers });
      return;
    }

    let result: { status: number; body: unknown };
    try {
      result = this.process(name, request, text);
    } catch (error) {
      this.violations.push(`${name}: ${(error as Error).message}`);
      result = { status: 500, body: {} };
    }

    if (fault?.kind === 'lost') {
      request.socket.destroy();
    } else {
      this.answer(response, result.status, JSON.stringify(result.body));
    }
  }

  private answer(response: ServerResponse, status: number, body = '{}', headers: Record<string, string> = {}): void {
    response.writeHead(status, { 'content-type': 'application/json', date: new Date(this.now()).toUTCString(), ...headers }).end(body);
  }

  private process(name: string, request: IncomingMessage, text: string): { status: number; body: unknown } {
    assert.ok(Buffer.byteLength(text) <= 64 * 1024, 'the body is larger than 64 KiB');
    assert.match(request.headers['accept-language'] ?? '', /^(en|zh-CN)$/);
    if (text) {
      assert.match(request.headers['content-type'] ?? '', /^application\/json/);
    }

    const body = text ? JSON.parse(text) : undefined;
    if (name === 'POST /login') {
      return this.login(request, body);
    }

    const session = /^WeChatSession (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    assert.ok(session, 'the session is missing');
    if (!((this.sessions.get(session) ?? 0) > this.now())) {
      return { status: 401, body: { code: 'WeChatNotifications:Session', detail: 'The session has ended.' } };
    }

    const call = { request, body, session };
    switch (name) {
      case 'POST /permits':
        return { status: 200, body: this.report(call) };
      case 'GET /permits':
        return { status: 200, body: { formIds: this.formIds.size, subscriptions: [{ templateId: 'tmpl-a', balance: 2, isLongTerm: false, allowsSending: true }] } };
      case 'GET /templates': {
        const max = Number(new URL(request.url ?? '', 'http://x').searchParams.get('max'));
        assert.ok(max >= 1 && max <= 5, 'max is not 1 to 5');
        return { status: 200, body: { templates: this.templates.slice(0, max) } };
      }
      default:
        throw new Error('there is no such call');
    }
  }

  private login(request: IncomingMessage, body: any): { status: number; body: unknown } {
    assert.deepEqual(Object.keys(body), ['code']);
    assert.ok(!this.codes.has(body.code), `the code ${body.code} came twice`);
    this.codes.add(body.code);
    this.loginHeaders.push(request.headers);
    const session = `session-${this.codes.size}`;
    const expiresAt = this.now() + this.sessionLifetime;
    this.sessions.set(session, expiresAt);
    // Seven digits, as .NET writes them.
    return { status: 200, body: { session, expiresAt: new Date(expiresAt).toISOString().replace('Z', '1234+00:00'), isNew: this.codes.size === 1 } };
  }

  private report({ body, session }: Call): object {
    assert.deepEqual(Object.keys(body).sort(), ['formIds', 'prepayIds', 'reportId', 'subscriptions']);
    assert.match(body.reportId, uuid);
    assert.ok(body.formIds.length <= 100 && body.prepayIds.length <= 100 && body.subscriptions.length <= 20, 'a list is too long');
    for (const item of body.formIds) {
      assert.deepEqual(Object.keys(item).sort(), ['collectedAt', 'formId']);
      assert.ok(Number.isInteger(item.collectedAt), 'collectedAt is no whole number');
    }
    for (const item of body.prepayIds) {
      assert.deepEqual(Object.keys(item).sort(), ['paidAt', 'prepayId']);
      assert.ok(Number.isInteger(item.paidAt), 'paidAt is no whole number');
    }
    for (const item of body.subscriptions) {
      assert.deepEqual(Object.keys(item).sort(), ['at', 'results']);
      Object.values(item.results).forEach(word => assert.match(word as string, /^(accept\w*|reject|ban|filter)$/));
    }

    this.reports.push({ session, ...body });
    if (this.seen.has(body.reportId)) {
      return { accepted: 0, duplicates: 0, mock: 0, refused: [], repeated: true };
    }

    this.seen.add(body.reportId);
    return this.count(body);
  }

  private count(body: any): object {
    let accepted = body.subscriptions.length, duplicates = 0;
    const refused: object[] = [];
    for (const [list, property, known] of [['formIds', 'formId', this.formIds], ['prepayIds', 'prepayId', this.prepayIds]] as const) {
      body[list].forEach((item: any, index: number) => {
        const id = item[property];
        if (this.refusedIds.has(id)) {
          refused.push({ list, index, rule: 'WeChatNotifications:Rule.FormId', message: 'It has expired.' });
        } else if (known.has(id)) {
          duplicates++;
        } else {
          known.add(id);
          accepted++;
        }
      });
    }

    return { accepted, duplicates, mock: 0, refused, repeated: false };
  }
}
