import type { AuthorId, BlobId, EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { instant } from '#base/time.ts';
import { chunkCount } from '#crypto/blob-stream.ts';
import type { Entry, Json } from '#record/entry.ts';
import { jsonEqual } from '#record/json.ts';
import { Batch } from './batch.ts';
import { blobRowWrite } from './blob-shelf.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import { contentHeads, covers, type Heads } from './log-content.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import type { HeldLogs } from './safety.ts';
import { bringBlob, type BlobOrigin } from './snapshot-docs.ts';
import type { Sync } from './sync.ts';
import { filesOf } from './window-content.ts';

/** Files up to this size come to every device; larger ones when they are opened. */
const FILE_FOR_ALL_BYTES = 20 * 2 ** 20;
/** More than this and a device only says that it lacks too many. */
const LACKS_MAX = 50;
/** What comes in a burst is said once. */
const PAUSE_MS = 1_000;

type Receipt = { readonly held: HeldLogs; readonly lacks: readonly BlobId[] | null };

/**
 * Makes this device a whole copy of the person's records, files included, and says so in the
 * keyring: what a second device holds survives the loss of the first. One device alone says
 * nothing, and nobody answers a receipt by a receipt.
 */
export class Copies {
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #incomplete: ReadonlySet<LogId>;
  readonly #origin: BlobOrigin;
  /** Files that are known to be here. */
  readonly #here = new Set<BlobId>();
  #cancel: (() => void) | undefined;
  #isWorking = false;
  #isStopped = false;

  constructor(vault: OpenVault, sync: Sync, incomplete: ReadonlySet<LogId>, origin: BlobOrigin) {
    this.#vault = vault;
    this.#sync = sync;
    this.#incomplete = incomplete;
    this.#origin = origin;
  }

  /** Something came, or went out. */
  wake(): void {
    if (this.#cancel || this.#isWorking || this.#isStopped) return;
    const { clock, timers } = this.#vault.deps;
    this.#cancel = timers.at(instant(clock.now() + PAUSE_MS), () => {
      this.#cancel = undefined;
      this.#isWorking = true;
      void this.#work().finally(() => {
        this.#isWorking = false;
      });
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  async #work(): Promise<void> {
    const { logs, keyring } = this.#vault;
    if (logs.must(keyring).state.members.size < 2) return;
    const mine = this.#logs();
    if (!mine.every(({ logId }) => this.#sync.isLive(logId) && !this.#incomplete.has(logId)))
      return;
    const lacks: BlobId[] = [];
    for (const log of mine) {
      if (log.row.sort !== 'record') continue;
      const missing = await this.#bringFiles(log);
      if (!missing.ok) return;
      lacks.push(...missing.value);
    }
    if (this.#isStopped) return;
    await this.#vault.turns.take(() =>
      this.#say(lacks.length > LACKS_MAX ? null : lacks.toSorted()),
    );
  }

  /** The keyring and the records; windows are computed anew from them. */
  #logs(): OpenLog[] {
    return this.#vault.logs.all().filter(({ row }) => row.sort !== 'channel');
  }

  /** @returns the files that are still not here */
  async #bringFiles({ logId, state }: OpenLog): Promise<Result<BlobId[], VaultError>> {
    const { views, blobs } = this.#vault;
    const documents = await views.section(logId, 'documents');
    if (!documents.ok) return documents;
    const lacks: BlobId[] = [];
    for (const { blob, sizeBytes } of filesOf(documents.value.entries)) {
      const id = blob as BlobId;
      if (this.#here.has(id)) continue;
      if (this.#isStopped) return err({ type: 'Locked' });
      const row = await blobs.row(id);
      if (!row.ok) return row;
      const isWanted = sizeBytes <= FILE_FOR_ALL_BYTES && state.attached.has(id);
      if (row.value || (isWanted && (await this.#bring(logId, id)))) this.#here.add(id);
      else lacks.push(id);
    }
    return ok(lacks);
  }

  async #bring(logId: LogId, blob: BlobId): Promise<boolean> {
    const { blobs, turns } = this.#vault;
    const maxChunks = chunkCount(FILE_FOR_ALL_BYTES);
    const brought = await bringBlob(blobs, logId, blob, this.#origin, maxChunks);
    if (!brought.ok) return false;
    const batch = new Batch().write(blobRowWrite(brought.value.row));
    return (await turns.take(() => this.#vault.commit(batch))).ok;
  }

  /** Only when there is something new of somebody else to speak of. */
  async #say(lacks: readonly BlobId[] | null): Promise<Result<void, VaultError>> {
    const vault = this.#vault;
    const keyring = vault.logs.must(vault.keyring);
    const said = await receipts(vault);
    if (!said.ok) return said;
    const before = said.value.get(keyring.author);
    const held = Object.fromEntries(this.#logs().map((log) => [log.logId, contentHeads(log)]));
    const isSaid = this.#logs().every((log) => {
      const others = { ...contentHeads(log), [log.ownChain]: 0 };
      return covers(before?.held[log.logId] ?? {}, others);
    });
    if (before && isSaid && jsonEqual(before.lacks, lacks)) return ok(undefined);
    const fields = { held, lacks } as Readonly<Record<string, Json>>;
    const id = keyring.author as string as EntryId;
    const at = vault.deps.clock.now();
    const batch = new Batch().tell('sync');
    const written = await writeEntries(vault, batch, keyring, [
      before
        ? { type: 'change', id, fields, at }
        : { type: 'add', id, section: 'copies', fields, at },
    ]);
    return written.ok ? vault.commit(batch) : written;
  }
}

/** What the person's other devices say that they hold whole, files included. */
export async function heldElsewhere(vault: OpenVault): Promise<Result<HeldLogs[], VaultError>> {
  const keyring = vault.logs.must(vault.keyring);
  const said = await receipts(vault);
  if (!said.ok) return said;
  const held: HeldLogs[] = [];
  for (const [device, receipt] of said.value) {
    const isOther = device !== keyring.author && keyring.state.members.has(device);
    if (isOther && receipt.lacks?.length === 0) held.push(receipt.held);
  }
  return ok(held);
}

async function receipts({
  views,
  keyring,
}: OpenVault): Promise<Result<Map<AuthorId, Receipt>, VaultError>> {
  const section = await views.section(keyring, 'copies');
  if (!section.ok) return section;
  const read = section.value.entries.map(
    (entry) => [entry.id as string as AuthorId, receiptOf(entry)] as const,
  );
  return ok(new Map(read));
}

function receiptOf({ fields }: Entry): Receipt {
  const { held, lacks } = fields;
  const logs: Record<LogId, Heads> = {};
  for (const [logId, heads] of Object.entries(isObject(held) ? held : {})) {
    if (isObject(heads)) logs[logId as LogId] = heads as Heads;
  }
  return { held: logs, lacks: Array.isArray(lacks) ? (lacks as BlobId[]) : null };
}

const isObject = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
