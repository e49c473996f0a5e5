import { equal, type Bytes } from '#base/bytes.ts';
import { decodeRecoveryWrite } from '#protocol/recovery-write.ts';
import type { GroupCommit } from './storage/group-commit.ts';
import type { Storage } from './storage/port.ts';

export type PutBox = 'created' | 'same' | 'malformed' | 'forbidden' | 'stale' | 'full' | 'limited';

/**
 * Recovery boxes under their locators. The first write binds a locator to the key that the kit's
 * words give; a later one must bear that key's signature and a higher version.
 */
export class RecoveryBoxes {
  readonly #storage: Storage;
  readonly #writer: GroupCommit;
  /** One writer at a time, so that two first writes never both bind. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(storage: Storage, writer: GroupCommit) {
    this.#storage = storage;
    this.#writer = writer;
  }

  get(locator: string): Promise<Bytes | undefined> {
    return this.#storage.readBox(locator);
  }

  /** @param mayCreate counts a first write against the address it comes from */
  put(locator: string, bytes: Bytes, mayCreate: () => boolean): Promise<PutBox> {
    const done = this.#turn.then(() => this.#put(locator, bytes, mayCreate));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #put(locator: string, bytes: Bytes, mayCreate: () => boolean): Promise<PutBox> {
    const write = decodeRecoveryWrite(bytes);
    if (!write.ok || Buffer.from(write.value.locator).toString('hex') !== locator) {
      return 'malformed';
    }
    const held = await this.#storage.readBox(locator);
    const before = held && decodeRecoveryWrite(held);
    if (held && equal(held, bytes)) return 'same';
    if (before?.ok === true && !equal(before.value.publicKey, write.value.publicKey)) {
      return 'forbidden';
    }
    if (before?.ok === true && before.value.version >= write.value.version) return 'stale';
    if (!held && !mayCreate()) return 'limited';
    const done = await this.#writer.write([{ type: 'putBox', locator, bytes }]);
    return done.ok ? 'created' : 'full';
  }
}
