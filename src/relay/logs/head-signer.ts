import type { LogId } from '#base/ids.ts';
import type { SignedHead } from '#protocol/messages.ts';
import { signHead } from '#protocol/relay-chain.ts';
import type { OpenLog } from './open-log.ts';

/** Signs where logs stand, once for each head that anybody asks for. */
export class HeadSigner {
  readonly #secretKey: Uint8Array;

  /** @param secretKey the relay's, 64 bytes */
  constructor(secretKey: Uint8Array) {
    this.#secretKey = secretKey;
  }

  signed(log: OpenLog): SignedHead {
    log.signedHead ??= this.#sign(log.logId, { inc: log.inc, ...log.head });
    return log.signedHead;
  }

  #sign(logId: LogId, head: Omit<SignedHead, 'signature'>): SignedHead {
    return signHead(this.#secretKey, logId, head);
  }
}
