import type { SQLOutputValue } from 'node:sqlite';
import type { Bytes } from '#base/bytes.ts';
import { idFromBytes } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import { opKinds, type OpKind } from '#protocol/op.ts';
import type { BlobReference, MailboxSlot, StoredChain, StoredOp, StoredUsage } from './port.ts';

export type Row = Record<string, SQLOutputValue>;

const kindByNumber = new Map(Object.entries(opKinds).map(([kind, number]) => [number, kind]));

export const rowToOp = (row: Row): StoredOp => ({
  relaySeq: Number(row['relay_seq']),
  kind: kindByNumber.get(Number(row['kind']) as (typeof opKinds)[OpKind]) as OpKind,
  at: instant(Number(row['at'])),
  author: idFromBytes('AuthorId', row['author'] as Bytes),
  writer: idFromBytes('WriterId', row['writer'] as Bytes),
  seq: Number(row['seq']),
  hash: idFromBytes('OpHash', row['hash'] as Bytes),
  chain: idFromBytes('OpHash', row['chain'] as Bytes),
  bytes: row['bytes'] === null ? undefined : (row['bytes'] as Bytes),
  bytesUntil: row['bytes_until'] === null ? undefined : instant(Number(row['bytes_until'])),
});

export const rowToReference = (row: Row): BlobReference => ({
  blob: idFromBytes('BlobId', row['blob'] as Bytes),
  log: idFromBytes('LogId', row['log'] as Bytes),
  uploader:
    row['uploader'] === null ? undefined : idFromBytes('AuthorId', row['uploader'] as Bytes),
  state: row['state'] as BlobReference['state'],
  since: instant(Number(row['since'])),
  bytes: row['bytes'] === null ? undefined : Number(row['bytes']),
  declaredAt: row['declared'] === null ? undefined : instant(Number(row['declared'])),
});

export const rowToChain = (row: Row): StoredChain => ({
  author: idFromBytes('AuthorId', row['author'] as Bytes),
  writer: idFromBytes('WriterId', row['writer'] as Bytes),
  seq: Number(row['seq']),
  hash: idFromBytes('OpHash', row['hash'] as Bytes),
});

export const rowToUsage = (row: Row): StoredUsage => ({
  author: idFromBytes('AuthorId', row['author'] as Bytes),
  ops: Number(row['ops']),
  bytes: Number(row['bytes']),
});

/** The account of reads names a key and an hour in each of its lines. */
export const rowToReader = (row: Row): Pick<StoredOp, 'author' | 'at'> => ({
  author: idFromBytes('AuthorId', row['author'] as Bytes),
  at: instant(Number(row['at'])),
});

export const rowToSlot = (row: Row): Omit<MailboxSlot, 'mailbox'> => ({
  slot: Number(row['slot']),
  bytes: row['bytes'] as Bytes,
  expires: instant(Number(row['expires'])),
});
