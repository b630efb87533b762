import assert from 'node:assert/strict';
import test from 'node:test';
import { day, hour, minute, second } from './fakeClock';
import { eventually, start } from './harness';

test('callers at the same time share one log-in', async t => {
  const h = await start(t);
  const { app, wx } = h.open();

  const [first, ...others] = await Promise.all([app.login(), app.login(), app.login()]);
  await Promise.all([app.balance(), app.prefetchTemplates()]);

  others.forEach(session => assert.deepEqual(session, first));
  assert.equal(first.isNew, true);
  assert.equal(first.expiresAt, h.clock.now() + 7 * day);
  assert.equal(wx.logins, 1);
});

test('the session outlives the app', async t => {
  const h = await start(t);
  const before = h.open();
  const session = await before.app.login();
  before.wx.kill();
  h.clock.advance(3 * day);

  const after = h.open();

  assert.equal((await after.app.login()).session, session.session);
  await after.app.balance();
  assert.equal(after.wx.logins, 0);
});

test('a session is renewed before it ends', async t => {
  const h = await start(t);
  const { app } = h.open();
  const first = await app.login();

  h.clock.advance(6 * day);
  assert.equal((await app.login()).session, first.session);
  h.clock.advance(day - 16 * hour);

  assert.notEqual((await app.login()).session, first.session);
  assert.equal(h.server.countCalls('POST /login'), 2);
});

test('while the old session holds, a renewal that fails does not hurt and is not tried with every call', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  const first = await app.login();
  h.clock.advance(7 * day - hour);
  wx.loginFails = true;

  assert.equal((await app.login()).session, first.session);
  await app.balance();
  assert.equal(wx.logins, 2);
  h.clock.advance(minute + second);
  wx.loginFails = false;

  assert.notEqual((await app.login()).session, first.session);
});

test('when the old session has ended, a failed log-in is an error', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  await app.login();
  h.clock.advance(8 * day);
  wx.loginFails = true;

  await assert.rejects(app.login(), { code: 'wxLogin', duringLogin: true, message: 'wx.login gave no code: login:fail the phone is asleep' });
});

test('after a 401 the session is renewed once and the call repeated', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  await app.login();
  h.server.endSessions();

  const balances = await Promise.all([app.balance(), app.balance(), app.balance()]);

  assert.equal(balances.length, 3);
  assert.equal(wx.logins, 2, 'the three share the new log-in');
});

test('a server that always says 401 is not asked for ever', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  h.server.fail('GET /permits', ...Array.from({ length: 9 }, () => ({ kind: 'answer', status: 401 }) as const));

  await assert.rejects(app.balance(), { code: 'status', status: 401 });

  assert.equal(h.server.countCalls('GET /permits'), 2);
  assert.equal(wx.logins, 2);
});

test('a code whose answer was lost is never sent again', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  h.server.fail('POST /login', { kind: 'lost' }, { kind: 'answer', status: 503 });

  await assert.rejects(app.login(), { code: 'network' });
  await assert.rejects(app.login(), { code: 'status', status: 503 });
  await app.login();

  // The server itself fails the test if a code comes twice.
  assert.equal(wx.logins, 3);
});

test('a busy server that names a time is not asked to log in before', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  h.server.fail('POST /login', { kind: 'answer', status: 429, headers: { 'retry-after': '30' } });

  await assert.rejects(app.login(), { status: 429, retryAfter: 30_000 });
  await assert.rejects(app.balance(), { status: 429 });
  assert.equal(wx.logins, 1);
  h.clock.advance(30 * second);

  await app.login();
});

test('a refused code is an error with the server’s rule and words', async t => {
  const h = await start(t);
  const { app } = h.open();
  const body = JSON.stringify({ code: 'WeChatNotifications:Validation', detail: 'The code is not valid.', errors: [{ field: 'code', rule: 'loginCode' }] });
  h.server.fail('POST /login', { kind: 'answer', status: 400, body });

  await assert.rejects(app.login(), { status: 400, serverCode: 'loginCode', message: 'The server answered 400: The code is not valid.' });
});

test('a phone whose clock is a month ahead logs in once', async t => {
  const h = await start(t);
  h.server.now = () => h.clock.now() - 30 * day;
  const { app, wx } = h.open();

  await app.login();
  await app.balance();
  h.clock.advance(hour);
  await app.balance();

  assert.equal(wx.logins, 1);
});

test('a clock set back after the log-in costs one more, when the server has had enough', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  await app.login();
  const real = h.clock.now();
  h.server.now = () => real + 8 * day;
  h.clock.set(real - 60 * day);

  await app.balance();

  assert.equal(wx.logins, 2);
});

test('a WeChat that never answers a log-in does not block it for good', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  wx.loginHangs = true;
  const hanging = app.login();
  await eventually(() => wx.logins === 1, 'wx.login is called');
  h.clock.advance(15 * second);
  await assert.rejects(hanging, { code: 'wxLogin' });
  wx.loginHangs = false;

  await app.login();
});

test('the log-in carries the headers of the app’s own sign-in, asked for each time', async t => {
  const h = await start(t);
  let token = '';
  const { app } = h.open({ loginHeaders: () => (token ? { 'x-app-user': token } : ({} as Record<string, string>)) });
  await app.login();
  token = 'user-42';
  await app.login({ renew: true });

  assert.deepEqual(h.server.loginHeaders.map(header => header['x-app-user']), [undefined, 'user-42']);
});

test('headers that cannot be made are an error that costs no code', async t => {
  const h = await start(t);
  const { app, wx } = h.open({
    loginHeaders: () => {
      throw new Error('not signed in');
    },
  });

  await assert.rejects(app.login(), { code: 'loginHeaders', message: 'The option loginHeaders threw: not signed in' });

  assert.equal(wx.logins, 0);
});

test('a stored session that is garbage is as if there were none', async t => {
  for (const garbage of ['"{"', '"[]"', '{"session":1}', '"{\\"session\\":\\"x\\",\\"renewAt\\":\\"soon\\"}"', 'null', '7']) {
    const h = await start(t);
    h.phone.storage.set(`wechat-notifications:${h.server.appId}:session`, garbage);
    const { app, wx } = h.open();

    await app.login();

    assert.equal(wx.logins, 1, garbage);
  }
});
