import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findWords, newCanary } from '../../e2e/canaries.ts';

const word = newCanary();
const around = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.alloc(5, 0xc3), bytes, Buffer.alloc(4, 0xe9)]);
/** The gzip of a file bears its name behind the header, and a flag that says so. */
const withName = (gzip: Buffer, name: string): Buffer =>
  Buffer.concat([
    gzip.subarray(0, 3),
    Buffer.of(8),
    gzip.subarray(4, 10),
    Buffer.from(`${name}\0`),
    gzip.subarray(10),
  ]);
const find = (bytes: Buffer): string[] => findWords([{ where: 'here', bytes }], [word]);

const texts = {
  'UTF-8': Buffer.from(`é${word}`),
  'Latin-1': Buffer.from(`é${word}é`, 'latin1'),
  'UTF-16LE': Buffer.from(`é${word}`, 'utf16le'),
  'UTF-16BE': Buffer.from(word, 'utf16le').swap16(),
};
const writings = {
  bare: (bytes: Buffer) => bytes,
  'in lower-case hexadecimal': (bytes: Buffer) => Buffer.from(bytes.toString('hex')),
  'in upper-case hexadecimal': (bytes: Buffer) => Buffer.from(bytes.toString('hex').toUpperCase()),
};
const base64s = {
  Base64: 'base64',
  'Base64 for addresses': 'base64url',
} as const;

describe(`the search for the word ${word}`, () => {
  describe.each(Object.entries(writings))('finds it %s', (_, write) => {
    it.each(Object.entries(texts))('in %s', (_name, text) => {
      expect(find(around(write(text)))).not.toEqual([]);
    });
  });

  it('finds it in capitals', () => {
    expect(find(Buffer.from(word.toUpperCase()))).not.toEqual([]);
  });

  it.each(Object.entries(base64s))('finds it in %s, wherever it falls', (_, encoding) => {
    for (const text of [texts['UTF-8'], texts['UTF-16LE'], texts['UTF-16BE']]) {
      for (const before of ['', '>', '>>', '>>>']) {
        const whole = Buffer.concat([Buffer.from(before), text, Buffer.from('???')]);
        expect(find(around(Buffer.from(whole.toString(encoding))))).not.toEqual([]);
      }
    }
  });

  it.each([
    ['raw deflate from the start', deflateRawSync(texts['UTF-8'])],
    ['Brotli from the start', brotliCompressSync(texts['UTF-8'])],
    ['zlib anywhere', around(deflateSync(texts['UTF-16LE']))],
    ['gzip anywhere', around(gzipSync(texts['UTF-8']))],
    ['gzip with the name of a file', withName(gzipSync(texts['UTF-8']), 'a.txt')],
    ['zlib cut short', around(deflateSync(texts['UTF-8'])).subarray(0, -8)],
  ])('finds it after inflating: %s', (_, bytes) => {
    expect(find(bytes)).not.toEqual([]);
  });

  it('finds nothing where the word is not, and says where it is', () => {
    expect(find(around(Buffer.from(newCanary())))).toEqual([]);
    expect(find(Buffer.from(word))).toContain(`here: ${word} as UTF-8`);
  });
});
