import type { BlobId, LogId, OpHash } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import { rightsOf } from '#protocol/log-rules.ts';
import { Batch } from './batch.ts';
import { compactLog } from './compaction.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { checkSnapshot } from './snapshot-check.ts';
import type { BlobOrigin } from './snapshot-docs.ts';
import { packSnapshot, type SnapshotNote } from './snapshot-note.ts';
import { digestOf, keepSnapshotRow, readSnapshotRow } from './snapshot-row.ts';
import {
  appendSnapshot,
  docsNow,
  giveUpBlobs,
  keepSealed,
  opsSince,
  sealDocs,
  type DocToWrite,
} from './snapshot-work.ts';
import type { Sync } from './sync.ts';

const OPS_BEFORE_SNAPSHOT = 1_000;

/** What the vault knows of snapshots beside its logs. */
export type SnapshotHooks = {
  readonly wakeUploads: () => void;
  /** A snapshot of another device lacks what stands here; what it lacks was published again. */
  readonly lacked: () => void;
  readonly blobs: BlobOrigin;
};

/**
 * Takes snapshots of keyrings and records, and makes use of those that other devices took. Each
 * step is looked for in what stands on the device, so that a crash between two of them loses
 * nothing: docs are sealed and attached, then the op is written, then what it covers leaves.
 */
export class Snapshots {
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #hooks: SnapshotHooks;
  readonly #tried = new Set<OpHash>();
  #working: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(vault: OpenVault, sync: Sync, hooks: SnapshotHooks) {
    this.#vault = vault;
    this.#sync = sync;
    this.#hooks = hooks;
  }

  /** Looks for work; called whenever a log came to rest. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#working) {
      this.#again = true;
      return;
    }
    this.#working = this.#work().finally(() => {
      this.#working = undefined;
      if (!this.#again) return;
      this.#again = false;
      this.wake();
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  async #work(): Promise<void> {
    for (const log of this.#vault.logs.all()) {
      if (this.#stopped) return;
      if (log.row.sort !== 'channel' && this.#isAtRest(log)) await this.#look(log);
    }
  }

  /** Everything of the log is at the relay, and everything of the relay's is here. */
  #isAtRest(log: OpenLog): boolean {
    const { logId, state, author } = log;
    const { logs, notes } = this.#vault;
    const isSent =
      !logs.unsent().some((unsent) => unsent.logId === logId) &&
      !notes.list('attach').some(({ note }) => note.log === logId);
    const isKnown = log.row.epochKeys[String(state.epoch)] !== undefined && state.stubs.size === 0;
    return isSent && isKnown && this.#sync.isLive(logId) && rightsOf(state, author)?.admin === true;
  }

  async #look(log: OpenLog): Promise<void> {
    const { notes, deps } = this.#vault;
    const note = notes.get('snapshot', log.logId);
    const last = log.state.snapshot?.hash;
    if (note?.sent && note.sent.hash === last) return this.#conclude(log, note);
    if (last !== undefined && !note?.sent) await this.#check(log, last);
    const isDue = opsSince(log.state) >= (deps.opsBeforeSnapshot ?? OPS_BEFORE_SNAPSHOT);
    if (isDue) return this.#take(log, note);
    if (note) await this.#giveUp(log, note);
  }

  // ------------------------------------------------------------------ taking

  async #take(log: OpenLog, note: SnapshotNote | undefined): Promise<void> {
    if (await this.#hasSetAside(log.logId)) return;
    const docs = await this.#writeIfSealed(log, note);
    if (!docs.ok || docs.value === undefined) return;
    const sealed = await sealDocs(this.#vault, log, docs.value, note);
    if (!sealed.ok) return;
    await this.#inTurn((batch) => {
      keepSealed(this.#vault, batch, log.logId, sealed.value, note);
      return ok(undefined);
    });
    this.#hooks.wakeUploads();
    this.#again = true;
  }

  async #hasSetAside(logId: LogId): Promise<boolean> {
    const range = { from: `${logId}/`, to: `${logId}/\uffff`, limit: 1 };
    const aside = await this.#vault.deps.store.range('setAside', range);
    return !aside.ok || aside.value.length > 0;
  }

  /** Writes the op when blobs hold every doc as it stands now; otherwise says what there is to seal. */
  #writeIfSealed(
    log: OpenLog,
    note: SnapshotNote | undefined,
  ): Promise<Result<DocToWrite[] | undefined, VaultError>> {
    const vault = this.#vault;
    return vault.turns.take(async () => {
      if (!this.#isAtRest(log)) return ok(undefined);
      const docs = await docsNow(vault, log.logId);
      if (!docs.ok || docs.value === undefined) return docs;
      if (!note || !isSealed(log, note, docs.value)) return docs;
      const before = packSnapshot(log.state.snapshot);
      const batch = new Batch().tell('sync');
      const hash = appendSnapshot(vault, batch, log, note.docs);
      if (hash === undefined) return ok(undefined);
      vault.notes.put(batch, 'snapshot', log.logId, { ...note, sent: { hash, before } });
      const done = await vault.commit(batch);
      return done.ok ? ok(undefined) : done;
    });
  }

  /** The relay took it: what it covers leaves this device, and the docs of the one before are given up. */
  async #conclude(log: OpenLog, { docs, made, sent }: SnapshotNote): Promise<void> {
    const former = await readSnapshotRow(this.#vault, log.logId);
    if (!former.ok || !sent) return;
    await this.#inTurn((batch) => {
      const kept = new Set(docs.map(({ blob }) => blob));
      const known = [...made, ...(former.value?.docs.map(({ blob }) => blob) ?? [])];
      keepSnapshotRow(this.#vault, batch, log.logId, { hash: sent.hash, docs });
      giveUpBlobs(this.#vault, batch, log, without(known, kept));
      this.#vault.notes.remove(batch, 'snapshot', log.logId);
      return compactLog(this.#vault, batch, log);
    });
  }

  /** Another device's snapshot stands: the blobs that were sealed for ours serve nobody. */
  async #giveUp(log: OpenLog, { made, sent }: SnapshotNote): Promise<void> {
    const row = await readSnapshotRow(this.#vault, log.logId);
    if (!row.ok) return;
    const isKnown = row.value?.hash === log.state.snapshot?.hash;
    // One that was sent may have stood for a moment, and what stands now may hold its docs.
    if (sent && !isKnown) return;
    await this.#inTurn((batch) => {
      const kept = new Set(isKnown ? row.value?.docs.map(({ blob }) => blob) : []);
      giveUpBlobs(this.#vault, batch, log, without(made, kept));
      this.#vault.notes.remove(batch, 'snapshot', log.logId);
      return ok(undefined);
    });
  }

  // ------------------------------------------------------------ other devices'

  /** Once for each snapshot: does it hold what stands here? Only then do ops leave the device. */
  async #check(log: OpenLog, hash: OpHash): Promise<void> {
    if (this.#tried.has(hash)) return;
    this.#tried.add(hash);
    const row = await readSnapshotRow(this.#vault, log.logId);
    if (!row.ok || row.value?.hash === hash) return;
    const checked = await checkSnapshot(this.#vault, log, hash, this.#hooks.blobs);
    if (!checked.ok) return;
    if (checked.value === 'lacks') this.#hooks.lacked();
    else await this.#inTurn((batch) => compactLog(this.#vault, batch, log));
  }

  #inTurn(gather: (batch: Batch) => Gathered | Promise<Gathered>): Promise<unknown> {
    return this.#vault.turns.take(async () => {
      const batch = new Batch().tell('sync');
      const gathered = await gather(batch);
      if (gathered.ok) return this.#vault.commit(batch);
      batch.giveUp();
      return gathered;
    });
  }
}

type Gathered = Result<void, VaultError>;

const without = (blobs: readonly BlobId[], kept: ReadonlySet<BlobId>): BlobId[] =>
  blobs.filter((blob) => !kept.has(blob));

/** Whether the blobs of a note are attached and say what the docs say now. */
const isSealed = (log: OpenLog, note: SnapshotNote, docs: readonly DocToWrite[]): boolean =>
  note.docs.length === docs.length &&
  docs.every(({ docId, content }, index) => {
    const row = note.docs[index];
    return (
      row?.docId === docId && row.digest === digestOf(content) && log.state.attached.has(row.blob)
    );
  });
