/**
 * Known answers of the primitives: fixed inputs, and outputs computed by the second
 * implementation (tests/interop/second). `tests/interop/crypto/known-answers.test.ts` compares.
 *
 * Promises: a library that is broken, or built for another primitive, is noticed before use.
 * Does not promise: what vectors do. One input each.
 */
import { mustGet } from '#base/assert.ts';
import { fromHex, type Bytes } from '#base/bytes.ts';

/** `length` bytes that count up from `first`. */
const counting = (first: number, length: number): Bytes =>
  Uint8Array.from({ length }, (_, index) => first + index);

function bytesOf(hex: string): Bytes {
  const bytes = fromHex(hex);
  return mustGet(bytes.ok ? bytes.value : undefined, 'a known answer is hexadecimal');
}

/** Inputs of the checks at start [C35]: key 32, other key 32, nonce 24, message 100 bytes. */
export const knownInputs = () => ({
  key: counting(0, 32),
  nonce: counting(64, 24),
  aad: counting(0, 100),
  secret: counting(0, 16),
  message: counting(0, 100),
  encapsulation: counting(0, 64),
});

/** `…Hash` is H of the output, which is long. */
export const knownAnswers = () => ({
  hash: bytesOf('5ac86383dec1db602fdbc2c978c3fe1bf4328fea1e1b495b68be2c3b67ba033b'),
  kdf: bytesOf('ba14e77954de51d9a75cd8ba7344c3a11c4a44592dac1bc95b3fad29792ee8b7'),
  seal: bytesOf(
    '404142434445464748494a4b4c4d4e4f50515253545556571cd0aa36646fd4e02fc50198175bc05dc060957be3f74669' +
      'bf01dfbd4e261a46ce3e31e362361fa074a3174f0bd1574e40174d912eaf403b19b91ff0ccded8cb',
  ),
  signatureHash: bytesOf('040ca974a2da90ecd8389b13a8ef71259299ea44463b16e5abd05b8a4c018746'),
  streamHash: bytesOf('c96ec1aabc641023717a415e88358773949987a7501dc21c8700e9fdec433793'),
  xwingHash: bytesOf('af83b2071a17143e1f7892669932caa3feb13360b2faa0d4927322ced694ee4f'),
});

/** For `hpke.ts`, at its first use [C36]: psk mode, psk = the seed, psk_id = "psk". */
export const hpkeKnownAnswer = () => ({
  kemSeed: counting(0, 32),
  encapsulation: counting(64, 64),
  info: counting(0, 100),
  plaintext: counting(0, 16),
  sealedHash: bytesOf('782c5e23af668ac21827db8a7017a9399d25fd3e744652398129410518432c32'),
});

/** For `passphrase.ts`, at its first use [C36]: less work than any slot, so that it is quick. */
export const argon2KnownAnswer = () => ({
  passphrase: counting(0, 16),
  salt: counting(64, 16),
  params: { opsLimit: 2, memoryKiB: 64 },
  key: bytesOf('c9cad8f3ad6ab14db18fef6589b02cb0be01b432a15643df034fe0ce4244e5d5'),
});
