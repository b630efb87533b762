import { reasonOf } from './errors';
import { isObject } from './json';
import { mostTemplates, type TemplateOffers } from './offers';
import type { Settings } from './options';
import { dialogText, type DialogReason } from './texts';

/** What to ask for. */
export interface SubscriptionRequest {
  /** WeChat's template ids. Without them, the server chooses those that the user is shortest of. */
  templateIds?: readonly string[];
  /** How many the server may choose, 1 to 5. Default 3, which all versions of WeChat show. */
  max?: number;
}

/** What became of the dialog. */
export interface SubscriptionOutcome {
  /** `answered`: the user chose, or has chosen once and for all. `nothingToAsk`: the server names no template. `notShown`: see `reason`. */
  state: 'answered' | 'nothingToAsk' | 'notShown';
  /** The template ids that were asked for. */
  asked: string[];
  /** Those of them that the user allowed one more message of. */
  accepted: string[];
  /** WeChat's word by template id: `accept`, `acceptWithAlert` and the like, `reject`, `ban`, `filter`. */
  results: Record<string, string>;
  /** For `notShown`: why. */
  reason?: DialogReason;
  /** For `notShown`: WeChat's error code, if it named one. */
  errCode?: number;
  /** For `notShown`: the reason in words. */
  message?: string;
}

/** Error codes of wx.requestSubscribeMessage. */
const reasons: Record<number, DialogReason> = {
  10001: 'emptyList',
  10002: 'network',
  10003: 'network',
  10004: 'badTemplateId',
  10005: 'inBackground',
  20001: 'unknownTemplate',
  20002: 'mixedKinds',
  20003: 'tooMany',
  20004: 'mainSwitchOff',
  20005: 'banned',
  20013: 'deviceTemplate',
};

const words = /^(accept\w*|reject|ban|filter)$/;

/** The subscription dialog. */
export class SubscriptionDialog {
  private open: Promise<SubscriptionOutcome> | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly offers: TemplateOffers,
    private readonly onAnswer: (results: Record<string, string>) => void,
  ) {}

  /**
   * Shows it. WeChat allows that only straight from a tap: nothing is awaited before, as long as the templates are known. A second
   * tap gets the dialog that is already open. Never rejects.
   */
  show(request: SubscriptionRequest): Promise<SubscriptionOutcome> {
    if (!this.open) {
      const done = () => (this.open = undefined);
      this.open = this.start(request);
      this.open.then(done, done);
    }

    return this.open;
  }

  private start({ templateIds, max = 3 }: SubscriptionRequest): Promise<SubscriptionOutcome> {
    const most = Math.min(Math.max(Math.trunc(max) || 1, 1), mostTemplates);
    const ids = templateIds ?? this.offers.known?.map(offer => offer.templateId).slice(0, most);
    if (ids) {
      return this.ask([...new Set(ids)]);
    }

    return this.offers.refresh().then(
      offers => this.ask(offers.map(offer => offer.templateId).slice(0, most)),
      (error: unknown) => this.notShown([], 'serverAway', undefined, reasonOf(error)),
    );
  }

  private ask(asked: string[]): Promise<SubscriptionOutcome> {
    if (asked.length === 0) {
      return Promise.resolve<SubscriptionOutcome>({ state: 'nothingToAsk', asked, accepted: [], results: {} });
    }

    const show = this.settings.platform.requestSubscribeMessage;
    if (!show) {
      return Promise.resolve(this.notShown(asked, 'unsupported'));
    }

    return new Promise<SubscriptionOutcome>(resolve => {
      const failed = (error: unknown) => resolve(this.failed(asked, error));
      try {
        show.call(this.settings.platform, { tmplIds: asked, success: result => resolve(this.answered(asked, result)), fail: failed });
      } catch (error) {
        failed(error);
      }
    });
  }

  private answered(asked: string[], answer: unknown): SubscriptionOutcome {
    const results: Record<string, string> = {};
    for (const id of asked) {
      const word = isObject(answer) ? answer[id] : undefined;
      if (typeof word === 'string' && words.test(word)) {
        results[id] = word;
      }
    }

    if (Object.keys(results).length > 0) {
      this.onAnswer(results);
    }

    return { state: 'answered', asked, accepted: asked.filter(id => results[id]?.startsWith('accept')), results };
  }

  private failed(asked: string[], error: unknown): SubscriptionOutcome {
    const errCode = isObject(error) && error['errCode'] !== undefined ? Number(error['errCode']) : undefined;
    const text = reasonOf(error);
    const reason = reasons[errCode ?? 0] ?? (/tap gesture/i.test(text) ? 'needsTap' : 'other');
    return this.notShown(asked, reason, errCode, text);
  }

  private notShown(asked: string[], reason: DialogReason, errCode?: number, text = ''): SubscriptionOutcome {
    return { state: 'notShown', asked, accepted: [], results: {}, reason, errCode, message: dialogText(reason, this.settings.language, text) };
  }
}
