import { notifications } from '../../notifications';

Page({
  data: { hint: '' },

  onLoad() {
    // A tap cannot wait for the network: know the templates before.
    notifications.prefetchTemplates().catch(() => undefined);
  },

  async onSubscribe() {
    // The first thing in the handler: WeChat opens the dialog only straight from a tap.
    const outcome = await notifications.requestSubscriptions({ max: 3 });
    this.setData({ hint: outcome.state === 'answered' ? `Allowed: ${outcome.accepted.length}` : (outcome.message ?? '') });
  },
});
