import { fromHex, hexDigit, toHex, type Bytes } from './bytes.ts';
import { invariant } from './assert.ts';

/**
 * Identifiers travel as bytes in formats and live as lower-case hex strings in memory and
 * storage, so that they compare with `===` and serve as keys. Lengths are in bytes.
 */
declare const brand: unique symbol;
export type Id<Name extends string> = string & { readonly [brand]: Name };

/** 32 bytes: `HL("log", public part of the genesis)`. */
export type LogId = Id<'LogId'>;
/** 16 bytes: a member, from its Ed25519 public key. */
export type AuthorId = Id<'AuthorId'>;
/** 8 bytes: one installation writing in one log. */
export type WriterId = Id<'WriterId'>;
/** 32 bytes: `H(all bytes of the op)`. */
export type OpHash = Id<'OpHash'>;
/** 32 bytes: a sealed file. */
export type BlobId = Id<'BlobId'>;
/** 16 bytes: an entry of a record, random. */
export type EntryId = Id<'EntryId'>;
/** 8 bytes: one life of a log at a relay. */
export type Incarnation = Id<'Incarnation'>;
/** 16 bytes: a mailbox. */
export type MailboxId = Id<'MailboxId'>;

const lengths = {
  LogId: 32,
  AuthorId: 16,
  WriterId: 8,
  OpHash: 32,
  BlobId: 32,
  EntryId: 16,
  Incarnation: 8,
  MailboxId: 16,
} as const;
export type IdName = keyof typeof lengths;

export const idLength = (name: IdName): number => lengths[name];

/** Bytes of the right length to an id; a wrong length is a bug of the caller. */
export function idFromBytes<N extends IdName>(name: N, bytes: Uint8Array): Id<N> {
  invariant(bytes.length === lengths[name], `${name} has ${String(lengths[name])} bytes`);
  return toHex(bytes) as Id<N>;
}

export function idToBytes(id: Id<IdName>): Bytes {
  const bytes = fromHex(id);
  invariant(bytes.ok, 'an id is hexadecimal');
  return bytes.value;
}

/** Writes an id's bytes into `target` from `start` on; there must be room. */
export function writeId(id: Id<IdName>, target: Uint8Array, start: number): void {
  for (let from = 0, to = start; from < id.length; from += 2, to++) {
    target[to] = (hexDigit(id.charCodeAt(from)) << 4) | hexDigit(id.charCodeAt(from + 1));
  }
}

/** Outside text to an id, or undefined. */
export function parseId<N extends IdName>(name: N, text: string): Id<N> | undefined {
  return text.length === 2 * lengths[name] && /^[0-9a-f]*$/.test(text)
    ? (text as Id<N>)
    : undefined;
}

/** The hash before the first op of a chain, and every other "none" of 32 bytes. */
export const ZERO_HASH = '0'.repeat(64) as OpHash;
export const ZERO_INCARNATION = '0'.repeat(16) as Incarnation;
