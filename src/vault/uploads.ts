import { mustGet } from '#base/assert.ts';
import type { BlobId, EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { instant } from '#base/time.ts';
import { encodeBarePayload, encodeBlobChange } from '#protocol/payload-codec.ts';
import { Batch } from './batch.ts';
import { sendBlob } from './blob-sending.ts';
import { attachNoteId } from './blob-shelf.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import type { Sync } from './sync.ts';
import { blobsOf } from './window-content.ts';

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
/** The first list is drawn meanwhile. */
const RESUME_AFTER_MS = 1_000;

/**
 * Sends sealed files to the relay, one at a time, and attaches each to its log once it is whole
 * there. What is still to do stands in notes, so that a crash or a cut loses nothing.
 */
export class Uploads {
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #noRoom: (reason: 'QUOTA' | 'FULL') => void;
  #working: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #failures = 0;
  #cancelRetry: (() => void) | undefined;
  #cancelResume: (() => void) | undefined;
  /** Bytes sent of the file under way. */
  sending:
    { blob: BlobId; entry: EntryId | undefined; doneBytes: number; totalBytes: number } | undefined;

  /** @param noRoom the relay is full, or this member used up its share for today */
  constructor(vault: OpenVault, sync: Sync, noRoom: (reason: 'QUOTA' | 'FULL') => void) {
    this.#vault = vault;
    this.#sync = sync;
    this.#noRoom = noRoom;
  }

  /** Looks for work; called whenever a log comes live, an op is taken or a note is written. */
  wake(): void {
    if (this.#working) {
      this.#again = true;
      return;
    }
    this.#working = this.#work().finally(() => {
      this.#working = undefined;
      if (this.#again && !this.#stopped) {
        this.#again = false;
        this.wake();
      }
    });
  }

  /** Looks for files that no op attaches yet, a moment after the opening: it reads every document. */
  resumeSoon(): void {
    const { clock, timers } = this.#vault.deps;
    this.#cancelResume = timers.at(instant(clock.now() + RESUME_AFTER_MS), () => {
      void this.#resume();
    });
  }

  /** Files of the records that no op attaches yet, whatever became of their notes. */
  async #resume(): Promise<void> {
    const { logs, notes, blobs, views, turns } = this.#vault;
    await turns.take(async () => {
      const batch = new Batch().tell('sync');
      for (const log of logs.all()) {
        if (log.row.sort !== 'record') continue;
        const documents = await views.section(log.logId, 'documents');
        if (!documents.ok) return documents;
        for (const blob of blobsOf(documents.value.entries)) {
          const id = attachNoteId(log.logId, blob);
          if (log.state.attached.has(blob) || notes.get('attach', id)) continue;
          const row = await blobs.row(blob);
          if (row.ok && row.value) notes.put(batch, 'attach', id, { log: log.logId, blob });
        }
      }
      return this.#vault.commit(batch);
    });
    this.wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRetry?.();
    this.#cancelResume?.();
  }

  get #isStopped(): boolean {
    return this.#stopped;
  }

  /** Is every file of this log attached? */
  isPending(log: LogId, blob: BlobId): boolean {
    return this.#vault.notes.get('attach', attachNoteId(log, blob)) !== undefined;
  }

  async #work(): Promise<void> {
    for (const { note } of this.#vault.notes.list('attach')) {
      if (this.#isStopped) return;
      const log = this.#vault.logs.get(note.log);
      if (!log || !this.#sync.isLive(note.log)) continue;
      // A channel's file is on the relay already, attached to the record it comes from.
      const isHere = log.row.record !== undefined;
      if (
        isHere &&
        this.isPending(mustGet(log.row.record, 'a channel shows a record'), note.blob)
      ) {
        continue;
      }
      const sent = isHere ? ok(undefined) : await this.#send(note.log, note.blob);
      if (sent.ok) await this.#attach(note.log, note.blob);
      else this.#failed(sent.error);
    }
  }

  /** Tries again after a while, each time a longer one: nothing else may ever wake the work. */
  #failed({ type }: VaultError): void {
    if (type === 'QuotaReached') this.#noRoom('QUOTA');
    if (type === 'RelayFull') this.#noRoom('FULL');
    if (type === 'FileNotHere' || type === 'FileDamaged' || this.#isStopped) return;
    const { clock, timers } = this.#vault.deps;
    const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    this.#cancelRetry?.();
    this.#cancelRetry = timers.at(instant(clock.now() + pause), () => {
      this.wake();
    });
  }

  async #send(log: LogId, blob: BlobId): Promise<Result<void, VaultError>> {
    const row = await this.#vault.blobs.row(blob);
    if (!row.ok) return row;
    if (row.value === undefined) return err({ type: 'FileNotHere' });
    const tell = (): void => {
      this.#vault.bell.ring(new Set(['progress']));
    };
    const sent = await sendBlob(this.#vault, this.#sync, log, row.value, {
      isStopped: () => this.#isStopped,
      sent: (doneBytes, totalBytes) => {
        const entry = this.#vault.notes.get('attach', attachNoteId(log, blob))?.entry;
        this.sending = { blob, entry, doneBytes, totalBytes };
        tell();
      },
    });
    this.sending = undefined;
    tell();
    return sent;
  }

  /** The op that makes the file part of the log; until it is acknowledged nothing is *Synchronisé*. */
  async #attach(logId: LogId, blob: BlobId): Promise<void> {
    this.#failures = 0;
    await this.#vault.turns.take(async () => {
      const log = this.#vault.logs.get(logId);
      const note = this.#vault.notes.get('attach', attachNoteId(logId, blob));
      if (!log || !note) return;
      const batch = new Batch().tell('sync');
      this.#vault.notes.remove(batch, 'attach', attachNoteId(logId, blob));
      if (!log.state.attached.has(blob)) {
        this.#vault.logs.append(batch, log, {
          kind: 'attach',
          publicPart: encodeBlobChange({ blobs: [blob] }),
          payload: encodeBarePayload(),
          isUpkeep: note.isUpkeep === true,
        });
      }
      await this.#vault.commit(batch);
    });
  }
}
