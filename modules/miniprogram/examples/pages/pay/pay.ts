import { notifications } from '../../notifications';

Page({
  async onPay() {
    // Your server creates the order at WeChat Pay and signs it: timeStamp, nonceStr, package, signType, paySign.
    const order = await notifications.request<WechatMiniprogram.RequestPaymentOption>({ url: 'https://shop.example.com/api/orders', method: 'POST' });
    try {
      await wx.requestPayment({ ...order.data });
    } catch {
      return; // Cancelled, or refused: WeChat has told the user.
    }

    // "prepay_id=wx…": it used to be good for three messages about this payment.
    notifications.collectPrepayId(order.data.package);
  },
});
