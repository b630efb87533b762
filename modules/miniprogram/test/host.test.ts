import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import { createWeChatNotifications, type FlushResult, type NotificationsError, type WeChatNotifications, type WeChatNotificationsOptions } from '../dist';
import { Phone, type FakeWeChat } from './fakeWeChat';
import { systemClock } from '../dist/platform';
import { eventually, submit } from './harness';
import { demo, HostProcess } from './hostProcess';

// All against the sample host and its simulated WeChat; one for the file, and a user of its own for each test.
let host: HostProcess;

before(async () => {
  host = await HostProcess.start();
  await host.sim('POST', '/settings', { period: '2018' });
});

after(() => host?.stop());

/** A user's phone, on which wx.login and the subscription dialog are the simulated WeChat's. */
class User {
  readonly phone = new Phone();
  readonly errors: NotificationsError[] = [];

  constructor(readonly openId: string) {
    this.phone.newCode = async () => (await host.sim<{ codes: string[] }>('POST', '/login-codes', { appId: demo.appId, openId })).codes[0] ?? '';
  }

  open(options: Partial<WeChatNotificationsOptions> = {}): { wx: FakeWeChat; app: WeChatNotifications } {
    const wx = this.phone.open();
    const app = createWeChatNotifications({ baseUrl: host.baseUrl, appId: demo.appId, wx, clock: wx.clock(), onError: error => this.errors.push(error), ...options });
    return { wx, app };
  }

  /** The user will answer dialogs so. */
  answers(wx: FakeWeChat, choice: 'accept' | 'reject'): void {
    wx.requestSubscribeMessage = ({ tmplIds, success, fail }) => {
      const results = Object.fromEntries(tmplIds.map(id => [id, choice]));
      void host.sim('POST', '/dialog', { appId: demo.appId, openId: this.openId, results })
        .then(answer => (answer.errCode === undefined ? success?.(answer) : fail?.(answer)));
    };
  }

  /** What WeChat gives to that many submitted forms. */
  async submitForms(count: number, kind: 'formId' | 'prepayId' = 'formId'): Promise<string[]> {
    const { formIds } = await host.sim<{ formIds: string[] }>('POST', '/form-ids', { appId: demo.appId, openId: this.openId, count, kind });
    assert.equal(new Set(formIds).size, count);
    return formIds;
  }
}

test('a user logs in once, and the session outlives the app', async () => {
  const user = new User('o-mini-login');
  const first = user.open();
  const [session] = await Promise.all([first.app.login(), first.app.login(), first.app.balance()]);
  assert.equal(session.isNew, true);
  assert.ok(session.expiresAt > Date.now() + 6 * 24 * 3600_000);
  first.wx.kill();

  const second = user.open();
  assert.deepEqual((await second.app.balance()).formIds, 0);

  assert.equal(first.wx.logins + second.wx.logins, 1);
});

test('a session that is not the server’s is renewed by itself', async () => {
  const user = new User('o-mini-renew');
  const key = `wechat-notifications:${demo.appId}:session`;
  const forever = Number.MAX_SAFE_INTEGER;
  user.phone.storage.set(key, JSON.stringify(JSON.stringify({ session: 'forged', expiresAt: forever, renewAt: forever, validUntil: forever })));

  const { app, wx } = user.open();

  assert.equal((await app.balance()).formIds, 0);
  assert.equal(wx.logins, 1);
});

test('form ids collected in bulk, with the app killed again and again in the middle, are on the server exactly once', async () => {
  const user = new User('o-mini-bulk');
  const issued = await user.submitForms(90);
  const paid = await user.submitForms(7, 'prepayId');
  let { app, wx } = user.open();
  let kills = 0;

  // After every 15 taps, the app is killed while a report is on its way: the first one of the run, or the one after it.
  for (let i = 0; i < issued.length; i++) {
    app.onTap(submit(issued[i]));
    app.onTap(submit('the formId is a mock one'));
    if (i < paid.length) {
      app.collectPrepayId(`prepay_id=${paid[i]}`);
    }

    if (i % 15 === 14) {
      void app.flush();
      const sent = 1 + (kills++ % 2);
      await eventually(() => wx.calls.filter(call => call === 'POST /api/wechat-notifications/mini-program/permits').length >= sent, 'a report is on its way');
      wx.kill();
      ({ app, wx } = user.open());
    }
  }

  const result = await app.flush();
  assert.equal(result.state, 'done');
  assert.equal(kills, 6);
  assert.deepEqual(user.errors, []);

  await assertOnServer(user, app, issued, paid);
});

/** The server has these and no others: each is a duplicate when it is reported again, and they pay for just as many messages. */
async function assertOnServer(user: User, app: WeChatNotifications, formIds: string[], prepayIds: string[]): Promise<void> {
  const { session } = await app.login();
  const answer = await fetch(`${host.baseUrl}/mini-program/permits`, {
    method: 'POST',
    headers: { authorization: `WeChatSession ${session}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reportId: randomUUID(), formIds: formIds.map(formId => ({ formId })), prepayIds: prepayIds.map(prepayId => ({ prepayId })) }),
  });
  assert.deepEqual(await answer.json(), { accepted: 0, duplicates: formIds.length + prepayIds.length, mock: 0, refused: [], repeated: false }, user.openId);
  assert.equal((await app.balance()).formIds, formIds.length + 3 * prepayIds.length);
}

test('the subscription dialog brings accepts to the server, and a message comes of them', async () => {
  const user = new User('o-mini-subscribe');
  const { app, wx } = user.open();
  user.answers(wx, 'accept');
  const offers = await app.prefetchTemplates();
  assert.deepEqual(offers.map(o => [o.templateId, o.name, o.balance, o.isLongTerm]), [[demo.templateId, 'order-paid', 0, false], [demo.otherTemplateId, 'order-shipped', 0, false]]);

  const outcome = await app.requestSubscriptions();
  assert.deepEqual(outcome, {
    state: 'answered',
    asked: [demo.templateId, demo.otherTemplateId],
    accepted: [demo.templateId, demo.otherTemplateId],
    results: { [demo.templateId]: 'accept', [demo.otherTemplateId]: 'accept' },
  });
  assert.equal((await app.flush()).state, 'done');
  assert.deepEqual(
    (await app.balance()).subscriptions.sort((a, b) => a.templateId.localeCompare(b.templateId)),
    [demo.templateId, demo.otherTemplateId].map(templateId => ({ templateId, balance: 1, isLongTerm: false, allowsSending: true })),
  );

  await host.admin('POST', '/notifications', {
    template: 'order-paid',
    to: user.openId,
    data: { orderNo: '20260001', product: '龙井茶', amount: 12.5, paidAt: '2026-11-21T15:30:00+08:00', orderId: '1' },
  });
  await eventually(async () => (await host.sim('GET', `/messages?openId=${user.openId}`)).messages.length === 1, 'the message arrives');
  await eventually(async () => (await app.balance()).subscriptions.find(s => s.templateId === demo.templateId)?.balance === 0, 'the accept is spent');
});

test('who rejects is not counted as a permit', async () => {
  const user = new User('o-mini-reject');
  const { app, wx } = user.open();
  user.answers(wx, 'reject');
  await app.prefetchTemplates();

  const outcome = await app.requestSubscriptions();
  assert.equal((await app.flush()).state, 'done');

  assert.deepEqual(outcome.results, { [demo.templateId]: 'reject', [demo.otherTemplateId]: 'reject' });
  assert.deepEqual(outcome.accepted, []);
  assert.ok((await app.balance()).subscriptions.every(s => s.balance === 0 && !s.allowsSending));
  assert.deepEqual(user.errors, []);
});

test('a template that WeChat does not know is named as the reason', async () => {
  const user = new User('o-mini-unknown');
  const { app, wx } = user.open();
  user.answers(wx, 'accept');

  const outcome = await app.requestSubscriptions({ templateIds: ['tmpl-of-nobody'] });

  assert.equal(outcome.state, 'notShown');
  assert.equal(outcome.reason, 'unknownTemplate');
});

test('a log-in with the sign-in of the host’s own user ties the openid to that user', async () => {
  const user = new User('o-mini-linked');
  const known = async () => (await host.admin<{ items: { userId: string | null }[] }>('GET', `/recipients?openId=${user.openId}`)).items.map(r => r.userId);
  let cookie = '';
  const { app } = user.open({ loginHeaders: () => (cookie ? { cookie, 'x-requested-with': 'mini-program' } : ({} as Record<string, string>)) });
  await app.login();
  assert.deepEqual(await known(), [null]);

  cookie = await host.signIn();
  await app.login({ renew: true });

  const [userId] = await known();
  assert.match(userId ?? '', /\S/);
});

test('a code that WeChat does not know is refused in the user’s language', async () => {
  const user = new User('o-mini-code');
  user.phone.newCode = () => 'a-code-of-nobody';
  const rule = /LoginCode$/i;
  for (const [language, words] of [['en', /^The server answered 400: \w/], ['zh', /^服务器返回 400：.*[\u4e00-\u9fff]{2}/]] as const) {
    const { app } = user.open({ language });

    await assert.rejects(app.login(), (error: NotificationsError) => {
      assert.equal(error.status, 400);
      assert.match(error.serverCode ?? '', rule);
      assert.match(error.message, words);
      return true;
    });
  }
});

test('a WeChat that is down costs no permit', async () => {
  const user = new User('o-mini-down');
  const issued = await user.submitForms(3);
  const { app } = user.open();
  issued.forEach(id => app.onTap(submit(id)));
  const { id } = await host.sim<{ id: string }>('POST', '/faults', { kind: 'http-status', status: 500, path: '/sns/jscode2session' });

  const failed = await app.flush();
  assert.equal(failed.state, 'failed');
  assert.equal(failed.error?.duringLogin, true);
  assert.equal(failed.error?.status, 503);
  assert.equal(app.status().waiting.formIds, 3);
  await host.sim('DELETE', `/faults/${id}`);

  // Opened once more after the time that the server has asked for.
  const later = user.open({ clock: { ...systemClock, now: () => (failed.retryAt ?? 0) + 1 } });
  assert.equal((await later.app.flush()).accepted, 3);
});

test('who calls too often is told how long to wait, and loses nothing', async () => {
  const user = new User('o-mini-often');
  const { app } = user.open();
  const tooMany = async () => {
    for (let i = 0; i < 200; i++) {
      await app.balance();
    }
  };
  const issued = await user.submitForms(5);
  let result: FlushResult | undefined;
  await eventually(async () => {
    await assert.rejects(tooMany, { code: 'status', status: 429 });
    app.onTap(submit(issued.pop()));
    result = await app.flush();
    // A slow machine may have been given a call meanwhile.
    return result.state === 'failed';
  }, 'an upload meets the limit');

  assert.equal(result?.error?.status, 429);
  assert.ok((result?.error?.retryAfter ?? 0) >= 1000);
  assert.equal(app.status().waiting.formIds, 1);
});
