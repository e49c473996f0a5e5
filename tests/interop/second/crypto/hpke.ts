/** [C20] to [C22]: RFC 9180 §5.1 written out, with @noble/hashes and @noble/ciphers. */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { join, text, type Octets } from './bytes.ts';
import { decapsulate, encapsulate } from './xwing.ts';

export type Psk = { readonly psk: Uint8Array; readonly pskId: Uint8Array };
const NONE = new Uint8Array(0);
const u16 = (value: number): Octets => Uint8Array.of(value >> 8, value & 255);

/** @param kemId two bytes of the suite id; X-Wing's is 0x647a */
export function keySchedule(kemId: number, shared: Uint8Array, info: Uint8Array, psk?: Psk) {
  const suite = join(text('HPKE'), u16(kemId), u16(1), u16(3));
  const labeledExtract = (salt: Uint8Array, label: string, ikm: Uint8Array) =>
    extract(sha256, join(text('HPKE-v1'), suite, text(label), ikm), salt);
  const labeledExpand = (prk: Uint8Array, label: string, context: Uint8Array, length: number) =>
    expand(sha256, prk, join(u16(length), text('HPKE-v1'), suite, text(label), context), length);
  const context = join(
    Uint8Array.of(psk === undefined ? 0 : 1),
    labeledExtract(NONE, 'psk_id_hash', psk?.pskId ?? NONE),
    labeledExtract(NONE, 'info_hash', info),
  );
  const secret = labeledExtract(shared, 'secret', psk?.psk ?? NONE);
  return {
    key: labeledExpand(secret, 'key', context, 32),
    nonce: labeledExpand(secret, 'base_nonce', context, 12),
  };
}

export function hpkeSeal(
  random: Uint8Array,
  recipient: Uint8Array,
  info: Uint8Array,
  plaintext: Uint8Array,
  psk?: Psk,
): Octets | 'BadPublicKey' {
  const encapsulated = encapsulate(recipient, random);
  if (encapsulated === undefined) return 'BadPublicKey';
  const { key, nonce } = keySchedule(0x647a, encapsulated.shared, info, psk);
  return join(encapsulated.enc, chacha20poly1305(key, nonce).encrypt(plaintext));
}

export function hpkeOpen(
  seed: Uint8Array,
  info: Uint8Array,
  sealed: Uint8Array,
  psk?: Psk,
): Octets | 'NotAuthentic' {
  if (sealed.length < 1136) return 'NotAuthentic';
  const shared = decapsulate(seed, sealed.subarray(0, 1120));
  if (shared === undefined) return 'NotAuthentic';
  const { key, nonce } = keySchedule(0x647a, shared, info, psk);
  return openChacha(key, nonce, NONE, sealed.subarray(1120));
}

export function openChacha(
  key: Uint8Array,
  nonce: Uint8Array,
  ad: Uint8Array,
  ciphertext: Uint8Array,
): Octets | 'NotAuthentic' {
  try {
    return new Uint8Array(chacha20poly1305(key, nonce, ad).decrypt(ciphertext));
  } catch {
    return 'NotAuthentic';
  }
}
