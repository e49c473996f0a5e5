/** [C18] [C19]: X-Wing from its parts, with @noble/post-quantum and @noble/curves. */
import { x25519 } from '@noble/curves/ed25519.js';
import { sha3_256, shake256 } from '@noble/hashes/sha3.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { join, type Octets } from './bytes.ts';

const LABEL = Uint8Array.of(0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c);

function expand(seed: Uint8Array) {
  const bytes = shake256(seed, { dkLen: 96 });
  const mlkem = ml_kem768.keygen(bytes.subarray(0, 64));
  const secretX = bytes.subarray(64);
  return { mlkem, secretX, publicX: x25519.getPublicKey(secretX) };
}

export function kemPublicKey(seed: Uint8Array): Octets {
  const { mlkem, publicX } = expand(seed);
  return join(mlkem.publicKey, publicX);
}

const combine = (ssM: Uint8Array, ssX: Uint8Array, ctX: Uint8Array, pkX: Uint8Array): Octets =>
  new Uint8Array(sha3_256(join(ssM, ssX, ctX, pkX, LABEL)));

/** @param random 64 bytes @returns undefined for a public key that [C19] refuses */
export function encapsulate(publicKey: Uint8Array, random: Uint8Array) {
  if (publicKey.length !== 1216) return undefined;
  const pkX = publicKey.subarray(1184);
  try {
    const { cipherText, sharedSecret } = ml_kem768.encapsulate(
      publicKey.subarray(0, 1184),
      random.subarray(0, 32),
    );
    const ephemeral = random.subarray(32);
    const ctX = x25519.getPublicKey(ephemeral);
    const ssX = x25519.getSharedSecret(ephemeral, pkX);
    return { enc: join(cipherText, ctX), shared: combine(sharedSecret, ssX, ctX, pkX) };
  } catch {
    return undefined;
  }
}

/** @returns undefined for a ciphertext that [C22] refuses before decryption */
export function decapsulate(seed: Uint8Array, enc: Uint8Array): Octets | undefined {
  if (enc.length !== 1120) return undefined;
  const { mlkem, secretX, publicX } = expand(seed);
  const ctX = enc.subarray(1088);
  try {
    const ssM = ml_kem768.decapsulate(enc.subarray(0, 1088), mlkem.secretKey);
    return combine(ssM, x25519.getSharedSecret(secretX, ctX), ctX, publicX);
  } catch {
    return undefined;
  }
}
