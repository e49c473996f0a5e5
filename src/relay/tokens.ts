import { toBase64Url, type Bytes } from '#base/bytes.ts';
import type { AuthorId, LogId } from '#base/ids.ts';
import { instant, type Clock, type Instant } from '#base/time.ts';
import { limits } from '#protocol/limits.ts';
import type { Bearer } from './blobs/blob-desk.ts';

const MAX_TOKENS = 100_000;

/** Tokens that the socket gives for the blobs of one log: random, short-lived, in memory only. */
export class Tokens {
  readonly #randomBytes: (length: number) => Bytes;
  readonly #clock: Clock;
  readonly #bearers = new Map<string, Bearer & { readonly expires: Instant }>();

  constructor(randomBytes: (length: number) => Bytes, clock: Clock) {
    this.#randomBytes = randomBytes;
    this.#clock = clock;
  }

  give(logId: LogId, authors: ReadonlySet<AuthorId>): { token: string; expires: Instant } {
    this.#forgetOld();
    const token = toBase64Url(this.#randomBytes(32));
    const expires = instant(this.#clock.now() + limits.blobTokenMs);
    this.#bearers.set(token, { logId, authors, expires });
    return { token, expires };
  }

  bearerOf(token: string): Bearer | undefined {
    const bearer = this.#bearers.get(token);
    return bearer && bearer.expires > this.#clock.now() ? bearer : undefined;
  }

  /** Tokens stand in the order they were given, which is the order they end in. */
  #forgetOld(): void {
    const now = this.#clock.now();
    for (const [token, { expires }] of this.#bearers) {
      if (expires > now && this.#bearers.size < MAX_TOKENS) return;
      this.#bearers.delete(token);
    }
  }
}
