import type { AuthorId, BlobId, EntryId, LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { Read } from '#protocol/messages.ts';
import type { ReadLine, ReadsAccount } from './api.ts';
import { channelOf } from './channel-entry.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import type { Sync } from './sync.ts';
import { fileOf, wholeRecord } from './window-content.ts';

/** Who looks on is told anew this often; sooner when the relay was not there. */
const ASK_AGAIN_MS = 60_000;
const TRY_AGAIN_MS = 5_000;

type Told = { readonly at: Instant; readonly reads: readonly Read[] };

/** The relay's account of what was fetched through windows, as it was last told. In memory only. */
export class Reads {
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #told = new Map<LogId, Told>();
  #cancel: (() => void) | undefined;

  constructor(vault: OpenVault, sync: Sync) {
    this.#vault = vault;
    this.#sync = sync;
  }

  stop(): void {
    this.#cancel?.();
  }

  /** Asks the relay; without it, what it said before. */
  async account(record: LogId, channel: LogId): Promise<Result<ReadsAccount, VaultError>> {
    const known = await channelOf(this.#vault, record, channel);
    if (!known.ok) return known;
    const isTold = await this.#ask(channel);
    this.#ringIn(isTold ? ASK_AGAIN_MS : TRY_AGAIN_MS);
    const told = this.#told.get(channel);
    if (!told) return ok({ toldAt: undefined, lines: [] });
    const documents = await documentsByBlob(this.#vault, record);
    if (!documents.ok) return documents;
    const lineOf = (read: Read): ReadLine => ({
      by: this.#bearerOf(channel, read.author),
      at: read.at,
      hasWindow: read.toSeq > 0,
      ...splitBlobs(read.blobs, documents.value),
    });
    return ok({ toldAt: told.at, lines: told.reads.map(lineOf).reverse() });
  }

  async #ask(channel: LogId): Promise<boolean> {
    if (!this.#sync.isLive(channel)) return false;
    const reads = await this.#sync.answers.reads(channel);
    if (!reads) return false;
    this.#told.set(channel, { at: this.#vault.deps.clock.now(), reads });
    return true;
  }

  /** Whoever watches asks again then; nobody does, and nothing more happens. */
  #ringIn(ms: number): void {
    this.#cancel?.();
    const { timers, clock } = this.#vault.deps;
    this.#cancel = timers.at((clock.now() + ms) as Instant, () => {
      this.#vault.bell.ring(new Set(['reads']));
    });
  }

  #bearerOf(channel: LogId, author: AuthorId): ReadLine['by'] {
    const state = this.#vault.logs.get(channel)?.state;
    const rights = state?.members.get(author)?.rights;
    if (author === state?.owner || rights?.admin) return 'holder';
    return rights ? 'correspondent' : 'former';
  }
}

async function documentsByBlob(
  vault: OpenVault,
  record: LogId,
): Promise<Result<ReadonlyMap<BlobId, EntryId>, VaultError>> {
  const whole = await wholeRecord(vault, record);
  if (!whole.ok) return whole;
  const documents = new Map<BlobId, EntryId>();
  for (const entry of whole.value.entries) {
    const file = fileOf(entry);
    if (file) documents.set(file.blob as BlobId, entry.id);
  }
  return ok(documents);
}

function splitBlobs(
  blobs: readonly BlobId[],
  documents: ReadonlyMap<BlobId, EntryId>,
): Pick<ReadLine, 'documents' | 'otherFiles'> {
  const found = blobs.flatMap((blob) => documents.get(blob) ?? []);
  return { documents: found, otherFiles: blobs.length - found.length };
}
