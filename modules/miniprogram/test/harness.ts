import type { TestContext } from 'node:test';
import { createWeChatNotifications, type NotificationsError, type WeChatNotifications, type WeChatNotificationsOptions } from '../dist';
import { ContractServer } from './contractServer';
import { FakeClock } from './fakeClock';
import { Phone, type FakeWeChat } from './fakeWeChat';

/** One run of the mini program. */
export interface Run {
  wx: FakeWeChat;
  app: WeChatNotifications;
  errors: NotificationsError[];
}

/** A phone, a server, and time that stands still. */
export class Harness {
  readonly phone = new Phone();
  readonly clock = new FakeClock();

  constructor(readonly server: ContractServer) {
    server.now = () => this.clock.now();
  }

  /** Opens the mini program. What an earlier run stored is there. */
  open(options: Partial<WeChatNotificationsOptions> = {}, prepare?: (wx: FakeWeChat) => void): Run {
    const wx = this.phone.open();
    prepare?.(wx);
    const errors: NotificationsError[] = [];
    const app = createWeChatNotifications({
      baseUrl: this.server.baseUrl,
      appId: this.server.appId,
      wx,
      clock: wx.clock(this.clock),
      onError: error => errors.push(error),
      ...options,
    });
    return { wx, app, errors };
  }
}

export async function start(test: TestContext): Promise<Harness> {
  const server = await ContractServer.start();
  test.after(() => server.stop());
  return new Harness(server);
}

/** A form's submit event. */
export function submit(formId: unknown): object {
  return { type: 'submit', detail: { value: {}, formId } };
}

/** Form ids as WeChat's looked, the first and the last by number. */
export function formIds(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `15${String(first + i).padStart(11, '0')}`);
}

/** Waits until it is true; for what happens in the background. */
export async function eventually(isTrue: () => boolean | Promise<boolean>, what: string, patience = 10_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await isTrue())) {
    if (Date.now() > end) {
      throw new Error(`It did not come to be that ${what}.`);
    }

    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
