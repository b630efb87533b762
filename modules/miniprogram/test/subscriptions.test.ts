import assert from 'node:assert/strict';
import test from 'node:test';
import type { DialogReason, SubscribeDialogOptions } from '../dist';
import { day, hour, minute } from './fakeClock';
import { eventually, start } from './harness';

const offers = ['a', 'b', 'c', 'd', 'e'].map((letter, i) => ({ templateId: `tmpl-${letter}`, name: `order-${letter}`, title: `Order ${letter}`, balance: i, isLongTerm: false }));

/** A user who answers every dialog alike. */
function answering(word: string): { dialogs: string[][]; show: (options: SubscribeDialogOptions) => void } {
  const dialogs: string[][] = [];
  return {
    dialogs,
    show: ({ tmplIds, success }) => {
      dialogs.push(tmplIds);
      setImmediate(() => success?.({ errMsg: 'requestSubscribeMessage:ok', ...Object.fromEntries(tmplIds.map(id => [id, word])) }));
    },
  };
}

test('with the templates known, the dialog opens in the tap itself', async t => {
  const h = await start(t);
  h.server.templates = offers;
  const user = answering('accept');
  const { app } = h.open({}, wx => (wx.requestSubscribeMessage = user.show));
  assert.deepEqual(await app.prefetchTemplates(), offers);

  const outcome = app.requestSubscriptions({ max: 2 });
  assert.deepEqual(user.dialogs, [['tmpl-a', 'tmpl-b']], 'before anything was awaited');

  assert.deepEqual(await outcome, {
    state: 'answered', asked: ['tmpl-a', 'tmpl-b'], accepted: ['tmpl-a', 'tmpl-b'], results: { 'tmpl-a': 'accept', 'tmpl-b': 'accept' },
  });
});

test('what the user chose is uploaded at once, and the templates are asked for anew', async t => {
  const h = await start(t);
  h.server.templates = offers;
  const { app } = h.open({}, wx => (wx.requestSubscribeMessage = answering('accept').show));
  await app.prefetchTemplates();
  const at = h.clock.now();

  await app.requestSubscriptions({ max: 1 });

  await eventually(() => h.server.reports.length === 1, 'it is uploaded');
  assert.deepEqual(h.server.reports[0]?.subscriptions, [{ at, results: { 'tmpl-a': 'accept' } }]);
  await eventually(() => h.server.countCalls('GET /templates') === 2, 'the templates are asked for');
});

test('templates are asked for once in ten minutes, and known after a restart', async t => {
  const h = await start(t);
  h.server.templates = offers;
  const before = h.open();
  await Promise.all([before.app.prefetchTemplates(), before.app.prefetchTemplates()]);
  h.clock.advance(9 * minute);
  await before.app.prefetchTemplates();
  assert.equal(h.server.countCalls('GET /templates'), 1);
  before.wx.kill();
  h.clock.advance(2 * minute);

  const user = answering('reject');
  const after = h.open({}, wx => (wx.requestSubscribeMessage = user.show));
  void after.app.requestSubscriptions();
  assert.deepEqual(user.dialogs, [['tmpl-a', 'tmpl-b', 'tmpl-c']], 'an older list is better than a lost tap');

  await after.app.prefetchTemplates();
  await eventually(() => h.server.countCalls('GET /templates') >= 2, 'it is refreshed');
});

test('templates of yesterday are asked for first', async t => {
  const h = await start(t);
  h.server.templates = offers;
  const user = answering('accept');
  const { app } = h.open({}, wx => (wx.requestSubscribeMessage = user.show));
  await app.prefetchTemplates();
  h.clock.advance(day + hour);
  h.server.templates = offers.slice(3);

  const outcome = await app.requestSubscriptions();

  assert.deepEqual(outcome.asked, ['tmpl-d', 'tmpl-e']);
});

test('every word of WeChat is reported, and every kind of accept counts as one', async t => {
  const h = await start(t);
  const words = { a: 'acceptWithAudio', b: 'reject', c: 'ban', d: 'filter', e: 'acceptWithForcePush' };
  const results = Object.fromEntries(Object.entries(words).map(([letter, word]) => [`tmpl-${letter}`, word]));
  const { app } = h.open({}, wx => (wx.requestSubscribeMessage = o => o.success?.({ errMsg: 'ok', ...results, 'tmpl-other': 'accept', 'tmpl-b2': 5 })));

  const outcome = await app.requestSubscriptions({ templateIds: [...Object.keys(results), 'tmpl-b2', 'tmpl-a'] });
  await app.flush();

  assert.deepEqual(outcome.accepted, ['tmpl-a', 'tmpl-e']);
  assert.deepEqual(outcome.results, results);
  assert.deepEqual(h.server.reports[0]?.subscriptions[0]?.results, results);
});

test('each of WeChat’s errors has a reason and a sentence, in both languages', async t => {
  const h = await start(t);
  const codes: [number, DialogReason][] = [
    [10001, 'emptyList'], [10002, 'network'], [10003, 'network'], [10004, 'badTemplateId'], [10005, 'inBackground'], [20001, 'unknownTemplate'],
    [20002, 'mixedKinds'], [20003, 'tooMany'], [20004, 'mainSwitchOff'], [20005, 'banned'], [20013, 'deviceTemplate'], [99999, 'other'],
  ];
  for (const language of ['en', 'zh'] as const) {
    const { app, wx } = h.open({ language });
    for (const [errCode, reason] of codes) {
      wx.requestSubscribeMessage = ({ fail }) => fail?.({ errCode, errMsg: `requestSubscribeMessage:fail ${errCode}` });

      const outcome = await app.requestSubscriptions({ templateIds: ['tmpl-a'] });

      assert.deepEqual({ ...outcome, message: '' }, { state: 'notShown', asked: ['tmpl-a'], accepted: [], results: {}, reason, errCode, message: '' });
      assert.match(outcome.message ?? '', language === 'zh' ? /[\u4e00-\u9fff]{4}/ : /^[A-Z][^\u4e00-\u9fff]+$/);
      assert.doesNotMatch(outcome.message ?? '', /\{0\}/);
    }

    assert.deepEqual(app.status().waiting.subscriptions, 0, 'nothing was chosen');
  }
});

test('outside of a tap, without a dialog, and with one that throws, the outcome says so', async t => {
  const h = await start(t);
  const { app, wx } = h.open();
  const ask = () => app.requestSubscriptions({ templateIds: ['tmpl-a'] });
  assert.equal((await ask()).reason, 'unsupported');

  wx.requestSubscribeMessage = ({ fail }) => fail?.({ errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.' });
  assert.equal((await ask()).reason, 'needsTap');

  wx.requestSubscribeMessage = () => {
    throw new Error('tmplIds must be an array');
  };
  const outcome = await ask();
  assert.equal(outcome.reason, 'other');
  assert.match(outcome.message ?? '', /tmplIds must be an array/);
});

test('a server that does not answer is an outcome, not an exception', async t => {
  const h = await start(t);
  const { app } = h.open({}, wx => {
    wx.isOffline = true;
    wx.requestSubscribeMessage = answering('accept').show;
  });

  const outcome = await app.requestSubscriptions();

  assert.equal(outcome.state, 'notShown');
  assert.equal(outcome.reason, 'serverAway');
});

test('when no template is short, nobody is asked', async t => {
  const h = await start(t);
  const user = answering('accept');
  const { app } = h.open({}, wx => (wx.requestSubscribeMessage = user.show));

  assert.equal((await app.requestSubscriptions()).state, 'nothingToAsk');
  assert.deepEqual(user.dialogs, []);
});

test('a second tap gets the dialog that is open', async t => {
  const h = await start(t);
  const user = answering('accept');
  const { app } = h.open({}, wx => (wx.requestSubscribeMessage = user.show));

  const [first, second] = await Promise.all([app.requestSubscriptions({ templateIds: ['tmpl-a'] }), app.requestSubscriptions({ templateIds: ['tmpl-a'] })]);

  assert.equal(first, second);
  assert.equal(user.dialogs.length, 1);
  await app.requestSubscriptions({ templateIds: ['tmpl-a'] });
  assert.equal(user.dialogs.length, 2);
});

test('what the user chose without network is uploaded after a restart', async t => {
  const h = await start(t);
  const before = h.open({}, wx => {
    wx.isOffline = true;
    wx.requestSubscribeMessage = answering('accept').show;
  });
  await before.app.requestSubscriptions({ templateIds: ['tmpl-a'] });
  await before.app.flush();
  before.wx.kill();

  await h.open().app.flush();

  assert.equal(h.server.reports.length, 1);
  assert.deepEqual(h.server.reports[0]?.subscriptions[0]?.results, { 'tmpl-a': 'accept' });
});

test('the balance is the server’s', async t => {
  const h = await start(t);
  const { app } = h.open();
  app.onTap({ detail: { formId: '1' } });
  await app.flush();

  assert.deepEqual(await app.balance(), { formIds: 1, subscriptions: [{ templateId: 'tmpl-a', balance: 2, isLongTerm: false, allowsSending: true }] });
});
