import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordlist } from '@scure/bip39/wordlists/french.js';
import { secretToWords, wordsToSecret } from '#crypto/words.ts';
import { drawPositions } from '#ui/kit/draw-positions.ts';
import { kitTextOf, wordsIn, wordsOfKitText } from '#ui/kit/kit-text.ts';

const secrets = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('the text of the kit’s code', () => {
  test('is plain ASCII, and gives back words that open the same secret', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const text = kitTextOf(secretToWords(secret));
        expect(text).toMatch(/^carnet-kit:1:[a-z]+(-[a-z]+){11}$/);
        const read = wordsOfKitText(text);
        expect(wordsToSecret((read ?? []).join(' '))).toEqual({ ok: true, value: secret });
      }),
    );
  });

  test('is read in capitals and between spaces, as readers of codes give it', () => {
    const text = kitTextOf(wordlist.slice(0, 12));
    expect(wordsOfKitText(` ${text.toUpperCase()}\n`)).toHaveLength(12);
  });

  test('twelve words in a row are taken too', () => {
    const row = wordlist.slice(40, 52).join(' ');
    expect(wordsOfKitText(row)).toHaveLength(12);
    expect(wordsOfKitText(row.replaceAll(' ', ', '))).toHaveLength(12);
  });

  test('anything else is not a kit', () => {
    const words = wordlist.slice(0, 12);
    for (const text of [
      '',
      'https://carnet.example/p#1.AAAA',
      words.slice(1).join(' '),
      kitTextOf(words.slice(1)),
      `carnet-kit:2:${words.join('-')}`,
      `https://${words.join('.')}`,
    ]) {
      expect(wordsOfKitText(text)).toBeUndefined();
    }
  });

  test('numbers of a copied list are no words', () => {
    expect(wordsIn('1. abaisser\n2) éviter')).toEqual(['abaisser', 'éviter']);
  });
});

describe('the words asked back', () => {
  test('are two different ones of the sheet, in its order', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (stream) => {
        const draw = (below: number): number => Number(stream.next().value) % below;
        const [first = 0, second = 0, ...others] = drawPositions(draw, 12);
        expect(others).toEqual([]);
        expect(first).toBeGreaterThanOrEqual(1);
        expect(second).toBeGreaterThan(first);
        expect(second).toBeLessThanOrEqual(12);
      }),
    );
  });
});
