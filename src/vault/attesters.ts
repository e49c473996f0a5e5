import { fromBase64Url } from '#base/bytes.ts';
import type { Attester } from '#protocol/bundle.ts';
import type { RelayHttp } from './ports.ts';

/** Whose word the operator of this relay takes for who somebody is. */
export class Attesters {
  readonly #relay: Pick<RelayHttp, 'getAttesters'>;
  #known: readonly Attester[] = [];

  constructor(relay: Pick<RelayHttp, 'getAttesters'>) {
    this.#relay = relay;
  }

  /** As last heard; nobody before that: an identity is then declared by its bearer alone. */
  get known(): readonly Attester[] {
    return this.#known;
  }

  /** Asks the relay; where it does not answer, what was last heard stands. */
  async ask(): Promise<readonly Attester[]> {
    const listed = await this.#relay.getAttesters();
    if (listed.ok) {
      this.#known = listed.value.flatMap((key) => {
        const publicKey = fromBase64Url(key);
        return publicKey.ok ? [{ publicKey: publicKey.value }] : [];
      });
    }
    return this.#known;
  }
}
