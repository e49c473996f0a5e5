import type { LogId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import type { VaultDeps } from './ports.ts';

const WAIT_MS = 20_000;

/** What is asked of the relay over the socket, of one log at a time, and answered by it later. */
export class Asked<T> {
  readonly #deps: Pick<VaultDeps, 'clock' | 'timers'>;
  readonly #ask: (logId: LogId) => void;
  readonly #waiting = new Map<LogId, ((answer: T | undefined) => void)[]>();

  constructor(deps: Pick<VaultDeps, 'clock' | 'timers'>, ask: (logId: LogId) => void) {
    this.#deps = deps;
    this.#ask = ask;
  }

  /** Undefined: no answer came in time, or the connection ended. */
  get(logId: LogId): Promise<T | undefined> {
    return new Promise((resolve) => {
      const until = (this.#deps.clock.now() + WAIT_MS) as Instant;
      const cancel = this.#deps.timers.at(until, () => {
        resolve(undefined);
      });
      const waiting = this.#waiting.get(logId) ?? [];
      const answer = (given: T | undefined): void => {
        cancel();
        resolve(given);
      };
      this.#waiting.set(logId, [...waiting, answer]);
      this.#ask(logId);
    });
  }

  answered(logId: LogId, answer: T | undefined): void {
    const waiting = this.#waiting.get(logId) ?? [];
    this.#waiting.delete(logId);
    for (const tell of waiting) tell(answer);
  }

  /** Nobody will answer any more. */
  giveUp(): void {
    for (const logId of [...this.#waiting.keys()]) this.answered(logId, undefined);
  }
}
