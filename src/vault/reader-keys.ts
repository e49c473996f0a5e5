import type { Bytes } from '#base/bytes.ts';
import { authorIdOf, type MemberKeys } from '#crypto/keys.ts';
import { unwrapEpoch } from '#protocol/genesis.ts';
import { openOp } from '#protocol/op-codec.ts';
import type { Op, SeenHead } from '#protocol/op.ts';

/** Keys of a channel by epoch, for its reader; the grant gave the first, wraps give the others. */
export class ReaderKeys {
  readonly #keys = new Map<number, Bytes>();

  begin(first: Bytes): void {
    this.#keys.set(1, first);
  }

  of(epoch: number): Bytes | undefined {
    return this.#keys.get(epoch);
  }

  /** The holder's side turned the epoch: its key is wrapped for this reader too. */
  async learn(op: Op, { signing, kemSeed }: MemberKeys): Promise<void> {
    if (op.kind !== 'access') return;
    const key = await unwrapEpoch(op, authorIdOf(signing.publicKey), kemSeed);
    if (key.ok) this.#keys.set(op.epoch, key.value);
  }

  /** Undefined: under a key that this reader was not given, or not of the form it must have. */
  open(op: Op): { readonly seen: SeenHead; readonly payload: Bytes } | undefined {
    const key = this.#keys.get(op.epoch);
    const body = key && openOp(op, key);
    return body?.ok === true ? body.value : undefined;
  }
}
