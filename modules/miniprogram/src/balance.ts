import type { Api } from './api';
import { isObject, isTime, readList } from './json';

/** What the server may still send to this user. */
export interface PermitBalance {
  /** Messages by form id or prepay id. */
  formIds: number;
  subscriptions: SubscriptionBalance[];
}

export interface SubscriptionBalance {
  /** WeChat's template id. */
  templateId: string;
  /** Accepts left, as far as the server knows. */
  balance: number;
  isLongTerm: boolean;
  /** Whether a message would be sent now. */
  allowsSending: boolean;
}

/** @throws NotificationsError */
export async function readBalance(api: Api): Promise<PermitBalance> {
  const body = await api.call('GET', '/mini-program/permits', b => isTime(b['formIds']) && Array.isArray(b['subscriptions']));
  return {
    formIds: body['formIds'] as number,
    subscriptions: readList(body['subscriptions'], item =>
      isObject(item) && typeof item['templateId'] === 'string'
        ? {
            templateId: item['templateId'],
            balance: isTime(item['balance']) ? item['balance'] : 0,
            isLongTerm: item['isLongTerm'] === true,
            allowsSending: item['allowsSending'] === true,
          }
        : undefined,
    ),
  };
}
