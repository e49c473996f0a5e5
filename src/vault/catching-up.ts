import { ok, type Result } from '#base/result.ts';
import type { LogItem } from '#protocol/messages.ts';
import type { Cursor, Passed } from '#protocol/relay-cursor.ts';
import { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { makeRoom } from './make-room.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { receiveItems } from './receive.ts';
import type { Received } from './received-page.ts';
import { isShort, prepareShort, takeShort } from './short-log.ts';
import type { BlobOrigin } from './snapshot-docs.ts';

/** What came of a log since something was found missing in it. */
type Gathered = { readonly items: LogItem[]; readonly passed: Passed[]; cursor: Cursor };

const NOTHING: Received = { isForked: false, isWindowLost: false };

/**
 * Receives a log page by page. From the first page where ops are missing it only gathers, until
 * the log was read to its end: then the last snapshot, which stands for what is missing, is known.
 */
export class CatchingUp {
  readonly #vault: OpenVault;
  readonly #log: OpenLog;
  readonly #origin: BlobOrigin;
  #gathered: Gathered | undefined;

  constructor(vault: OpenVault, log: OpenLog, origin: BlobOrigin) {
    this.#vault = vault;
    this.#log = log;
    this.#origin = origin;
  }

  async deliver(
    items: readonly LogItem[],
    cursor: Cursor,
    passed: readonly Passed[],
  ): Promise<Result<Received, VaultError>> {
    const { turns } = this.#vault;
    if (!this.#gathered && isShort(this.#log.state, items)) {
      this.#gathered = { items: [], passed: [], cursor };
    }
    if (!this.#gathered) {
      return turns.take(() => receiveItems(this.#vault, this.#log, items, cursor, passed));
    }
    this.#gathered.items.push(...items);
    this.#gathered.passed.push(...passed);
    this.#gathered.cursor = cursor;
    return ok(NOTHING);
  }

  /** The log was read to its end. What cannot be explained is not kept, and read again later. */
  async settle(): Promise<Result<Received, VaultError>> {
    const gathered = this.#gathered;
    this.#gathered = undefined;
    if (!gathered) return ok(NOTHING);
    const vault = this.#vault;
    const prepared = await prepareShort(vault, this.#log, gathered.items, this.#origin);
    if (!prepared.ok) return prepared;
    return vault.turns.take(async () => {
      const room = await makeRoom(vault, this.#log, gathered.items);
      if (!room.ok) return room;
      const batch = new Batch().tell('sync');
      const { cursor, passed } = gathered;
      const at = { inc: cursor.inc, passed };
      const taken = await takeShort(vault, batch, this.#log, prepared.value, at);
      if (!taken.ok) {
        batch.giveUp();
        return taken;
      }
      vault.logs.places.pass(batch, this.#log, passed);
      vault.logs.setCursor(batch, this.#log, cursor);
      const done = await vault.commit(batch);
      return done.ok ? taken : done;
    });
  }

  /** Nothing gathered counts: the log is read again from where the device stands. */
  giveUp(): void {
    this.#gathered = undefined;
  }

  /** Whether ops are missing that nothing has explained yet. */
  get isGathering(): boolean {
    return this.#gathered !== undefined;
  }
}
