import { toHex } from '#base/bytes.ts';
import { idLength, type Id, type IdName, type LogId, type OpHash } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import type { Change, StoredOp } from '#relay/storage/port.ts';

/* Logs, authors and ops of no meaning, for a storage to keep. */

const id = <N extends IdName>(name: N, letter: string): Id<N> =>
  letter.repeat(2 * idLength(name)) as Id<N>;
export const LOG = id('LogId', '1');
export const OTHER = id('LogId', '2');
export const INC = id('Incarnation', '3');
export const AUTHOR = id('AuthorId', '4');
export const PEER = id('AuthorId', '5');
export const WRITER = id('WriterId', '6');
export const BLOB = id('BlobId', '7');
export const MAILBOX = id('MailboxId', '8');

export const hashAt = (seq: number): OpHash => seq.toString(16).padStart(64, 'a') as OpHash;

export const opAt = (relaySeq: number, change: Partial<StoredOp> = {}): StoredOp => ({
  relaySeq,
  kind: 'update',
  at: instant(1000 * relaySeq),
  author: AUTHOR,
  writer: WRITER,
  seq: relaySeq,
  hash: hashAt(relaySeq),
  chain: hashAt(1000 + relaySeq),
  bytes: Uint8Array.from({ length: 600 }, (_, i) => (i * relaySeq) & 0xff),
  ...change,
});

export const create = (log: LogId): Change => ({ type: 'create', log, inc: INC });
export const append = (log: LogId, op: StoredOp): Change => ({ type: 'append', log, op });
export const ops = (log: LogId, from: number, to: number): Change[] =>
  Array.from({ length: to - from + 1 }, (_, i) => append(log, opAt(from + i)));

export const plain = (op: StoredOp): unknown => ({ ...op, bytes: op.bytes && toHex(op.bytes) });
