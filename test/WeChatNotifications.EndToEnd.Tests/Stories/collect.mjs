// A mini program in Node: logs one user in, submits forms, and uploads what they gave, all through the package in modules/miniprogram.
// Arguments: the package's entry file, the API's address, the appid, a log-in code. Form ids come as JSON on standard input.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const [entry, baseUrl, appId, code] = process.argv.slice(2);
const { createWeChatNotifications } = createRequire(import.meta.url)(entry);
const formIds = JSON.parse(await text(process.stdin));
const storage = new Map();

const wx = {
  login: ({ success }) => queueMicrotask(() => success({ code })),
  request({ url, method = 'GET', data, header, success, fail }) {
    fetch(url, { method, headers: { 'content-type': 'application/json', ...header }, body: method === 'GET' || data === undefined ? undefined : typeof data === 'string' ? data : JSON.stringify(data) })
      .then(async answer => {
        const body = await answer.text();
        success?.({ statusCode: answer.status, data: body ? JSON.parse(body) : '', header: Object.fromEntries(answer.headers) });
      })
      .catch(error => fail?.({ errMsg: `request:fail ${error.message}` }));
  },
  getStorageSync: key => storage.get(key) ?? '',
  setStorageSync: (key, value) => storage.set(key, value),
  removeStorageSync: key => storage.delete(key),
  onAppShow() {},
  onAppHide() {},
};

const app = createWeChatNotifications({ baseUrl, appId, wx });
for (const formId of formIds) {
  app.onTap({ detail: { formId } });
}

let accepted = 0;
for (let i = 0; i < 20 && app.status().waiting.formIds > 0; i++) {
  accepted += (await app.flush()).accepted ?? 0;
}

console.log(JSON.stringify({ accepted, waiting: app.status().waiting.formIds, balance: (await app.balance()).formIds }));
process.exit(0);
