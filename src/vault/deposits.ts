import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { DepositMarks, DepositsState, WaitingDeposit } from './api.ts';
import type { Attesters } from './attesters.ts';
import { Batch } from './batch.ts';
import { attachNoteId, blobRowWrite } from './blob-shelf.ts';
import { channelOf } from './channel-entry.ts';
import { saidIn } from './deposit.ts';
import { proofChange, refusalChange } from './deposit-archive.ts';
import { documentFields, journalChange } from './deposit-changes.ts';
import { discard, fetchDeposited, sealNote, type FileHere } from './deposit-file.ts';
import { DepositInbox } from './deposit-inbox.ts';
import {
  bearerIn,
  knownDeposits,
  relationsOf,
  undecidedIn,
  type KnownDeposits,
  type Thing,
} from './deposit-known.ts';
import { marksOf } from './entries.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import type { Sync } from './sync.ts';

type Trouble = NonNullable<WaitingDeposit['trouble']>;
type Found = { readonly known: KnownDeposits; readonly deposit: Thing };

/** What correspondents deposited, and what the holder decides on it. */
export class Deposits {
  readonly inbox: DepositInbox;
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  /** Why a deposit could not be accepted when it was last tried. */
  readonly #troubles = new Map<EntryId, Trouble>();

  constructor(vault: OpenVault, sync: Sync, attesters: Attesters) {
    this.#vault = vault;
    this.#sync = sync;
    this.inbox = new DepositInbox(vault, attesters);
  }

  async state(record: LogId): Promise<Result<DepositsState, VaultError>> {
    const found = await knownDeposits(this.#vault, this.inbox, record);
    if (!found.ok) return found;
    const known = found.value;
    const waiting = undecidedIn(known).map((deposit): WaitingDeposit => ({
      deposit: deposit.entry,
      channel: deposit.channel,
      by: bearerIn(known, deposit),
      at: deposit.statement.createdAt,
      said: saidIn(deposit.body),
      ...relationsOf(known, deposit),
      trouble: this.#troubles.get(deposit.entry),
    }));
    const always = known.channels.filter((one) => one.acceptAlways && one.closedAt === undefined);
    return ok({
      waiting: waiting.sort((a, b) => b.at - a.at),
      aside: known.aside,
      always: always.map(({ channel }) => channel),
    });
  }

  /** A deposit that waits to be decided on. */
  async find(record: LogId, entry: EntryId): Promise<Result<Found, VaultError>> {
    const known = await knownDeposits(this.#vault, this.inbox, record);
    if (!known.ok) return known;
    const deposit = undecidedIn(known.value).find((one) => one.entry === entry);
    return deposit ? ok({ known: known.value, deposit }) : err({ type: 'UnknownEntry' });
  }

  /** Copies it among the documents, with its proof: both stand, file included, or nothing does. */
  async accept(
    record: LogId,
    entry: EntryId,
    marks: DepositMarks = {},
  ): Promise<Result<void, VaultError>> {
    const found = await this.find(record, entry);
    if (!found.ok) return found;
    const file = await this.#fileOf(record, found.value.deposit);
    if (!file.ok) {
      this.#noteTrouble(entry, file.error.type);
      return file;
    }
    const written = await this.#vault.turns.take(() =>
      this.#write(record, entry, file.value, marks),
    );
    if (!written.ok && file.value.isNew) await discard(this.#vault, file.value.row);
    return written;
  }

  #fileOf(record: LogId, { body, channel }: Thing): Promise<Result<FileHere, VaultError>> {
    return body.kind === 'note'
      ? sealNote(this.#vault, body)
      : fetchDeposited(this.#vault, this.#sync, body.file, [channel, record]);
  }

  #noteTrouble(entry: EntryId, type: VaultError['type']): void {
    const trouble = troubles.find((one) => one === type);
    if (trouble === undefined || this.#troubles.get(entry) === trouble) return;
    this.#troubles.set(entry, trouble);
    this.#vault.bell.ring(new Set(['deposits']));
  }

  async #write(
    record: LogId,
    entry: EntryId,
    { row, ref, isNew }: FileHere,
    marks: DepositMarks,
  ): Promise<Result<void, VaultError>> {
    // Decided meanwhile, here or on another device: looked at again within the turn.
    const found = await this.find(record, entry);
    if (!found.ok) return found;
    const { known, deposit } = found.value;
    const { deps, logs, notes } = this.#vault;
    const at = deps.clock.now();
    const by = bearerIn(known, deposit);
    const batch = new Batch().tell('sync', 'deposits');
    if (isNew) batch.write(blobRowWrite(row));
    notes.put(batch, 'attach', attachNoteId(record, row.blob), { log: record, blob: row.blob });
    const written = await writeEntries(this.#vault, batch, logs.must(record), [
      {
        type: 'add',
        id: entry,
        section: 'documents',
        fields: documentFields(deposit.body, by, ref),
        at,
      },
      ...marksOf(entry, marks),
      ...(known.kept.proofs.has(entry) ? [] : [proofChange(deposit, at)]),
      journalChange(this.#vault, 'depositAccepted', by, entry),
    ]);
    if (!written.ok) return written;
    batch.afterwards(() => this.#troubles.delete(entry));
    return this.#vault.commit(batch);
  }

  refuse(record: LogId, entry: EntryId): Promise<Result<void, VaultError>> {
    return this.#vault.turns.take(async () => {
      const found = await this.find(record, entry);
      if (!found.ok) return found;
      const { known, deposit } = found.value;
      const batch = new Batch().tell('deposits');
      const log = this.#vault.logs.must(record);
      const by = bearerIn(known, deposit);
      const written = await writeEntries(this.#vault, batch, log, [
        refusalChange(deposit, this.#vault.deps.clock.now()),
        journalChange(this.#vault, 'depositRefused', by, entry),
      ]);
      return written.ok ? this.#vault.commit(batch) : written;
    });
  }

  /** What this correspondent deposits is accepted as it comes; undefined: one by one again. */
  setAlways(channel: LogId, marks: DepositMarks | undefined): Promise<Result<void, VaultError>> {
    const record = this.#vault.logs.get(channel)?.row.record;
    if (record === undefined) return Promise.resolve(err({ type: 'UnknownChannel' }));
    return this.#vault.turns.take(async () => {
      const found = await channelOf(this.#vault, record, channel);
      if (!found.ok) return found;
      const batch = new Batch().tell('channels', 'deposits');
      const change = {
        type: 'change',
        id: found.value.entry,
        fields: { acceptAlways: marks ?? null },
        at: this.#vault.deps.clock.now(),
      } as const;
      const written = await writeEntries(this.#vault, batch, this.#vault.logs.must(record), [
        change,
      ]);
      return written.ok ? this.#vault.commit(batch) : written;
    });
  }

  /** Whether trying again now could end otherwise than the last time. */
  isHopeful(entry: EntryId): boolean {
    return !this.#troubles.has(entry);
  }
}

const troubles: readonly Trouble[] = [
  'FileNotHere',
  'FileDamaged',
  'FileTypeMismatch',
  'DeviceFull',
];
