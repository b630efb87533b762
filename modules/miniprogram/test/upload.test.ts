import assert from 'node:assert/strict';
import test from 'node:test';
import { day, hour, minute, second } from './fakeClock';
import { eventually, formIds, start, submit } from './harness';

const busy = { kind: 'answer', status: 503 } as const;

test('what waits goes beside the app’s own call, which neither waits for it nor fails by it', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  await app.login();
  app.onTap(submit('1'));
  h.server.fail('POST /permits', { kind: 'answer', status: 500 });

  const called: string[] = [];
  const answer = await app.request<{ formIds: number }>({
    url: `${h.server.baseUrl}/mini-program/permits`,
    header: { authorization: 'WeChatSession session-1', 'accept-language': 'en' },
    success: () => called.push('success'),
    complete: () => called.push('complete'),
  });

  assert.equal(answer.statusCode, 200);
  assert.equal(answer.data.formIds, 0);
  await eventually(() => called.length === 2, 'the callbacks are called');
  assert.deepEqual(wx.calls.slice(-2).map(call => call.split(' ')[0]), ['GET', 'POST'], 'the own call is first');
  await eventually(() => app.status().retryAt !== undefined, 'the upload has failed');
});

test('an own call that fails rejects, and can be aborted', async t => {
  const h = await start(t);
  const { app } = h.open();
  let hold: () => void = () => undefined;
  h.server.gate = new Promise(resolve => (hold = resolve));

  const pending = app.request({ url: `${h.server.baseUrl}/mini-program/permits` });
  pending.task.abort();

  await assert.rejects(pending, (error: { errMsg: string }) => error.errMsg.startsWith('request:fail'));
  hold();
  h.server.violations.length = 0;
});

test('reports hold at most 100 form ids, 100 prepay ids and 20 dialogs, each with an id of its own', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  wx.requestSubscribeMessage = ({ tmplIds, success }) => success?.({ [tmplIds[0] ?? '']: 'accept' });
  wx.isOffline = true;
  formIds(1, 200).forEach(id => app.onTap(submit(id)));
  formIds(1, 120).forEach(id => app.collectPrepayId(`wx${id}`));
  for (let i = 0; i < 45; i++) {
    await app.requestSubscriptions({ templateIds: [`tmpl-${i}`] });
  }

  await app.flush();
  wx.network(true);
  const result = await app.flush();

  assert.equal(result.state, 'done');
  assert.equal(result.accepted, 365);
  assert.equal(new Set(h.server.reports.map(r => r.reportId)).size, 4);
  assert.equal(h.server.countedFormIds.length, 200);
  assert.equal(h.server.countedPrepayIds.length, 120);
  assert.deepEqual(h.server.reports.map(r => r.subscriptions.length), [0, 20, 20, 5], 'the first was begun before there were any');
});

test('a full report is not kept waiting for a better moment', async t => {
  const h = await start(t);
  const { app } = h.open();

  formIds(1, 100).forEach(id => app.onTap(submit(id)));

  await eventually(() => h.server.countedFormIds.length === 100, 'they are uploaded');
});

test('after a lost answer the same report comes again under the same id, with nothing added', async t => {
  const h = await start(t);
  const { app } = h.open();
  formIds(1, 3).forEach(id => app.onTap(submit(id)));
  h.server.fail('POST /permits', { kind: 'lost' });
  assert.equal((await app.flush()).state, 'failed');
  app.onTap(submit('late'));
  h.clock.advance(hour);

  await eventually(() => h.server.countedFormIds.length === 4, 'the rest is uploaded');

  const [first, second_, third] = h.server.reports;
  assert.deepEqual(second_, first);
  assert.notEqual(third?.reportId, first?.reportId);
  assert.deepEqual(third?.formIds.map(f => f.formId), ['late']);
});

test('an app that is killed while it uploads repeats the same report when it is opened again', async t => {
  const h = await start(t);
  const before = h.open();
  formIds(1, 150).forEach(id => before.app.onTap(submit(id)));
  let open: () => void = () => undefined;
  await before.app.login();
  h.server.gate = new Promise(resolve => (open = resolve));
  void before.app.flush();
  await eventually(() => before.wx.calls.some(call => call.endsWith('/permits')), 'the upload has begun');
  before.wx.kill();
  open();
  await eventually(() => h.server.reports.length === 1, 'the server has processed it');

  const after = h.open();
  after.wx.show();
  await eventually(() => h.server.countedFormIds.length === 150, 'all are uploaded');

  assert.equal(h.server.reports[1]?.reportId, h.server.reports[0]?.reportId);
  assert.equal(h.server.reports.length, 3);
  assert.deepEqual(h.server.countedFormIds.sort(), formIds(1, 150));
});

test('two flushes never run at once, and who comes meanwhile is uploaded as well', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  app.onTap(submit('1'));
  const first = app.flush();
  app.onTap(submit('2'));
  const others = [app.flush(), app.flush()];
  wx.hide();

  const results = await Promise.all([first, ...others]);

  assert.ok(results.every(result => result === results[0]));
  assert.deepEqual(h.server.countedFormIds, ['1', '2']);
  assert.equal(app.status().waiting.formIds, 0);
});

test('hiding and showing the app uploads', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  app.onTap(submit('1'));
  wx.hide();
  await eventually(() => h.server.countedFormIds.length === 1, 'hiding uploads');
  app.onTap(submit('2'));
  wx.show();
  await eventually(() => h.server.countedFormIds.length === 2, 'showing uploads');
});

test('a failure is followed by silence, however often the app asks', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  app.onTap(submit('1'));
  h.server.fail('POST /permits', busy);
  const failed = await app.flush();
  assert.equal(failed.state, 'failed');

  for (let i = 0; i < 1000; i++) {
    assert.deepEqual(await app.flush(), { state: 'waiting', accepted: 0, retryAt: failed.retryAt, error: failed.error });
    wx.show();
  }

  assert.equal(h.server.countCalls('POST /permits'), 1);
});

test('retries wait twice as long each, with jitter, and their timer gives up after eight', async t => {
  const h = await start(t);
  const { app, errors } = h.open({ random: () => 0.5 });
  await app.login();
  app.onTap(submit('1'));
  h.server.fail('POST /permits', ...Array.from({ length: 9 }, () => busy));

  const waits: number[] = [];
  let result = await app.flush();
  for (let tries = 1; h.clock.pending > 0; tries++) {
    waits.push((result.retryAt ?? 0) - h.clock.now());
    h.clock.advance((waits.at(-1) ?? 0) - 1);
    assert.equal(h.server.countCalls('POST /permits'), tries, 'not a moment earlier');
    h.clock.advance(1);
    result = await app.flush();
    assert.equal(h.server.countCalls('POST /permits'), tries + 1);
  }

  assert.deepEqual(waits.map(w => w / 750), [2, 4, 8, 16, 32, 64, 128]);
  assert.equal(errors.filter(e => e.code === 'gaveUp').length, 1);
  assert.equal(app.status().waiting.formIds, 1, 'the permit is kept');

  h.clock.advance(10 * minute);
  await app.flush();
  assert.equal(h.server.countCalls('POST /permits'), 9, 'the next occasion tries once more');
  h.clock.advance(day);
  await app.flush();
  assert.deepEqual(h.server.countedFormIds, ['1']);
});

test('a network that comes back ends the wait, with a session and without', async t => {
  const h = await start(t);
  const { app, wx, errors } = h.open();
  for (const [id, code] of [['1', 'wxLogin'], ['2', 'network']] as const) {
    wx.network(false);
    app.onTap(submit(id));
    assert.equal((await app.flush()).state, 'failed');
    assert.equal(errors.at(-1)?.code, code);

    wx.network(true);

    await eventually(() => h.server.countedFormIds.includes(id), 'it is uploaded');
    await app.flush();
  }
});

test('but does not end the wait that the server asked for', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  app.onTap(submit('1'));
  h.server.fail('POST /permits', busy);
  await app.flush();

  wx.network(true);
  await app.flush();

  assert.equal(h.server.countCalls('POST /permits'), 1);
});

test('429 is waited out as long as the server says, over a restart too', async t => {
  const h = await start(t);
  const before = h.open();
  before.app.onTap(submit('1'));
  h.server.fail('POST /permits', { kind: 'answer', status: 429, headers: { 'retry-after': '120' } });
  const failed = await before.app.flush();
  assert.equal(failed.retryAt, h.clock.now() + 2 * minute);
  before.wx.kill();

  const after = h.open();
  assert.equal((await after.app.flush()).state, 'waiting');
  h.clock.advance(2 * minute - 1);
  assert.equal((await after.app.flush()).state, 'waiting');
  h.clock.advance(1);

  assert.equal((await after.app.flush()).state, 'done');
  assert.equal(h.server.countCalls('POST /permits'), 2);
});

test('Retry-After may be a date, and no mistake in it silences the app for good', async t => {
  const h = await start(t);
  const { app } = h.open();
  app.onTap(submit('1'));
  const inOneMinute = new Date(h.clock.now() + minute).toUTCString();
  h.server.fail('POST /permits', { kind: 'answer', status: 429, headers: { 'retry-after': inOneMinute } });
  const wait = ((await app.flush()).retryAt ?? 0) - h.clock.now();
  assert.equal(wait, minute);

  h.clock.advance(minute - 1);
  h.server.fail('POST /permits', { kind: 'answer', status: 429, headers: { 'retry-after': '99999999999' } });
  h.clock.advance(1);
  assert.equal(((await app.flush()).retryAt ?? 0) - h.clock.now(), day);
});

test('a clock that is set back does not make the wait endless', async t => {
  const h = await start(t);
  const { app } = h.open();
  app.onTap(submit('1'));
  h.server.fail('POST /permits', busy);
  await app.flush();

  h.clock.set(h.clock.now() - 30 * day);

  assert.equal((await app.flush()).state, 'done');
});

test('a report that the server will never take is dropped and told, and the next one goes', async t => {
  const h = await start(t);
  const { app, errors, wx } = h.open();
  wx.isOffline = true;
  formIds(1, 150).forEach(id => app.onTap(submit(id)));
  await app.flush();
  wx.isOffline = false;
  h.server.fail('POST /permits', { kind: 'answer', status: 400, body: '{"code":"WeChatNotifications:Validation","detail":"No."}' });
  h.clock.advance(minute);
  await eventually(() => app.status().waiting.formIds === 0, 'nothing waits');

  assert.equal(h.server.countedFormIds.length, 50, 'the second report is taken');
  const error = errors.find(e => e.status === 400);
  assert.equal(error?.serverCode, 'WeChatNotifications:Validation');
  assert.equal(app.status().rejected, 100);
});

test('the 403 of a firewall and the 404 of a server without the API say nothing of the report, which stays', async t => {
  const h = await start(t);
  const { app } = h.open();
  app.onTap(submit('1'));
  h.server.fail('POST /permits', { kind: 'answer', status: 403, body: '<html>' }, { kind: 'answer', status: 404, body: '{"title":"Not Found","status":404}' });

  for (const status of [403, 404]) {
    assert.equal((await app.flush()).error?.status, status);
    h.clock.advance(hour);
  }

  assert.equal((await app.flush()).state, 'done');
  assert.deepEqual(h.server.countedFormIds, ['1']);
});

test('a refused log-in says nothing of the report, which stays', async t => {
  const h = await start(t);
  const { app } = h.open();
  app.onTap(submit('1'));
  h.server.fail('POST /login', { kind: 'answer', status: 400 }, { kind: 'answer', status: 404 });

  for (const status of [400, 404]) {
    assert.equal((await app.flush()).error?.status, status);
    assert.equal(app.status().waiting.formIds, 1);
    h.clock.advance(hour);
  }

  assert.equal((await app.flush()).state, 'done');

  assert.deepEqual(h.server.countedFormIds, ['1']);
});

test('the page of a Wi-Fi that answers 200 to everything is not taken for success', async t => {
  const h = await start(t);
  const { app, errors } = h.open();
  await app.login();
  app.onTap(submit('1'));
  h.server.fail('POST /permits', { kind: 'answer', status: 200, body: '<html>Welcome to Hotel Wi-Fi</html>' }, { kind: 'answer', status: 200, body: '{"ok":true}' });

  assert.equal((await app.flush()).state, 'failed');
  h.clock.advance(minute);
  await app.flush();
  assert.deepEqual(errors.map(e => e.code), ['answer', 'answer']);
  h.clock.advance(hour);
  await app.flush();

  assert.deepEqual(h.server.countedFormIds, ['1']);
});

test('items that are refused one by one are told with the server’s reasons', async t => {
  const h = await start(t);
  const { app, errors } = h.open();
  h.server.refusedIds.add('2');
  ['1', '2', '3'].forEach(id => app.onTap(submit(id)));

  assert.equal((await app.flush()).accepted, 2);

  assert.deepEqual(errors.map(e => [e.code, e.refused]), [
    ['refused', [{ list: 'formIds', index: 1, rule: 'WeChatNotifications:Rule.FormId', message: 'It has expired.' }]],
  ]);
  assert.deepEqual(h.server.countedFormIds, ['1', '3']);
});

test('a handler of errors that throws stops nothing', async t => {
  const h = await start(t);
  t.mock.method(console, 'error', () => undefined);
  const { app } = h.open({
    onError: () => {
      throw new Error('in the handler');
    },
  });
  app.onTap(submit('1'));
  h.server.fail('POST /permits', busy);

  assert.equal((await app.flush()).state, 'failed');
  h.clock.advance(minute);
  assert.equal((await app.flush()).state, 'done');
});

test('neither ids nor sessions nor codes are in what is told of errors', async t => {
  const h = await start(t);
  const { app, errors } = h.open();
  await app.login();
  app.onTap(submit('1526889412345'));
  h.server.fail('POST /permits', { kind: 'broken' });
  await app.flush();
  h.server.endSessions();
  h.server.fail('POST /login', busy);
  h.clock.advance(minute);
  await app.flush();

  assert.equal(errors.length, 2);
  errors.forEach(error => assert.doesNotMatch(JSON.stringify(error) + error.message, /1526889412345|session-1|code-\d/));
});

test('an answer that never comes does not block later uploads', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  await app.login();
  app.onTap(submit('1'));
  let open: () => void = () => undefined;
  h.server.gate = new Promise(resolve => (open = resolve));
  const hanging = app.flush();
  await eventually(() => wx.calls.length === 2, 'the upload has begun');
  h.clock.advance(20 * second);
  assert.equal((await hanging).state, 'failed');
  open();
  await eventually(() => h.server.reports.length === 1, 'the first has arrived after all');
  h.clock.advance(minute);
  await app.flush();

  assert.equal(h.server.reports[1]?.reportId, h.server.reports[0]?.reportId);
  assert.deepEqual(h.server.countedFormIds, ['1']);
});
