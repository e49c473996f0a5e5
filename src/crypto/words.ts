/**
 * Secrets as French words (BIP-39): the 12 words of the kit, the 4 words compared in pairing.
 *
 * Promises: accents, case, spaces and Unicode form never matter when typing, nor anything after
 * a word's fourth letter that is left out; a wrong letter that is typed does.
 * Does not promise: to catch every swap of two words. The checksum has 4 bits.
 * What was typed is a secret: no error of this file may be logged.
 */
import { entropyToMnemonic, mnemonicToEntropy, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/french.js';
import { invariant, mustGet } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';

const BITS_PER_WORD = 11;
const SECRET_WORDS = 12;
const LETTERS_THAT_SUFFICE = 4;

/** `position` counts from 1; `word` is what was typed there. Secret: never logged. */
export type WordsFailure =
  | { readonly type: 'UnknownWord'; readonly position: number; readonly word: string }
  | { readonly type: 'WrongCount'; readonly count: number }
  | { readonly type: 'BadChecksum' };

/** The first `11 × count` bits as words, most significant bit first [C26]. */
export function wordsFromBits(bytes: Uint8Array, count: number): string[] {
  invariant(bytes.length * 8 >= count * BITS_PER_WORD, 'enough bits for the words');
  return Array.from({ length: count }, (_, index) => wordAt(bytes, index * BITS_PER_WORD));
}

function wordAt(bytes: Uint8Array, firstBit: number): string {
  let index = 0;
  for (let bit = firstBit; bit < firstBit + BITS_PER_WORD; bit++) {
    const byte = mustGet(bytes[bit >> 3], 'the bit is inside');
    index = (index << 1) | ((byte >> (7 - (bit & 7))) & 1);
  }
  return mustGet(wordlist[index], 'the list has 2048 words').normalize('NFC');
}

/** @param secret 16 bytes @returns 12 words in NFC, the last holding a checksum [C27] */
export function secretToWords(secret: Uint8Array): string[] {
  invariant(secret.length === 16, 'a secret has 16 bytes');
  return entropyToMnemonic(secret, wordlist).normalize('NFC').split(' ');
}

/** Inverse of `secretToWords`, forgiving how the words were typed [C28]. */
export function wordsToSecret(typed: string): Result<Bytes, WordsFailure> {
  const typedWords = typed.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== '');
  const found: string[] = [];
  for (const [index, word] of typedWords.entries()) {
    const match = matchingWord(word);
    if (match === undefined) return err({ type: 'UnknownWord', position: index + 1, word });
    found.push(match);
  }
  if (found.length !== SECRET_WORDS) return err({ type: 'WrongCount', count: found.length });
  const sentence = found.join(' ');
  return validateMnemonic(sentence, wordlist)
    ? ok(new Uint8Array(mnemonicToEntropy(sentence, wordlist)))
    : err({ type: 'BadChecksum' });
}

/** The word that was typed whole or from its first four letters on. */
const matchingWord = (typed: string): string | undefined => {
  const letters = bareLetters(typed);
  const match = wordByFirstLetters.get(letters.slice(0, LETTERS_THAT_SUFFICE));
  return match !== undefined && bareLetters(match).startsWith(letters) ? match : undefined;
};

/** Lower case, no accents, ligatures opened. */
const bareLetters = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae');

const wordByFirstLetters: ReadonlyMap<string, string> = new Map(
  wordlist.map((word) => [bareLetters(word).slice(0, LETTERS_THAT_SUFFICE), word]),
);
