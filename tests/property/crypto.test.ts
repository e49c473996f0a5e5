import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concat, utf8, type Bytes } from '#base/bytes.ts';
import { openBlob, sealBlob } from '#crypto/blob-stream.ts';
import { createHasher, hash } from '#crypto/hash.ts';
import { hpkeOpen, hpkeSeal, kemPublicKeyFromSeed } from '#crypto/hpke.ts';
import { decodeMemberKeys, encodeMemberKeys } from '#crypto/keys.ts';
import { labels, type Label } from '#crypto/labels.ts';
import { systemRandom } from '#crypto/random.ts';
import { open, seal } from '#crypto/seal.ts';
import { sign, signingKeyPairFromSeed, verify } from '#crypto/sign.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { secretToWords, wordsToSecret } from '#crypto/words.ts';

beforeAll(cryptoReady);

const bytes = (length: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => new Uint8Array(array));
const anyBytes = (maxLength: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ maxLength }).map((array) => new Uint8Array(array));
const anyLabel = fc.constantFrom<Label>(...Object.values(labels));
/** A place in bytes of any length, and which bit to turn there. */
const anyFlip = fc.record({ place: fc.nat(), bit: fc.nat(7) });

const flip = (original: Bytes, { place, bit }: { place: number; bit: number }): Bytes =>
  original.map((byte, index) => (index === place % original.length ? byte ^ (1 << bit) : byte));
const truncate = (original: Bytes, place: number): Bytes =>
  original.slice(0, place % original.length);

const refusal = { ok: false, error: 'NotAuthentic' };

describe('sealed bytes', () => {
  const sealing = [bytes(32), anyLabel, anyBytes(64), anyBytes(300)] as const;

  it('open to what was sealed', () => {
    fc.assert(
      fc.property(...sealing, (key, label, aad, plaintext) => {
        const sealed = seal(systemRandom, key, label, aad, plaintext);
        expect(open(key, label, aad, sealed)).toEqual({ ok: true, value: plaintext });
      }),
    );
  });

  it('do not open with any bit turned, in them, the key or the associated data', () => {
    fc.assert(
      fc.property(...sealing, anyFlip, (key, label, aad, plaintext, change) => {
        const sealed = seal(systemRandom, key, label, aad, plaintext);
        expect(open(key, label, aad, flip(sealed, change))).toEqual(refusal);
        expect(open(flip(key, change), label, aad, sealed)).toEqual(refusal);
        if (aad.length > 0) expect(open(key, label, flip(aad, change), sealed)).toEqual(refusal);
      }),
    );
  });

  it('do not open truncated, nor for another label', () => {
    fc.assert(
      fc.property(...sealing, anyLabel, fc.nat(), (key, label, aad, plaintext, other, place) => {
        const sealed = seal(systemRandom, key, label, aad, plaintext);
        expect(open(key, label, aad, truncate(sealed, place))).toEqual(refusal);
        if (other !== label) expect(open(key, other, aad, sealed)).toEqual(refusal);
      }),
    );
  });

  it('that nobody sealed are refused, whatever they are', () => {
    fc.assert(
      fc.property(bytes(32), anyLabel, anyBytes(300), (key, label, anything) => {
        expect(open(key, label, utf8(''), anything)).toEqual(refusal);
      }),
    );
  });
});

it('a signature verifies, and with any bit turned anywhere does not', () => {
  fc.assert(
    fc.property(bytes(32), anyLabel, anyBytes(200), anyFlip, (seed, label, message, change) => {
      const { publicKey, secretKey } = signingKeyPairFromSeed(seed);
      const signature = sign(secretKey, label, message);
      expect(verify(publicKey, label, message, signature)).toBe(true);
      expect(verify(publicKey, label, message, flip(signature, change))).toBe(false);
      expect(verify(flip(publicKey, change), label, message, signature)).toBe(false);
      if (message.length > 0) {
        expect(verify(publicKey, label, flip(message, change), signature)).toBe(false);
      }
    }),
  );
});

it('HPKE opens what it sealed, and nothing altered or truncated', async () => {
  await fc.assert(
    fc.asyncProperty(
      bytes(32),
      anyBytes(40),
      anyBytes(100),
      anyFlip,
      async (kemSeed, info, plaintext, change) => {
        const recipientPublicKey = kemPublicKeyFromSeed(kemSeed);
        const sealed = await hpkeSeal({ recipientPublicKey, info, plaintext });
        const openWith = (changed: Bytes) => hpkeOpen({ kemSeed, info, sealed: changed });
        expect(await openWith(sealed)).toEqual({ ok: true, value: plaintext });
        expect(await openWith(flip(sealed, change))).toEqual(refusal);
        expect(await openWith(truncate(sealed, change.place))).toEqual(refusal);
      },
    ),
    { numRuns: 30 },
  );
});

it('a file comes back, and not with a bit turned or a chunk cut', async () => {
  await fc.assert(
    fc.asyncProperty(bytes(32), anyBytes(2000), anyFlip, async (fileKey, content, change) => {
      const { chunks, header } = await sealFile(fileKey, content);
      expect(await openFile(fileKey, header, chunks)).toEqual(content);
      const altered = chunks.map((chunk) => flip(chunk, change));
      expect(await openFile(fileKey, header, altered)).toBe('NotAuthentic');
      expect(await openFile(fileKey, flip(header, change), chunks)).toBe('NotAuthentic');
      const cut = chunks.map((chunk) => truncate(chunk, change.place));
      expect(await openFile(fileKey, header, cut)).toBe('NotAuthentic');
      expect(await openFile(fileKey, header, [])).toBe('Truncated');
    }),
  );
});

it('hashing in pieces is hashing the whole', () => {
  fc.assert(
    fc.property(fc.array(anyBytes(200)), (pieces) => {
      const hasher = createHasher();
      for (const piece of pieces) hasher.update(piece);
      expect(hasher.digest()).toEqual(hash(concat(...pieces)));
    }),
  );
});

it('words give the secret back however they are typed', () => {
  const anyTyping = fc.record({
    letters: fc.integer({ min: 4, max: 8 }),
    form: fc.constantFrom('NFC', 'NFD'),
    separator: fc.constantFrom(' ', '  ', '\n', ', ', ' - '),
    isLoud: fc.boolean(),
  });
  fc.assert(
    fc.property(bytes(16), anyTyping, (secret, { letters, form, separator, isLoud }) => {
      const typed = secretToWords(secret)
        .map((word) => word.slice(0, letters).normalize(form))
        .join(separator);
      const outcome = wordsToSecret(isLoud ? typed.toUpperCase() : typed);
      expect(outcome).toEqual({ ok: true, value: secret });
    }),
  );
});

it('words that were typed never throw, whatever they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (typed) => {
      expect(wordsToSecret(typed).ok).toBe(false);
    }),
  );
});

it('member keys come back from their bytes', () => {
  fc.assert(
    fc.property(bytes(64), (encoded) => {
      const decoded = decodeMemberKeys(encoded);
      expect(decoded.ok && encodeMemberKeys(decoded.value)).toEqual(encoded);
    }),
    { numRuns: 30 },
  );
});

async function sealFile(fileKey: Bytes, content: Bytes) {
  const read = (offset: number, length: number) =>
    Promise.resolve(content.slice(offset, offset + length));
  const sealing = sealBlob(systemRandom, fileKey, content.length, read);
  const chunks: Bytes[] = [];
  let step = await sealing.next();
  for (; step.done !== true; step = await sealing.next()) chunks.push(step.value.sealed);
  return { chunks, header: step.value.header };
}

async function openFile(fileKey: Bytes, header: Bytes, chunks: Bytes[]): Promise<Bytes | string> {
  const opening = openBlob(fileKey, header, oneByOne(chunks));
  const pieces: Bytes[] = [];
  let step = await opening.next();
  for (; step.done !== true; step = await opening.next()) pieces.push(step.value);
  return step.value.ok ? concat(...pieces) : step.value.error;
}

async function* oneByOne(chunks: Bytes[]): AsyncGenerator<Bytes> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}
