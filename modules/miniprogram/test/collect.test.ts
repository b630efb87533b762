import assert from 'node:assert/strict';
import test from 'node:test';
import { createWeChatNotifications, formIdOf } from '../dist';
import { day, hour } from './fakeClock';
import { formIds, start, submit } from './harness';

test('form ids are taken from submit events, and nothing is sent for them alone', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  const { onTap } = app;

  assert.equal(onTap(submit('1526889412345')), true);
  assert.equal(app.collect(submit('0b1cafe94f2f4d6c8a9e')), true);

  assert.deepEqual(app.status().waiting, { formIds: 2, prepayIds: 0, subscriptions: 0 });
  assert.deepEqual(wx.calls, []);
});

test('mock ids of the developer tools are counted and left out, whatever has no id as well', async t => {
  const h = await start(t);
  const { app } = h.open();

  for (const event of [submit('the formId is a mock one'), submit('The FormId is a mock one ')]) {
    assert.equal(app.onTap(event), false);
    assert.equal(formIdOf(event), undefined);
  }

  const useless = [undefined, null, 7, 'x', {}, { detail: null }, submit(undefined), submit(''), submit(5), submit('requestFormId:fail'), submit('x'.repeat(129))];
  useless.forEach(event => assert.equal(app.onTap(event), false));

  const { mock, invalid, collected } = app.status();
  assert.deepEqual({ mock, invalid, collected }, { mock: 2, invalid: useless.length, collected: 0 });
  assert.equal((await app.flush()).state, 'done');
  assert.deepEqual(h.server.calls, []);
});

test('the same id counts once, waiting or uploaded', async t => {
  const h = await start(t);
  const { app } = h.open();

  app.onTap(submit('1526889412345'));
  assert.equal(app.onTap(submit('1526889412345')), false);
  await app.flush();
  assert.equal(app.onTap(submit('1526889412345')), false);

  assert.equal(app.status().duplicates, 2);
  assert.equal(h.server.reports.length, 1);
});

test('the queue survives the end of the app', async t => {
  const h = await start(t);
  const before = h.open();
  formIds(1, 3).forEach(id => before.app.onTap(submit(id)));
  before.wx.kill();

  const after = h.open();
  await after.app.flush();

  assert.deepEqual(h.server.countedFormIds, formIds(1, 3));
  assert.equal(h.phone.storage.has(`wechat-notifications:${h.server.appId}:queue`), false);
});

test('each id goes with the time at which it was collected', async t => {
  const h = await start(t);
  const { app } = h.open();
  const begin = h.clock.now();
  app.onTap(submit('1'));
  h.clock.advance(hour);
  app.onTap(submit('2'));
  h.clock.advance(hour);
  await app.flush();

  assert.deepEqual(h.server.reports[0]?.formIds, [{ formId: '1', collectedAt: begin }, { formId: '2', collectedAt: begin + hour }]);
});

test('a phone with a wrong clock reports times by the server’s, after a restart too', async t => {
  const h = await start(t);
  h.server.now = () => Math.trunc((h.clock.now() + 9 * day) / 1000) * 1000;
  const before = h.open();
  await before.app.login();
  before.app.onTap(submit('1'));
  before.wx.kill();

  await h.open().app.flush();

  const [reported] = h.server.reports[0]?.formIds ?? [];
  assert.ok(Math.abs((reported?.collectedAt ?? 0) - h.server.now()) < 2_000);
});

test('the time of a Wi-Fi’s own page is not learnt', async t => {
  const h = await start(t);
  const { app } = h.open();
  await app.login();
  const at = h.clock.now();
  app.onTap(submit('1'));
  h.server.fail('POST /permits', { kind: 'answer', status: 200, body: '<html>', headers: { date: new Date(at - 30 * day).toUTCString() } });
  await app.flush();
  h.clock.advance(hour);
  await app.flush();

  assert.deepEqual(h.server.reports[0]?.formIds, [{ formId: '1', collectedAt: at }]);
});

test('ids that are seven days old are dropped, in a report that was begun as well; what the user chose is not', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  wx.requestSubscribeMessage = ({ success }) => success?.({ 'tmpl-a': 'accept' });
  wx.isOffline = true;
  app.onTap(submit('old'));
  await app.requestSubscriptions({ templateIds: ['tmpl-a'] });
  await app.flush();
  h.clock.advance(day);
  app.onTap(submit('young'));
  h.clock.advance(6 * day);
  // A retry went off on the way.
  await app.flush();
  wx.network(true);

  await app.flush();

  assert.deepEqual(h.server.countedFormIds, ['young']);
  assert.equal(h.server.reports.flatMap(r => r.subscriptions).length, 1);
  assert.equal(app.status().expired, 1);
});

test('of more than 200 the oldest make place', async t => {
  const h = await start(t);
  const { app } = h.open({}, wx => (wx.isOffline = true));
  for (const id of formIds(1, 250)) {
    app.onTap(submit(id));
    // One at a time, so that none is on its way when the next is collected.
    await app.flush();
  }

  const { waiting, overflowed } = app.status();
  assert.equal(waiting.formIds, 200);
  assert.equal(overflowed, 50);
});

test('what is kept of 250 are the newest, and what is on its way', async t => {
  const h = await start(t);
  const { app } = h.open({ maxKept: 50 });
  formIds(1, 99).forEach(id => app.onTap(submit(id)));

  await app.flush();

  assert.deepEqual(h.server.countedFormIds, formIds(50, 99));
});

test('a full storage is told once and loses nothing while the app runs', async t => {
  const h = await start(t);
  const { app, wx, errors } = h.open();
  await app.login();
  wx.storageIsFull = true;

  formIds(1, 5).forEach(id => app.onTap(submit(id)));
  assert.deepEqual(errors.map(e => e.code), ['storage']);
  await app.flush();

  assert.deepEqual(h.server.countedFormIds, formIds(1, 5));
});

test('when the storage works again, all that waits is in it', async t => {
  const h = await start(t);
  const before = h.open();
  before.wx.storageIsFull = true;
  before.app.onTap(submit('1'));
  before.wx.storageIsFull = false;
  before.app.onTap(submit('2'));
  before.wx.kill();

  await h.open().app.flush();

  assert.deepEqual(h.server.countedFormIds, ['1', '2']);
});

test('a storage of which every call throws is as if there were none', async t => {
  const h = await start(t);
  const broken = (): never => {
    throw new Error('quota');
  };
  const { app, errors } = h.open({ storage: { get: broken, set: broken, remove: broken } });

  app.onTap(submit('1'));
  await app.flush();

  assert.deepEqual(h.server.countedFormIds, ['1']);
  assert.ok(errors.every(e => e.code === 'storage'));
});

test('of a stored queue that is garbage, what can be read is used', async t => {
  const h = await start(t);
  const key = `wechat-notifications:${h.server.appId}:queue`;
  const at = h.clock.now();
  const half = { formIds: [{ id: 'good', at }, { id: 7, at }, null, { id: 'no-time' }], prepayIds: 'x', report: { reportId: 9 }, other: true };
  for (const garbage of ['', '}', [], 7, null, { formIds: 'x' }, half]) {
    h.phone.storage.set(key, JSON.stringify(typeof garbage === 'string' ? garbage : JSON.stringify(garbage)));
    const { app } = h.open();
    await app.flush();
    app.dispose();
  }

  assert.deepEqual(h.server.countedFormIds, ['good']);
});

test('the package of wx.requestPayment is a prepay id, and is uploaded at once', async t => {
  const h = await start(t);
  const { app } = h.open();

  assert.equal(app.collectPrepayId('prepay_id=wx2016121516420242444321ca0631331346'), true);
  assert.equal(app.collectPrepayId('wx2016121516420242444321ca0631331346'), false);
  assert.equal(app.collectPrepayId('prepay_id='), false);
  await app.flush();

  assert.deepEqual(h.server.countedPrepayIds, ['wx2016121516420242444321ca0631331346']);
});

test('options that cannot be used are named', async t => {
  const h = await start(t);
  const wx = h.phone.open();
  const good = { baseUrl: 'https://shop.example.com/api', appId: 'wx1', wx };

  assert.throws(() => createWeChatNotifications({ ...good, baseUrl: 'shop.example.com' }), /baseUrl must be a full address/);
  assert.throws(() => createWeChatNotifications({ ...good, appId: '' }), /appId is missing/);
  assert.throws(() => createWeChatNotifications({ ...good, wx: undefined }), /wx is missing/);
  assert.throws(() => createWeChatNotifications({ ...good, maxKept: 0 }), /maxKept must be 1 to 1000/);
  assert.throws(() => createWeChatNotifications({ ...good, retry: { maxAttempts: NaN } }), /retry.maxAttempts must be/);
});

test('a client that was disposed of leaves no timer, even after a failure on its way', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  await app.login();
  wx.isOffline = true;
  app.onTap(submit('1'));
  const failing = app.flush();
  app.dispose();

  assert.equal((await failing).state, 'failed');

  assert.equal(h.clock.pending, 0);
});

test('a second client for the same app is refused, and allowed after the first was disposed of', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  assert.throws(() => createWeChatNotifications({ baseUrl: h.server.baseUrl, appId: h.server.appId, wx }), /Create it once/);
  assert.equal(wx.listenerCount, 3);

  app.dispose();

  assert.equal(wx.listenerCount, 0);
  createWeChatNotifications({ baseUrl: h.server.baseUrl, appId: h.server.appId, wx });
});
