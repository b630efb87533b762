import { notifications } from './notifications';

App({
  onLaunch() {
    // Not needed, but done by the time the first page asks for something.
    notifications.login().catch(error => console.warn(error.message));
  },
});
