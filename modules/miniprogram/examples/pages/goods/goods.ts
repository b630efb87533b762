import { notifications } from '../../notifications';

Page({
  data: { photo: '/images/tea.png', name: 'Green tea', stock: 0 },

  onTap(event: WechatMiniprogram.FormSubmit) {
    notifications.onTap(event);
    void this.loadStock();
  },

  // Like wx.request; what was collected goes to the server beside it.
  async loadStock() {
    const { data } = await notifications.request<{ stock: number }>({ url: 'https://shop.example.com/api/goods/1' });
    this.setData({ stock: data.stock });
  },
});
