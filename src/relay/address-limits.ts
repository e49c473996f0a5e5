import { HOUR_MS, type Clock } from '#base/time.ts';

/** What one address may do without having proven anything. */
export type AddressQuota = {
  readonly connections: number;
  readonly newLogsPerHour: number;
  readonly mailboxesPerHour: number;
};

type Counts = { connections: number; hour: number; newLogs: number; mailboxes: number };

/** Counts by address, in memory, forgotten after the hour: never stored, never logged. */
export class AddressLimits {
  readonly #quota: AddressQuota;
  readonly #clock: Clock;
  readonly #counts = new Map<string, Counts>();

  constructor(quota: AddressQuota, clock: Clock) {
    this.#quota = quota;
    this.#clock = clock;
  }

  /** @returns the release of the connection, or undefined when there are too many */
  connect(address: string): (() => void) | undefined {
    const counts = this.#of(address);
    if (counts.connections >= this.#quota.connections) return undefined;
    counts.connections += 1;
    return () => {
      counts.connections -= 1;
    };
  }

  mayCreateLog(address: string): boolean {
    const counts = this.#of(address);
    counts.newLogs += 1;
    return counts.newLogs <= this.#quota.newLogsPerHour;
  }

  mayOpenMailbox(address: string): boolean {
    const counts = this.#of(address);
    counts.mailboxes += 1;
    return counts.mailboxes <= this.#quota.mailboxesPerHour;
  }

  /** Forgets addresses of earlier hours that have no connection. */
  forgetOld(): void {
    const hour = this.#hour();
    for (const [address, counts] of this.#counts) {
      if (counts.connections === 0 && counts.hour !== hour) this.#counts.delete(address);
    }
  }

  #hour(): number {
    return Math.floor(this.#clock.now() / HOUR_MS);
  }

  #of(address: string): Counts {
    const hour = this.#hour();
    const counts = this.#counts.get(address) ?? { connections: 0, hour, newLogs: 0, mailboxes: 0 };
    if (counts.hour !== hour) Object.assign(counts, { hour, newLogs: 0, mailboxes: 0 });
    this.#counts.set(address, counts);
    return counts;
  }
}
