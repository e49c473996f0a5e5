import { toHex, type Bytes } from '#base/bytes.ts';
import type { Result } from '#base/result.ts';
import { instant, MINUTE_MS, type Instant } from '#base/time.ts';
import { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';

/** Two clocks that differ by less show the same day and order of things to a person. */
const FAR_OFF_MS = 10 * MINUTE_MS;

/**
 * Now, for what ends at a moment: never before the last time that the relay was seen to say, so
 * that a clock set back opens nothing again (protocol 3.5).
 */
export function flooredNow({ deps, notes }: Pick<OpenVault, 'deps' | 'notes'>): Instant {
  return instant(Math.max(deps.clock.now(), notes.get('relayTime')?.at ?? 0));
}

/** What is kept of the relay that answers: its key, and what its clock says of this device's. */
export class RelayClock {
  readonly #vault: OpenVault;
  readonly #moved: () => void;
  /** The two clocks differ by more than a person would forgive. */
  isFarOff = false;

  /** @param moved the relay's time is known anew: what has ended may be seen by it */
  constructor(vault: OpenVault, moved: () => void) {
    this.#vault = vault;
    this.#moved = moved;
  }

  /** Trust on first use: the first key seen is the one every later head must bear. */
  answered(publicKey: Bytes): Promise<Result<void, VaultError>> {
    void this.#ask();
    const { deps, notes, turns } = this.#vault;
    return turns.take(() => {
      const batch = new Batch().tell('sync');
      const agreedAt = deps.clock.now();
      notes.put(batch, 'relay', '', { publicKey: toHex(publicKey), agreedAt });
      return this.#vault.commit(batch);
    });
  }

  async #ask(): Promise<void> {
    const { deps, notes, turns } = this.#vault;
    const asked = deps.clock.now();
    const answer = await deps.relay.getTime();
    if (!answer.ok) return;
    const at = answer.value;
    const answered = deps.clock.now();
    this.isFarOff = at < asked - FAR_OFF_MS || at > answered + FAR_OFF_MS;
    await turns.take(() => {
      const batch = new Batch().tell('sync');
      if (at > (notes.get('relayTime')?.at ?? 0)) notes.put(batch, 'relayTime', '', { at });
      return this.#vault.commit(batch);
    });
    this.#moved();
  }
}
