import type { LogId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import type { ClientEffect, ClientEvent } from '#protocol/client-events.ts';
import type { Read } from '#protocol/messages.ts';
import { Asked } from './asked.ts';
import { BlobTokens } from './blob-tokens.ts';
import type { VaultError } from './errors.ts';
import type { VaultDeps } from './ports.ts';

/** What the relay is asked on a connection, and answers on the same one or never. */
export class RelayAnswers {
  readonly #tokens: BlobTokens;
  readonly #reads: Asked<readonly Read[]>;

  /** @param ask hands a question to the client's session */
  constructor(deps: Pick<VaultDeps, 'clock' | 'timers'>, ask: (event: ClientEvent) => void) {
    this.#tokens = new BlobTokens(deps, (logId) => {
      ask({ type: 'askBlobToken', logId });
    });
    this.#reads = new Asked(deps, (logId) => {
      ask({ type: 'askReads', logId });
    });
  }

  blobToken(logId: LogId): Promise<Result<string, VaultError>> {
    return this.#tokens.get(logId);
  }

  /** What each key has fetched; undefined: no answer came. */
  reads(logId: LogId): Promise<readonly Read[] | undefined> {
    return this.#reads.get(logId);
  }

  take(effect: Extract<ClientEffect, { type: 'blobToken' | 'reads' }>): void {
    if (effect.type === 'blobToken') this.#tokens.given(effect.logId, effect);
    else this.#reads.answered(effect.logId, effect.reads);
  }

  /** The connection is gone. */
  forgetAll(): void {
    this.#tokens.forgetAll();
    this.#reads.giveUp();
  }
}
