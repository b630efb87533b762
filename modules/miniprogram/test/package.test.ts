import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { start, submit } from './harness';

const root = join(__dirname, '..');
const { miniprogram, dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Loads the package where there is nothing but the language and what is given: no process, no fetch, no Node. */
function load(globals: object): any {
  const sandbox = createContext({ ...globals });
  const loaded = new Map<string, { exports: any }>();
  const require = (name: string): any => {
    const file = `${name.replace(/^\.\//, '')}.js`;
    assert.ok(readdirSync(join(root, miniprogram)).includes(file), `${name} is needed, and is not in the package`);
    let module = loaded.get(file);
    if (!module) {
      module = { exports: {} };
      loaded.set(file, module);
      const code = readFileSync(join(root, miniprogram, file), 'utf8');
      runInContext(`(function (require, module, exports) {${code}\n})`, sandbox, { filename: file })(require, module, module.exports);
    }

    return module.exports;
  };
  return require('./index');
}

test('the package needs no other, and runs where there is nothing but wx', async t => {
  assert.deepEqual([dependencies, peerDependencies], [undefined, undefined]);
  const h = await start(t);
  h.server.now = Date.now;
  const wx = h.phone.open();
  const { createWeChatNotifications, formIdOf } = load({ wx, console, setTimeout, clearTimeout });

  const app = createWeChatNotifications({ baseUrl: h.server.baseUrl, appId: h.server.appId });
  assert.equal(formIdOf(submit('1')), '1');
  app.onTap(submit('1'));
  const result = await app.flush();

  assert.equal(result.state, 'done');
  assert.deepEqual(h.server.countedFormIds, ['1']);
});

test('without wx it says so', () => {
  assert.throws(() => load({}).createWeChatNotifications({ baseUrl: 'https://shop.example.com', appId: 'wx1' }), /wx is missing/);
});
