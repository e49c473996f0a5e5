import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { Asked } from './asked.ts';
import type { VaultError } from './errors.ts';
import type { VaultDeps } from './ports.ts';

type Token = { readonly token: string; readonly expires: Instant };

/** A token is not used in its last minute: a chunk may take that long. */
const MARGIN_MS = 60_000;

/** Tokens for the blobs of each log: asked for over the socket, and gone with it. */
export class BlobTokens {
  readonly #clock: VaultDeps['clock'];
  readonly #asked: Asked<Token>;
  readonly #held = new Map<LogId, Token>();

  constructor(deps: Pick<VaultDeps, 'clock' | 'timers'>, ask: (logId: LogId) => void) {
    this.#clock = deps.clock;
    this.#asked = new Asked(deps, ask);
  }

  /** The token held, or a fresh one; the caller knows that the log is live. */
  async get(logId: LogId): Promise<Result<string, VaultError>> {
    const held = this.#held.get(logId);
    if (held && held.expires > this.#clock.now() + MARGIN_MS) return ok(held.token);
    const token = await this.#asked.get(logId);
    return token ? ok(token.token) : err({ type: 'RelayUnreachable' });
  }

  given(logId: LogId, token: Token): void {
    this.#held.set(logId, token);
    this.#asked.answered(logId, token);
  }

  /** A relay that began again knows none of the tokens that it gave before. */
  forgetAll(): void {
    this.#held.clear();
    this.#asked.giveUp();
  }
}
