import type { Bytes } from '#base/bytes.ts';
import { idLength, writeId, type LogId } from '#base/ids.ts';
import { opKinds } from '#protocol/op.ts';
import type { Change, StoredOp } from './port.ts';

export type OtherChange = Exclude<Change, { type: 'append' }>;

/**
 * A commit on its way to the writer's thread, in order: runs of appends packed into one buffer,
 * which is handed over and not copied, and the other changes as they are.
 */
export type Batch = {
  readonly logs: readonly LogId[];
  readonly pieces: readonly (OtherChange | { readonly packed: Bytes })[];
};

/** One append as the database takes it; ids are views on the batch. */
export type PackedAppend = {
  readonly logIndex: number;
  readonly relaySeq: number;
  readonly kind: number;
  readonly at: number;
  readonly seq: number;
  readonly author: Bytes;
  readonly writer: Bytes;
  readonly hash: Bytes;
  readonly chain: Bytes;
  readonly bytes: Bytes | undefined;
};

/** Integers first, as doubles (they are safe integers), then the ids, then the op's bytes. */
const INTEGERS = 6;
const AUTHOR_AT = 8 * INTEGERS;
const WRITER_AT = AUTHOR_AT + idLength('AuthorId');
const HASH_AT = WRITER_AT + idLength('WriterId');
const CHAIN_AT = HASH_AT + idLength('OpHash');
const BYTES_AT = CHAIN_AT + idLength('OpHash');
/** In place of a length: the op has no bytes. */
const NO_BYTES = -1;

export function packBatch(changes: readonly Change[]): Batch {
  const pieces: Batch['pieces'][number][] = [];
  const indexes = new Map<LogId, number>();
  for (let at = 0; at < changes.length;) {
    const change = changes[at];
    if (change?.type !== 'append') {
      if (change) pieces.push(change);
      at += 1;
      continue;
    }
    const end = endOfRun(changes, at);
    pieces.push({ packed: packAppends(changes, at, end, indexes) });
    at = end;
  }
  return { logs: [...indexes.keys()], pieces };
}

function endOfRun(changes: readonly Change[], start: number): number {
  let end = start;
  while (changes[end]?.type === 'append') end += 1;
  return end;
}

function packAppends(
  changes: readonly Change[],
  start: number,
  end: number,
  indexes: Map<LogId, number>,
): Bytes {
  let length = 0;
  for (let i = start; i < end; i++) length += sizeOf(changes[i]);
  const packed = new Uint8Array(length);
  const view = new DataView(packed.buffer);
  let at = 0;
  for (let i = start; i < end; i++) {
    const change = changes[i];
    if (change?.type !== 'append') continue;
    const logIndex = indexes.get(change.log) ?? indexes.size;
    indexes.set(change.log, logIndex);
    writeAppend(packed, view, at, logIndex, change.op);
    at += sizeOf(change);
  }
  return packed;
}

/** Appends stand at multiples of 8, so that their integers are read in place. */
const sizeOf = (change: Change | undefined): number =>
  change?.type === 'append' ? padded(BYTES_AT + (change.op.bytes?.length ?? 0)) : 0;
const padded = (length: number): number => 8 * Math.ceil(length / 8);

function writeAppend(
  packed: Bytes,
  view: DataView,
  at: number,
  logIndex: number,
  op: StoredOp,
): void {
  view.setFloat64(at, logIndex);
  view.setFloat64(at + 8, op.relaySeq);
  view.setFloat64(at + 16, opKinds[op.kind]);
  view.setFloat64(at + 24, op.at);
  view.setFloat64(at + 32, op.seq);
  view.setFloat64(at + 40, op.bytes?.length ?? NO_BYTES);
  writeId(op.author, packed, at + AUTHOR_AT);
  writeId(op.writer, packed, at + WRITER_AT);
  writeId(op.hash, packed, at + HASH_AT);
  writeId(op.chain, packed, at + CHAIN_AT);
  if (op.bytes) packed.set(op.bytes, at + BYTES_AT);
}

/** What `packBatch` packed, in order. */
export function* readAppends(packed: Bytes): Generator<PackedAppend> {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  for (let at = 0; at < packed.length;) {
    const length = view.getFloat64(at + 40);
    const end = at + BYTES_AT + Math.max(length, 0);
    yield {
      logIndex: view.getFloat64(at),
      relaySeq: view.getFloat64(at + 8),
      kind: view.getFloat64(at + 16),
      at: view.getFloat64(at + 24),
      seq: view.getFloat64(at + 32),
      author: packed.subarray(at + AUTHOR_AT, at + WRITER_AT),
      writer: packed.subarray(at + WRITER_AT, at + HASH_AT),
      hash: packed.subarray(at + HASH_AT, at + CHAIN_AT),
      chain: packed.subarray(at + CHAIN_AT, at + BYTES_AT),
      bytes: length === NO_BYTES ? undefined : packed.subarray(at + BYTES_AT, end),
    };
    at = padded(end);
  }
}
