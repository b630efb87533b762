import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './harness';

const repository = join(__dirname, '..', '..', '..');
const folder = join(repository, 'host', 'WeChatNotifications.Host');

/** What the sample host's demonstration is made of; the other half stands in its Demo/DemoData.cs. */
export const demo = {
  userName: 'admin',
  password: 'admin-demo-1',
  apiKey: 'demo-key-for-local-use-only',
  appId: 'wxdemo0000000001',
  templateId: 'demo-template-order-paid-0000000000000000001',
  otherTemplateId: 'demo-template-order-shipped-0000000000000001',
};

/** The sample host with its database and its simulated WeChat, all of its own, in a throw-away folder. */
export class HostProcess {
  private output = '';

  private constructor(
    private readonly process: ChildProcess,
    private readonly data: string,
    private readonly url: string,
    private readonly weChatUrl: string,
  ) {
    // A test run that is ended from outside does not come to its last hook.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      globalThis.process.once(signal, () => void this.stop().then(() => globalThis.process.exit(1)));
    }

    const keep = (chunk: Buffer) => (this.output += chunk.toString());
    process.stdout?.on('data', keep);
    process.stderr?.on('data', keep);
  }

  static async start(): Promise<HostProcess> {
    const program = built();
    const data = mkdtempSync(join(tmpdir(), 'wechat-miniprogram-'));
    const url = `http://127.0.0.1:${await freePort()}`;
    const weChatUrl = `http://127.0.0.1:${await freePort()}`;
    const child = spawn(program, ['--urls', url, '--DataFolder', data, '--Simulator:Url', weChatUrl], {
      cwd: folder,
      env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const host = new HostProcess(child, data, url, weChatUrl);
    try {
      await eventually(() => host.isReady(), 'the host is ready', 120_000);
      return host;
    } catch (error) {
      await host.stop();
      throw new Error(`${(error as Error).message}\n${host.output}`);
    }
  }

  /** The option `baseUrl` of the client. */
  get baseUrl(): string {
    return `${this.url}/api/wechat-notifications`;
  }

  /** Calls the administrator's API. */
  admin<T = any>(method: string, path: string, body?: object): Promise<T> {
    return call(method, this.baseUrl + path, { 'x-api-key': demo.apiKey }, body);
  }

  /** @returns the cookie of the demonstration's user. */
  async signIn(): Promise<string> {
    const answer = await fetch(`${this.url}/account/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'test' },
      body: JSON.stringify({ userName: demo.userName, password: demo.password }),
    });
    const [cookie] = answer.headers.getSetCookie();
    if (!answer.ok || !cookie) {
      throw new Error(`The demonstration's user cannot sign in: ${answer.status}`);
    }

    return cookie.split(';')[0] ?? '';
  }

  /** Steers the simulated WeChat. */
  sim<T = any>(method: string, path: string, body?: object): Promise<T> {
    return call(method, `${this.weChatUrl}/_sim${path}`, {}, body);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise(resolve => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await ended;
    }

    rmSync(this.data, { recursive: true, force: true });
  }

  private async isReady(): Promise<boolean> {
    if (this.process.exitCode !== null) {
      throw new Error(`The host ended with exit code ${this.process.exitCode}.`);
    }

    return fetch(`${this.url}/health/ready`).then(answer => answer.ok, () => false);
  }
}

/** The host's program. CONFIGURATION says that it is built already, as test.sh does. */
function built(): string {
  const configuration = process.env['CONFIGURATION'] ?? 'Debug';
  if (!process.env['CONFIGURATION']) {
    const { status, stdout, stderr, error } = spawnSync('dotnet', ['build', folder, '-c', configuration, '--nologo', '-v', 'quiet', '-clp:NoSummary'], { encoding: 'utf8' });
    if (error || status !== 0) {
      throw new Error(`The sample host does not build (is the .NET 10 SDK there?): ${error?.message ?? ''}\n${stdout}\n${stderr}`);
    }
  }

  const program = join(folder, 'bin', configuration, 'net10.0', `WeChatNotifications.Host${process.platform === 'win32' ? '.exe' : ''}`);
  if (!existsSync(program)) {
    throw new Error(`There is no ${program}. Build the solution, or leave CONFIGURATION unset.`);
  }

  return program;
}

async function call<T>(method: string, url: string, headers: Record<string, string>, body?: object): Promise<T> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: body ? JSON.stringify(body) : null,
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`${method} ${new URL(url).pathname}: ${answer.status} ${text}`);
  }

  return (text ? JSON.parse(text) : undefined) as T;
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
