/** Languages of the messages. */
export type Language = 'en' | 'zh';

interface Text {
  en: string;
  zh: string;
}

/** Why something of ours went wrong. */
const errorTexts = {
  wxLogin: { en: 'wx.login gave no code: {0}', zh: 'wx.login 没有返回 code：{0}' },
  loginHeaders: { en: 'The option loginHeaders threw: {0}', zh: '选项 loginHeaders 抛出异常：{0}' },
  network: { en: 'The server was not reached: {0}', zh: '无法连接服务器：{0}' },
  status: { en: 'The server answered {0}: {1}', zh: '服务器返回 {0}：{1}' },
  answer: { en: 'The answer did not come from the notification server: {0}', zh: '返回的内容不是通知服务的应答：{0}' },
  storage: {
    en: 'The storage of the mini program failed; what is collected now is lost when the app ends: {0}',
    zh: '小程序本地存储失败，此刻收集的内容会在小程序退出后丢失：{0}',
  },
  refused: { en: 'The server refused {0} of the reported permits; the first: {1}', zh: '服务器拒绝了上报内容中的 {0} 项，第一项：{1}' },
  gaveUp: {
    en: 'Uploading failed {0} times in a row. The permits are kept; the next try is when the app is opened or makes a request.',
    zh: '连续上传失败 {0} 次。内容已保留，下次打开小程序或发起请求时再试。',
  },
} satisfies Record<string, Text>;

/** Kinds of {@link NotificationsError}. */
export type ErrorCode = keyof typeof errorTexts;

/** Why the subscription dialog was not answered, in words that may be shown to the user. Codes: wx.requestSubscribeMessage. */
const dialogTexts = {
  unsupported: { en: 'This version of WeChat is too old for subscriptions.', zh: '当前微信版本过低，不支持订阅消息，请升级微信。' },
  needsTap: {
    en: 'The dialog may only be opened directly from a tap. Call prefetchTemplates() when the page loads.',
    zh: '只能在用户点击时直接弹出订阅窗口。请在页面加载时调用 prefetchTemplates()。',
  },
  serverAway: { en: 'The list of messages could not be loaded. Please try again.', zh: '暂时无法获取可订阅的消息，请稍后重试。' },
  network: { en: 'The network failed. Please try again.', zh: '网络异常，请稍后重试。' },
  emptyList: { en: 'No template was named (10001).', zh: '没有指定订阅消息模板（10001）。' },
  badTemplateId: { en: 'A template id is not valid (10004).', zh: '模板 ID 的类型不正确（10004）。' },
  inBackground: { en: 'The mini program went to the background before the dialog came up.', zh: '小程序已切到后台，无法弹出订阅窗口。' },
  unknownTemplate: {
    en: 'WeChat does not know the template, or it belongs to another mini program (20001).',
    zh: '模板不存在，或不属于当前小程序（20001）。',
  },
  mixedKinds: { en: 'One-time and long-term templates cannot be asked for together (20002).', zh: '一次性订阅与长期订阅的模板不能同时请求（20002）。' },
  tooMany: { en: 'Too many templates at once (20003).', zh: '一次请求的模板数量超过上限（20003）。' },
  mainSwitchOff: {
    en: 'Subscription messages are switched off. They can be allowed under “…” → Settings → Notifications.',
    zh: '您已关闭订阅消息，可点击右上角“…”→“设置”→“通知管理”重新开启。',
  },
  banned: { en: 'This mini program is banned from subscription messages (20005).', zh: '该小程序的订阅消息能力已被封禁（20005）。' },
  deviceTemplate: { en: 'Device messages need wx.requestSubscribeDeviceMessage (20013).', zh: '设备消息请使用 wx.requestSubscribeDeviceMessage（20013）。' },
  other: { en: 'WeChat did not show the dialog: {0}', zh: '微信未能弹出订阅窗口：{0}' },
} satisfies Record<string, Text>;

/** Why the subscription dialog was not answered. */
export type DialogReason = keyof typeof dialogTexts;

/** The message of an error, in one of the languages. */
export function errorText(code: ErrorCode, language: Language, ...values: unknown[]): string {
  return fill(errorTexts[code][language], values);
}

/** The message of a dialog that was not answered, in one of the languages. */
export function dialogText(reason: DialogReason, language: Language, ...values: unknown[]): string {
  return fill(dialogTexts[reason][language], values);
}

function fill(text: string, values: unknown[]): string {
  return text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
}
