import { wordlist } from '@scure/bip39/wordlists/french.js';
import { expect, it } from 'vitest';
import { secretToWords, wordsFromBits, wordsToSecret } from '#crypto/words.ts';

const secret = Uint8Array.from({ length: 16 }, (_, index) => 17 * index);
const words = secretToWords(secret);

it('twelve French words in NFC give the secret back [C27] [C28]', () => {
  expect(words).toHaveLength(12);
  expect(words.every((word) => word === word.normalize('NFC'))).toBe(true);
  expect(wordsToSecret(words.join(' '))).toEqual({ ok: true, value: secret });
});

it('every word of the list is known by four letters, without accents, in any case [C28]', () => {
  for (const [index, word] of wordlist.entries()) {
    const short = word.normalize('NFD').replace(/\p{M}/gu, '').slice(0, 4).toUpperCase();
    const typed = [short, ...words.slice(1)].join(' ');
    const outcome = wordsToSecret(typed);
    const known = outcome.ok || outcome.error.type === 'BadChecksum';
    expect(known, `${String(index)} ${word}`).toBe(true);
  }
});

it('names the place of a word that is not known, counting from 1 [C28]', () => {
  const typed = [...words.slice(0, 6), 'xyzzy', ...words.slice(7)].join(' ');
  const expected = { type: 'UnknownWord', position: 7, word: 'xyzzy' };
  expect(wordsToSecret(typed)).toEqual({ ok: false, error: expected });
});

it('says how many words it found when there are not twelve [C28]', () => {
  const expected = { type: 'WrongCount', count: 11 };
  expect(wordsToSecret(words.slice(1).join(' '))).toEqual({ ok: false, error: expected });
});

it('notices words in another order through the checksum [C28]', () => {
  const swapped = words.toReversed().join(' ');
  expect(wordsToSecret(swapped)).toEqual({ ok: false, error: { type: 'BadChecksum' } });
});

it('the four words of a comparison are the first 44 bits [C26]', () => {
  const bits = Uint8Array.of(0, 0x20, 4, 0, 0x80, 0x1f);
  const expected = [1, 1, 1, 1].map((place) => wordlist[place]?.normalize('NFC'));
  expect(wordsFromBits(Uint8Array.of(0, 0x20, 4, 0, 0x80, 0x10), 4)).toEqual(expected);
  expect(wordsFromBits(bits, 4)).toEqual(expected);
  expect(() => wordsFromBits(bits.subarray(0, 5), 4)).toThrow('enough bits');
});
