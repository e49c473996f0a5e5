/** The primitives that the second implementation stands on, bare, for external vectors. */
import { chacha20poly1305, xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import type { RawAead, RawMlKem, RawXWing } from '../../crypto/run-vectors.ts';
import type { Octets } from './bytes.ts';
import { openChacha } from './hpke.ts';
import { openAead } from './seal.ts';
import { decapsulate, encapsulate, kemPublicKey } from './xwing.ts';

const own = (bytes: Uint8Array): Octets => new Uint8Array(bytes);

function orRefused<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}

const unlessRefused = (out: Octets | 'NotAuthentic'): Octets | undefined =>
  out === 'NotAuthentic' ? undefined : out;

export const nobleXChaCha: RawAead = {
  nonceBytes: 24,
  seal: (key, nonce, ad, plaintext) => own(xchacha20poly1305(key, nonce, ad).encrypt(plaintext)),
  open: (key, nonce, ad, sealed) => unlessRefused(openAead(key, nonce, ad, sealed)),
};

export const nobleChaCha: RawAead = {
  nonceBytes: 12,
  seal: (key, nonce, ad, plaintext) => own(chacha20poly1305(key, nonce, ad).encrypt(plaintext)),
  open: (key, nonce, ad, sealed) => unlessRefused(openChacha(key, nonce, ad, sealed)),
};

export const nobleX25519 = (secret: Octets, publicKey: Octets): Octets | undefined =>
  orRefused(() => own(x25519.getSharedSecret(secret, publicKey)));

export const nobleMlKem: RawMlKem = {
  keygen(seed) {
    const { publicKey, secretKey } = ml_kem768.keygen(seed);
    return { ek: own(publicKey), dk: own(secretKey) };
  },
  encapsulate: (ek, m) =>
    orRefused(() => {
      const { cipherText, sharedSecret } = ml_kem768.encapsulate(ek, m);
      return { c: own(cipherText), K: own(sharedSecret) };
    }),
  decapsulate: (dk, c) => orRefused(() => own(ml_kem768.decapsulate(c, dk))),
};

export const nobleXWing: RawXWing = { publicKey: kemPublicKey, encapsulate, decapsulate };

export const nobleHkdf = (
  salt: Octets,
  ikm: Octets,
  info: Octets,
  size: number,
): Octets | undefined => orRefused(() => own(hkdf(sha256, ikm, salt, info, size)));

export const nobleHmac = (key: Octets, message: Octets): Octets => own(hmac(sha256, key, message));
