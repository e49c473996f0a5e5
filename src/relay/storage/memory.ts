import { mustGet } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import { type BlobId, type Incarnation, type LogId, type OpHash } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import {
  addUp,
  type BlobReference,
  type Change,
  type MailboxSlot,
  type Storage,
  type StoredBlobRead,
  type StoredChain,
  type StoredOp,
  type StoredRead,
  type StoredUsage,
} from './port.ts';

type Log = { inc: Incarnation; isErased: boolean; ops: StoredOp[] };

/** Keeps everything in memory: the model of the other adapters, and the relay of simulations. */
export function createMemoryStorage(maxBytes = Number.POSITIVE_INFINITY): Storage {
  return new MemoryStorage(maxBytes);
}

class MemoryStorage implements Storage {
  readonly #maxBytes: number;
  readonly #logs = new Map<LogId, Log>();
  readonly #references = new Map<string, BlobReference>();
  #reads: StoredRead[] = [];
  #blobReads: StoredBlobRead[] = [];
  #slots: MailboxSlot[] = [];
  readonly #boxes = new Map<string, Bytes>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  commit(changes: readonly Change[]): Promise<Result<void, 'Full'>> {
    const added = changes.reduce((sum, change) => sum + sizeOf(change), 0);
    if (this.#bytes + added > this.#maxBytes) return Promise.resolve(err('Full'));
    this.#bytes += added;
    for (const change of changes) this.#apply(change);
    return Promise.resolve(ok(undefined));
  }

  #apply(change: Change): void {
    switch (change.type) {
      case 'create':
        this.#logs.set(change.log, { inc: change.inc, isErased: false, ops: [] });
        return;
      case 'append':
        this.#log(change.log).ops.push({ ...change.op, bytes: change.op.bytes?.slice() });
        return;
      case 'strip': {
        const log = this.#log(change.log);
        const stripped = new Set(change.relaySeqs);
        log.ops = log.ops.map((op) =>
          stripped.has(op.relaySeq) ? { ...op, bytes: undefined } : op,
        );
        return;
      }
      case 'retire':
        this.#eachOp(change.log, (op) =>
          isToRetire(op, change.before) ? { ...op, bytesUntil: change.until } : op,
        );
        return;
      case 'bringBack':
        this.#eachOp(change.log, (op) => ({ ...op, bytesUntil: undefined }));
        return;
      case 'stripRetired':
        for (const log of this.#logs.keys()) {
          this.#eachOp(log, (op) =>
            isDue(op, change.now) ? { ...op, bytes: undefined, bytesUntil: undefined } : op,
          );
        }
        return;
      case 'erase':
        this.#log(change.log).isErased = true;
        this.#log(change.log).ops = [];
        for (const [key, { log }] of this.#references) {
          if (log === change.log) this.#references.delete(key);
        }
        return;
      case 'setReference': {
        const { reference } = change;
        const key = referenceKey(reference.log, reference.blob);
        const known = this.#references.get(key);
        this.#references.set(key, {
          ...reference,
          uploader: reference.uploader ?? known?.uploader,
          bytes: reference.bytes ?? known?.bytes,
          declaredAt: reference.declaredAt ?? known?.declaredAt,
        });
        return;
      }
      case 'dropReference':
        this.#references.delete(referenceKey(change.log, change.blob));
        return;
      case 'noteRead':
        this.#noteRead(change.read);
        return;
      case 'noteBlobRead':
        if (!this.#blobReads.some((known) => isSameBlobRead(known, change.read))) {
          this.#blobReads.push(change.read);
        }
        return;
      case 'putSlot':
        this.#slots.push(change.slot);
        return;
      case 'putBox':
        this.#boxes.set(change.locator, change.bytes);
        return;
      case 'dropMailboxes':
        this.#slots = this.#slots.filter(({ expires }) => expires >= change.before);
        return;
      case 'dropReads':
        this.#reads = this.#reads.filter(({ at }) => at >= change.before);
        this.#blobReads = this.#blobReads.filter(({ at }) => at >= change.before);
    }
  }

  #noteRead(read: StoredRead): void {
    const index = this.#reads.findIndex(
      ({ log, at, author }) => log === read.log && at === read.at && author === read.author,
    );
    const known = this.#reads[index];
    if (!known) {
      this.#reads.push(read);
      return;
    }
    const fromSeq = Math.min(known.fromSeq, read.fromSeq);
    this.#reads[index] = { ...read, fromSeq, toSeq: Math.max(known.toSeq, read.toSeq) };
  }

  #eachOp(log: LogId, change: (op: StoredOp) => StoredOp): void {
    this.#log(log).ops = this.#log(log).ops.map(change);
  }

  #log(log: LogId): Log {
    return mustGet(this.#logs.get(log), 'a log is created before it is written');
  }

  findLog(log: LogId): ReturnType<Storage['findLog']> {
    const found = this.#logs.get(log);
    if (!found) return Promise.resolve(undefined);
    const last = found.ops.at(-1);
    const { inc, isErased } = found;
    return Promise.resolve({ inc, isErased, lastSeq: last?.relaySeq ?? 0, chain: last?.chain });
  }

  #ops(log: LogId): readonly StoredOp[] {
    return this.#logs.get(log)?.ops ?? [];
  }

  readOps(
    log: LogId,
    after: number,
    maxOps: number,
    maxBytes: number,
  ): Promise<readonly StoredOp[]> {
    const page: StoredOp[] = [];
    let bytes = 0;
    for (const op of this.#ops(log)) {
      if (op.relaySeq <= after) continue;
      bytes += op.bytes?.length ?? 0;
      if (page.length === maxOps || (page.length > 0 && bytes > maxBytes)) break;
      page.push(op);
    }
    return Promise.resolve(page);
  }

  readRuleOps(log: LogId): Promise<readonly StoredOp[]> {
    return Promise.resolve(
      this.#ops(log).filter(({ kind }) => kind !== 'update' && kind !== 'deposit'),
    );
  }

  hasRetired(now: number): Promise<boolean> {
    const logs = [...this.#logs.values()];
    return Promise.resolve(logs.some(({ ops }) => ops.some((op) => isDue(op, now))));
  }

  readChains(log: LogId): Promise<readonly StoredChain[]> {
    const last = new Map<string, StoredChain>();
    for (const { author, writer, seq, hash } of this.#ops(log)) {
      last.set(`${author}/${writer}`, { author, writer, seq, hash });
    }
    return Promise.resolve([...last.values()]);
  }

  readHashes(log: LogId): Promise<ReadonlySet<OpHash>> {
    return Promise.resolve(new Set(this.#ops(log).map(({ hash }) => hash)));
  }

  readUsage(log: LogId, since: number): Promise<readonly StoredUsage[]> {
    const usages: StoredUsage[] = [];
    for (const { author, at, bytes } of this.#ops(log)) {
      if (at >= since) usages.push({ author, ops: 1, bytes: bytes?.length ?? 0 });
    }
    for (const { log: of, uploader, bytes = 0, declaredAt = 0 } of this.#references.values()) {
      if (of === log && uploader !== undefined && declaredAt >= since) {
        usages.push({ author: uploader, ops: 0, bytes });
      }
    }
    return Promise.resolve(addUp(usages));
  }

  readSize(log: LogId): Promise<number> {
    let size = this.#ops(log).reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
    for (const { log: of, bytes = 0 } of this.#references.values()) if (of === log) size += bytes;
    return Promise.resolve(size);
  }

  findOp(
    ...[log, author, writer, seq]: Parameters<Storage['findOp']>
  ): ReturnType<Storage['findOp']> {
    return Promise.resolve(
      this.#ops(log).findLast(
        (op) => op.author === author && op.writer === writer && op.seq === seq,
      ),
    );
  }

  #referencesWhere(test: (reference: BlobReference) => boolean): Promise<BlobReference[]> {
    return Promise.resolve([...this.#references.values()].filter(test));
  }

  findReferences(blob: BlobId): Promise<BlobReference[]> {
    return this.#referencesWhere((reference) => reference.blob === blob);
  }

  referencesOf(log: LogId): Promise<BlobReference[]> {
    return this.#referencesWhere((reference) => reference.log === log);
  }

  staleReferences(state: BlobReference['state'], before: number): Promise<BlobReference[]> {
    return this.#referencesWhere(
      (reference) => reference.state === state && reference.since < before,
    );
  }

  readsOf(log: LogId): ReturnType<Storage['readsOf']> {
    const ofLog = <T extends { log: LogId }>(reads: readonly T[]): T[] =>
      reads.filter((read) => read.log === log);
    return Promise.resolve({ ops: ofLog(this.#reads), blobs: ofLog(this.#blobReads) });
  }

  readMailbox(...[mailbox]: Parameters<Storage['readMailbox']>): Promise<readonly MailboxSlot[]> {
    return Promise.resolve(this.#slots.filter((slot) => slot.mailbox === mailbox));
  }

  readBox(locator: string): Promise<Bytes | undefined> {
    return Promise.resolve(this.#boxes.get(locator));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const isToRetire = (op: StoredOp, before: number): boolean =>
  op.kind === 'update' && op.relaySeq < before && op.bytes !== undefined && !op.bytesUntil;

const isDue = ({ bytesUntil }: StoredOp, now: number): boolean =>
  bytesUntil !== undefined && bytesUntil <= now;

const referenceKey = (log: LogId, blob: BlobId): string => `${log}/${blob}`;

const isSameBlobRead = (a: StoredBlobRead, b: StoredBlobRead): boolean =>
  a.log === b.log && a.at === b.at && a.author === b.author && a.blob === b.blob;

function sizeOf(change: Change): number {
  if (change.type === 'append') return change.op.bytes?.length ?? 0;
  return change.type === 'putSlot' ? change.slot.bytes.length : 0;
}
