import type { AuthorId, BlobId, LogId } from '#base/ids.ts';
import { HOUR_MS, instant, type Clock, type Instant } from '#base/time.ts';
import type { Read } from '#protocol/messages.ts';
import { limits } from '#protocol/limits.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { Change, Storage, StoredRead } from '../storage/port.ts';

type Reads = readonly Read[];
/** What one message may tell: it must fit in a frame. */
const MAX_TOLD_BYTES = limits.frameBytes / 2;
const LINE_BYTES = 64;
const BLOB_BYTES = 32;

/** The relay's own account of what each key fetched, to the hour; written every few seconds. */
export class ReadsAccount {
  readonly #storage: Storage;
  readonly #writer: GroupCommit;
  readonly #clock: Clock;
  #lines = new Map<string, StoredRead>();
  #blobLines = new Map<string, Change>();

  constructor(storage: Storage, writer: GroupCommit, clock: Clock) {
    this.#storage = storage;
    this.#writer = writer;
    this.#clock = clock;
  }

  #hour(): Instant {
    const now = this.#clock.now();
    return instant(now - (now % HOUR_MS));
  }

  note(log: LogId, author: AuthorId, fromSeq: number, toSeq: number): void {
    const at = this.#hour();
    const key = `${log}/${author}/${at}`;
    const line = this.#lines.get(key) ?? { log, author, at, fromSeq, toSeq };
    this.#lines.set(key, {
      ...line,
      fromSeq: Math.min(line.fromSeq, fromSeq),
      toSeq: Math.max(line.toSeq, toSeq),
    });
  }

  noteBlob(log: LogId, author: AuthorId, blob: BlobId): void {
    const at = this.#hour();
    const change: Change = { type: 'noteBlobRead', read: { log, author, at, blob } };
    this.#blobLines.set(`${log}/${author}/${at}/${blob}`, change);
  }

  /** Writes what was noted. A full disk costs the lines, not the relay. */
  async flush(): Promise<void> {
    const changes: Change[] = [...this.#lines.values()].map((read) => ({ type: 'noteRead', read }));
    changes.push(...this.#blobLines.values());
    this.#lines = new Map();
    this.#blobLines = new Map();
    if (changes.length > 0) await this.#writer.write(changes);
  }

  /** The most recent lines. */
  async of(log: LogId): Promise<Reads> {
    await this.flush();
    const { ops, blobs } = await this.#storage.readsOf(log);
    const lines = new Map<string, Read>();
    for (const { author, at, fromSeq, toSeq } of ops) {
      lines.set(`${author}/${at}`, { author, at, fromSeq, toSeq, blobs: [] });
    }
    for (const { author, at, blob } of blobs) {
      const key = `${author}/${at}`;
      const line = lines.get(key) ?? { author, at, fromSeq: 0, toSeq: 0, blobs: [] };
      const told = line.blobs.length < limits.blobsPerOp ? [...line.blobs, blob] : line.blobs;
      lines.set(key, { ...line, blobs: told });
    }
    return newest([...lines.values()].sort((a, b) => a.at - b.at));
  }
}

/** The last lines that fit in one message. */
function newest(lines: Reads): Reads {
  let bytes = 0;
  const first = lines.findLastIndex(({ blobs }) => {
    bytes += LINE_BYTES + BLOB_BYTES * blobs.length;
    return bytes > MAX_TOLD_BYTES;
  });
  return lines.slice(first + 1);
}
