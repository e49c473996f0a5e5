/** [C26] to [C28]: BIP-39 over bit strings; the list is handed in. */
import { sha256 } from '@noble/hashes/sha2.js';
import type { Octets } from './bytes.ts';

const bitsOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');

export function wordsOfBits(list: readonly string[], bits: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const word = list[Number.parseInt(bits.slice(11 * index, 11 * (index + 1)), 2)];
    if (word === undefined) throw new Error('the list has 2048 words');
    return word.normalize('NFC');
  });
}

export const wordsFromBits = (
  list: readonly string[],
  bytes: Uint8Array,
  count: number,
): string[] => wordsOfBits(list, bitsOf(bytes), count);

const withChecksum = (secret: Uint8Array): string =>
  bitsOf(secret) + bitsOf(sha256(secret)).slice(0, 4);

export const secretToWords = (list: readonly string[], secret: Uint8Array): string[] =>
  wordsOfBits(list, withChecksum(secret), 12);

export type WordsFailure = 'UnknownWord' | 'WrongCount' | 'BadChecksum';

export function wordsToSecret(list: readonly string[], typed: string): Octets | WordsFailure {
  const bare = list.map(letters);
  const words = typed.match(/[\p{L}\p{M}]+/gu) ?? [];
  const found = words
    .map(letters)
    .map((word) =>
      word.length < 4 ? -1 : bare.findIndex((candidate) => candidate.startsWith(word)),
    );
  if (found.includes(-1)) return 'UnknownWord';
  if (found.length !== 12) return 'WrongCount';
  const bits = found.map((index) => index.toString(2).padStart(11, '0')).join('');
  const secret = Uint8Array.from({ length: 16 }, (_, i) =>
    Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2),
  );
  return withChecksum(secret) === bits ? secret : 'BadChecksum';
}

const letters = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae');
