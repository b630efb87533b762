import type { Api } from './api';
import { isObject, isTime, readList } from './json';
import type { Clock } from './platform';
import type { Store } from './store';

const key = 'templates';

/** The most that the server names, and that WeChat takes in one dialog. */
export const mostTemplates = 5;

/** How long a list is good without asking again. */
const freshness = 10 * 60_000;

/** How long a list is better than losing the tap for a question to the server. */
const usability = 24 * 3600_000;

/** A template that the user may be asked for. */
export interface TemplateOffer {
  /** WeChat's template id. */
  templateId: string;
  /** The template's name in the business code. */
  name: string;
  /** The title that the dialog shows. */
  title: string;
  /** Messages that may still be sent to this user. */
  balance: number;
  /** Whether one accept holds for good. */
  isLongTerm: boolean;
}

interface KeptOffers {
  at: number;
  templates: TemplateOffer[];
}

/** Which templates the server would like to ask for, the most urgent first. Known beforehand, because a tap cannot wait for the network. */
export class TemplateOffers {
  private kept: KeptOffers | undefined;
  private running: Promise<TemplateOffer[]> | undefined;

  constructor(
    private readonly api: Api,
    private readonly store: Store,
    private readonly clock: Clock,
  ) {
    const stored = store.read(key);
    if (isObject(stored) && isTime(stored['at'])) {
      this.kept = { at: stored['at'], templates: readList(stored['templates'], readOffer) };
    }
  }

  /** What is known without asking, unless it is too old to be of use. */
  get known(): TemplateOffer[] | undefined {
    return this.kept && this.age() < usability ? this.kept.templates : undefined;
  }

  /** The list, asked for anew when it is older than ten minutes. */
  async load(): Promise<TemplateOffer[]> {
    return this.kept && this.age() < freshness ? this.kept.templates : this.refresh();
  }

  /** Asks the server in any case. */
  refresh(): Promise<TemplateOffer[]> {
    if (!this.running) {
      const done = () => (this.running = undefined);
      this.running = this.ask();
      this.running.then(done, done);
    }

    return this.running;
  }

  private async ask(): Promise<TemplateOffer[]> {
    const body = await this.api.call('GET', `/mini-program/templates?max=${mostTemplates}`, b => Array.isArray(b['templates']));
    const templates = readList(body['templates'], readOffer);
    this.kept = { at: this.clock.now(), templates };
    this.store.write(key, this.kept);
    return templates;
  }

  /** A clock that was set back makes it old rather than young for ever. */
  private age(): number {
    const age = this.clock.now() - (this.kept?.at ?? 0);
    return age < 0 ? Infinity : age;
  }
}

function readOffer(item: unknown): TemplateOffer | undefined {
  return isObject(item) && typeof item['templateId'] === 'string' && item['templateId'] !== ''
    ? {
        templateId: item['templateId'],
        name: String(item['name'] ?? ''),
        title: String(item['title'] ?? ''),
        balance: isTime(item['balance']) ? item['balance'] : 0,
        isLongTerm: item['isLongTerm'] === true,
      }
    : undefined;
}
