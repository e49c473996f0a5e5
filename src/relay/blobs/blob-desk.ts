import { equal, type Bytes } from '#base/bytes.ts';
import type { AuthorId, BlobId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Clock } from '#base/time.ts';
import { hash } from '#crypto/hash.ts';
import { decodeBlobManifest, manifestBlobId } from '#protocol/blob-manifest.ts';
import type { ProvenKeys } from '#protocol/relay-events.ts';
import type { LogTable } from '../logs/log-table.ts';
import { authorWith, type OpenLog } from '../logs/open-log.ts';
import { isOverQuota } from '../logs/quota.ts';
import { countAnew, isOverfull, type Room } from '../logs/room.ts';
import type { ReadsAccount } from '../logs/reads-account.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { BlobReference, Storage } from '../storage/port.ts';
import type { BlobStore } from './port.ts';

export type BlobRefusal = 'NOT_FOUND' | 'MALFORMED' | 'QUOTA' | 'FULL';

/** In whose name a request comes: what a token of the socket stands for. */
export type Bearer = { readonly logId: LogId; readonly authors: ReadonlySet<AuthorId> };

/** A sealed chunk of 512 KiB and what sealing adds. */
const CHUNK_BYTES = 512 * 1024 + 17;

export type BlobDeskDeps = {
  readonly blobs: BlobStore;
  readonly storage: Storage;
  readonly writer: GroupCommit;
  readonly table: LogTable;
  readonly reads: ReadsAccount;
  readonly clock: Clock;
  readonly room: Room;
};

/** Who may bring, fetch and attach which blob: only through a log that it belongs to. */
export class BlobDesk {
  readonly #deps: BlobDeskDeps;

  constructor(deps: BlobDeskDeps) {
    this.#deps = deps;
  }

  /** Takes a manifest and answers which chunks are missing. */
  async declare(
    bearer: Bearer,
    blob: BlobId,
    manifest: Bytes,
  ): Promise<Result<readonly number[], BlobRefusal>> {
    const decoded = decodeBlobManifest(manifest);
    if (!decoded.ok || manifestBlobId(decoded.value) !== blob) return err('MALFORMED');
    const count = decoded.value.chunkHashes.length;
    const author = await this.#authorWith(bearer, 'contribute');
    if (author === undefined) return err('NOT_FOUND');
    const known = await this.#reference(bearer.logId, blob);
    if (!known) {
      const taken = await this.#takeUp(bearer.logId, author, blob, count);
      if (!taken.ok) return taken;
    }
    const kept = await this.#deps.blobs.declare(blob, manifest);
    return kept.ok ? ok(await this.#missing(blob, count)) : err('FULL');
  }

  /** A new upload counts against its author's day, and waits for its attach op. */
  async #takeUp(
    log: LogId,
    uploader: AuthorId,
    blob: BlobId,
    chunks: number,
  ): Promise<Result<void, BlobRefusal>> {
    const { clock, storage, writer, room } = this.#deps;
    if (!room.hasRoom()) return err('FULL');
    const now = clock.now();
    const bytes = chunks * CHUNK_BYTES;
    const isOver = await this.#withLog(log, async (open) => {
      if (!open || isOverQuota(open, uploader, bytes, now)) return true;
      if (isOverfull(open, bytes, room)) await countAnew(open, storage, writer);
      if (isOverfull(open, bytes, room)) return true;
      const usage = open.usage.get(uploader) ?? { ops: 0, bytes: 0 };
      open.usage.set(uploader, { ...usage, bytes: usage.bytes + bytes });
      open.storedBytes += bytes;
      return false;
    });
    if (isOver) return err('QUOTA');
    const declared = { bytes, declaredAt: now };
    const reference: BlobReference = {
      ...{ blob, log, uploader, state: 'uploading', since: now },
      ...declared,
    };
    const result = await writer.write([{ type: 'setReference', reference }]);
    return result.ok ? ok(undefined) : err('FULL');
  }

  async putChunk(
    bearer: Bearer,
    blob: BlobId,
    index: number,
    chunk: Bytes,
  ): Promise<Result<void, BlobRefusal>> {
    const author = await this.#authorWith(bearer, 'contribute');
    if (author === undefined || !(await this.#reference(bearer.logId, blob))) {
      return err('NOT_FOUND');
    }
    const manifest = await this.#deps.blobs.manifest(blob);
    const decoded = manifest && decodeBlobManifest(manifest);
    if (!decoded?.ok) return err('NOT_FOUND');
    const expected = decoded.value.chunkHashes[index];
    if (!expected || !equal(hash(chunk), expected)) return err('MALFORMED');
    if (!this.#deps.room.hasRoom()) return err('FULL');
    const kept = await this.#deps.blobs.putChunk(blob, index, chunk);
    return kept.ok ? ok(undefined) : err('FULL');
  }

  async manifest(bearer: Bearer, blob: BlobId): Promise<Bytes | undefined> {
    if (!(await this.#mayFetch(bearer, blob))) return undefined;
    return this.#deps.blobs.manifest(blob);
  }

  async chunk(bearer: Bearer, blob: BlobId, index: number): Promise<Bytes | undefined> {
    if (!(await this.#mayFetch(bearer, blob))) return undefined;
    return this.#deps.blobs.chunk(blob, index);
  }

  async #mayFetch(bearer: Bearer, blob: BlobId): Promise<boolean> {
    const author = await this.#authorWith(bearer, 'read');
    if (author === undefined || !(await this.#reference(bearer.logId, blob))) return false;
    this.#deps.reads.noteBlob(bearer.logId, author, blob);
    return true;
  }

  async isWhole(blob: BlobId): Promise<boolean> {
    const manifest = await this.#deps.blobs.manifest(blob);
    const decoded = manifest && decodeBlobManifest(manifest);
    if (!decoded?.ok) return false;
    return (await this.#missing(blob, decoded.value.chunkHashes.length)).length === 0;
  }

  /**
   * Whether a whole blob may be attached to `log`: who writes there uploaded it for this log, or
   * the connection has proven a key with `a` in a log where it is attached already.
   */
  async canAttach(
    blob: BlobId,
    log: OpenLog,
    _author: AuthorId,
    proven: ProvenKeys,
  ): Promise<boolean> {
    if (!(await this.isWhole(blob))) return false;
    for (const reference of await this.#deps.storage.findReferences(blob)) {
      if (reference.log === log.logId) return true;
      if (reference.state !== 'attached') continue;
      const authors = proven.get(reference.log);
      if (!authors) continue;
      const bearer = { logId: reference.log, authors };
      if ((await this.#authorWith(bearer, 'admin')) !== undefined) return true;
    }
    return false;
  }

  /** Deletes those of these blobs that no log refers to any more. */
  async collect(blobs: readonly BlobId[]): Promise<void> {
    for (const blob of new Set(blobs)) {
      const references = await this.#deps.storage.findReferences(blob);
      if (references.length === 0) await this.#deps.blobs.remove(blob);
    }
  }

  async #missing(blob: BlobId, count: number): Promise<readonly number[]> {
    const held = await this.#deps.blobs.held(blob);
    return Array.from({ length: count }, (_, index) => index).filter((index) => !held.has(index));
  }

  async #reference(log: LogId, blob: BlobId): Promise<BlobReference | undefined> {
    const references = await this.#deps.storage.findReferences(blob);
    return references.find((reference) => reference.log === log);
  }

  #authorWith(
    { logId, authors }: Bearer,
    right: 'read' | 'contribute' | 'admin',
  ): Promise<AuthorId | undefined> {
    const now = this.#deps.clock.now();
    return this.#withLog(logId, (log) => log && authorWith(log, authors, right, now));
  }

  #withLog<T>(logId: LogId, read: (log: OpenLog | undefined) => T | Promise<T>): Promise<T> {
    return new Promise((resolve) => {
      this.#deps.table.use(logId, (log) => {
        const answer = read(log);
        resolve(answer);
        if (answer instanceof Promise) return answer.then(() => undefined);
      });
    });
  }
}
