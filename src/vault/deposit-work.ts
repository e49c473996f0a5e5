import type { LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import { Batch } from './batch.ts';
import { attachNoteId, blobRowWrite } from './blob-shelf.ts';
import { eraseChannel } from './channel-erasing.ts';
import { channelOf, channelsOf, type Channel } from './channel-entry.ts';
import { proofChange } from './deposit-archive.ts';
import { fetchDeposited } from './deposit-file.ts';
import { isTrusted, knownDeposits, undecidedIn, type Thing } from './deposit-known.ts';
import { receiptChanges } from './deposit-receipts.ts';
import type { Deposits } from './deposits.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import type { Sync } from './sync.ts';

/**
 * What the holder's device does by itself with deposits: reading receipts go into the journal, what
 * is accepted always is accepted, and what is undecided in a channel that closes is kept. Computed
 * from what stands, so that a crash or a lock loses nothing of it.
 */
export class DepositWork {
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #deposits: Deposits;
  #working: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(vault: OpenVault, sync: Sync, deposits: Deposits) {
    this.#vault = vault;
    this.#sync = sync;
    this.#deposits = deposits;
  }

  /** Looks for work; called when deposits came, a channel is live, or one is to be closed. */
  wake(): void {
    if (this.#working) {
      this.#again = true;
      return;
    }
    this.#working = this.#work().finally(() => {
      this.#working = undefined;
      if (!this.#again || this.#stopped) return;
      this.#again = false;
      this.wake();
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  async #work(): Promise<void> {
    for (const log of this.#vault.logs.all()) {
      if (log.row.sort !== 'record') continue;
      const channels = await channelsOf(this.#vault, log.logId);
      for (const channel of channels.ok ? channels.value : []) {
        if (this.#stopped) return;
        if (this.#vault.logs.get(channel.channel)) await this.#workOn(channel);
      }
    }
  }

  async #workOn(channel: Channel): Promise<void> {
    const isLive = this.#sync.isLive(channel.channel);
    if (!isTrusted(channel)) {
      await eraseChannel(this.#vault, channel.channel);
      return;
    }
    await this.#noteReceipts(channel);
    if (channel.closedAt !== undefined) {
      // Read to its end: nothing can be in it that is not kept.
      if (isLive && (await this.#keepAll(channel)))
        await eraseChannel(this.#vault, channel.channel);
    } else if (channel.acceptAlways && isLive && this.#sync.isLive(channel.record)) {
      await this.#acceptAll(channel);
    }
  }

  async #noteReceipts(channel: Channel): Promise<void> {
    const { deposits } = await this.#deposits.inbox.of(channel);
    await this.#vault.turns.take(async () => {
      const changes = await receiptChanges(this.#vault, channel, deposits);
      if (!changes.ok || changes.value.length === 0) return changes;
      const batch = new Batch();
      const log = this.#vault.logs.must(channel.record);
      const written = await writeEntries(this.#vault, batch, log, changes.value);
      return written.ok ? this.#vault.commit(batch) : written;
    });
  }

  async #acceptAll({ channel, record, acceptAlways }: Channel): Promise<void> {
    for (const { entry } of await this.#undecided(record, channel)) {
      if (!this.#stopped && this.#deposits.isHopeful(entry)) {
        await this.#deposits.accept(record, entry, acceptAlways);
      }
    }
  }

  /** @returns false: to be tried again, when the relay is there */
  async #keepAll({ channel, record }: Channel): Promise<boolean> {
    const unkept = await this.#unkept(record, channel);
    for (const deposit of unkept.ok ? unkept.value : []) {
      if (this.#stopped) return false;
      const kept = await this.#keep(record, deposit);
      if (!kept.ok) return false;
    }
    return unkept.ok;
  }

  async #undecided(record: LogId, channel: LogId): Promise<Thing[]> {
    const known = await knownDeposits(this.#vault, this.#deposits.inbox, record);
    if (!known.ok) return [];
    return undecidedIn(known.value).filter((deposit) => deposit.channel === channel);
  }

  async #unkept(record: LogId, channel: LogId): Promise<Result<Thing[], VaultError>> {
    const known = await knownDeposits(this.#vault, this.#deposits.inbox, record);
    if (!known.ok) return known;
    const { proofs } = known.value.kept;
    const isUnkept = (deposit: Thing): boolean =>
      deposit.channel === channel && !proofs.has(deposit.entry);
    return ok(undecidedIn(known.value).filter(isUnkept));
  }

  /** Its proof, and its file, which no relay will have any more but for this record. */
  async #keep(record: LogId, deposit: Thing): Promise<Result<void, VaultError>> {
    const { body, channel } = deposit;
    const file =
      body.kind === 'document'
        ? await fetchDeposited(this.#vault, this.#sync, body.file, [channel, record])
        : undefined;
    // A file that is not there, or is not what was said, no wait brings back.
    if (file?.ok === false && isPassing(file.error)) return file;
    return this.#vault.turns.take(async () => {
      const batch = new Batch().tell('sync', 'deposits');
      const kept = await this.#keepProofs(batch, record, [deposit]);
      if (!kept.ok) return kept;
      if (file?.ok === true) {
        const { row, isNew } = file.value;
        if (isNew) batch.write(blobRowWrite(row));
        const note = { log: record, blob: row.blob };
        this.#vault.notes.put(batch, 'attach', attachNoteId(record, row.blob), note);
      }
      return this.#vault.commit(batch);
    });
  }

  /** Another device of the holder erased the channel: what this one holds of it is kept too. */
  async keepUndecided(batch: Batch, log: OpenLog): Promise<Result<void, VaultError>> {
    const { record } = log.row;
    if (record === undefined) return ok(undefined);
    const channel = await channelOf(this.#vault, record, log.logId);
    if (!channel.ok || !isTrusted(channel.value)) return ok(undefined);
    const unkept = await this.#unkept(record, log.logId);
    return unkept.ok ? this.#keepProofs(batch, record, unkept.value) : unkept;
  }

  #keepProofs(
    batch: Batch,
    record: LogId,
    deposits: readonly Thing[],
  ): Promise<Result<void, VaultError>> {
    const at = this.#vault.deps.clock.now();
    const changes = deposits.map((deposit) => proofChange(deposit, at));
    return writeEntries(this.#vault, batch, this.#vault.logs.must(record), changes);
  }
}

const isPassing = ({ type }: VaultError): boolean =>
  !['FileNotHere', 'FileDamaged', 'FileTypeMismatch', 'DeviceFull'].includes(type);
