import { createWeChatNotifications } from 'wechat-notifications-miniprogram';

export const notifications = createWeChatNotifications({
  baseUrl: 'https://shop.example.com/api/wechat-notifications',
  appId: 'wx1234567890abcdef',
});
