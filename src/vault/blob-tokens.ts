import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { VaultError } from './errors.ts';
import type { VaultDeps } from './ports.ts';

type Token = { readonly token: string; readonly expires: Instant };

/** A token is not used in its last minute: a chunk may take that long. */
const MARGIN_MS = 60_000;
const WAIT_MS = 20_000;

/** Tokens for the blobs of each log: asked for over the socket, and gone with it. */
export class BlobTokens {
  readonly #deps: Pick<VaultDeps, 'clock' | 'timers'>;
  readonly #ask: (logId: LogId) => void;
  readonly #held = new Map<LogId, Token>();
  readonly #waiting = new Map<LogId, ((token: Token | undefined) => void)[]>();

  constructor(deps: Pick<VaultDeps, 'clock' | 'timers'>, ask: (logId: LogId) => void) {
    this.#deps = deps;
    this.#ask = ask;
  }

  /** The token held, or a fresh one; the caller knows that the log is live. */
  async get(logId: LogId): Promise<Result<string, VaultError>> {
    const now = this.#deps.clock.now();
    const held = this.#held.get(logId);
    if (held && held.expires > now + MARGIN_MS) return ok(held.token);
    const token = await new Promise<Token | undefined>((resolve) => {
      const cancel = this.#deps.timers.at((now + WAIT_MS) as Instant, () => {
        resolve(undefined);
      });
      const waiting = this.#waiting.get(logId) ?? [];
      const answer = (given: Token | undefined): void => {
        cancel();
        resolve(given);
      };
      this.#waiting.set(logId, [...waiting, answer]);
      this.#ask(logId);
    });
    return token ? ok(token.token) : err({ type: 'RelayUnreachable' });
  }

  given(logId: LogId, token: Token): void {
    this.#held.set(logId, token);
    this.#answer(logId, token);
  }

  /** A relay that began again knows none of the tokens that it gave before. */
  forgetAll(): void {
    this.#held.clear();
    for (const logId of [...this.#waiting.keys()]) this.#answer(logId, undefined);
  }

  #answer(logId: LogId, token: Token | undefined): void {
    const waiting = this.#waiting.get(logId) ?? [];
    this.#waiting.delete(logId);
    for (const answer of waiting) answer(token);
  }
}
