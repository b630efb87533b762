import type { PermitStorage } from './platform';
import { parse } from './json';

/**
 * The storage under our own keys, which never throws. What cannot be written stays in memory and is tried again with the next change;
 * what cannot be read is as if it were not there.
 */
export class Store {
  private failing = false;

  constructor(
    private readonly storage: PermitStorage,
    private readonly prefix: string,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  read(key: string): unknown {
    try {
      return parse(this.storage.get(this.prefix + key));
    } catch (error) {
      this.failed(error);
      return undefined;
    }
  }

  write(key: string, value: unknown): void {
    try {
      this.storage.set(this.prefix + key, JSON.stringify(value));
      this.failing = false;
    } catch (error) {
      this.failed(error);
    }
  }

  remove(key: string): void {
    try {
      this.storage.remove(this.prefix + key);
    } catch (error) {
      this.failed(error);
    }
  }

  // A full storage fails with every tap; it is told once until it works again.
  private failed(error: unknown): void {
    if (!this.failing) {
      this.failing = true;
      this.onFailure(error);
    }
  }
}
