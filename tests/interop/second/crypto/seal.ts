/** [C10] to [C12], with @noble/ciphers. */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { join, lp, same, text, type Octets } from './bytes.ts';
import { KDF } from './hash.ts';

const adOf = (name: string, aad: Uint8Array): Octets =>
  join(lp(text(`carnet/v1/${name}`)), lp(aad));

export function SEAL(
  nonce: Uint8Array,
  key: Uint8Array,
  name: string,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Octets {
  const keys = KDF(key, `aead/${name}`, nonce, 64);
  const aead = xchacha20poly1305(keys.subarray(0, 32), nonce, adOf(name, aad));
  return join(nonce, keys.subarray(32), aead.encrypt(plaintext));
}

export function OPEN(
  key: Uint8Array,
  name: string,
  aad: Uint8Array,
  sealed: Uint8Array,
): Octets | 'NotAuthentic' {
  if (sealed.length < 72) return 'NotAuthentic';
  const nonce = sealed.subarray(0, 24);
  const keys = KDF(key, `aead/${name}`, nonce, 64);
  if (!same(keys.subarray(32), sealed.subarray(24, 56))) return 'NotAuthentic';
  return openAead(keys.subarray(0, 32), nonce, adOf(name, aad), sealed.subarray(56));
}

export function openAead(
  key: Uint8Array,
  nonce: Uint8Array,
  ad: Uint8Array,
  ciphertext: Uint8Array,
): Octets | 'NotAuthentic' {
  try {
    return new Uint8Array(xchacha20poly1305(key, nonce, ad).decrypt(ciphertext));
  } catch {
    return 'NotAuthentic';
  }
}
