/** The primitives that src/crypto stands on, bare: libsodium, and what HPKE runs on. */
import { Chacha20Poly1305 } from '@hpke/chacha20poly1305';
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';
import { owned, sodium } from '#crypto/sodium.ts';
import { bytesOf, hexOf, type Octets } from './report.ts';
import type { RawAead, RawMlKem, RawXWing, Rfc9180Vector, VerifyRaw } from './run-vectors.ts';

/** The value, or undefined where the library refuses by throwing. */
async function orRefused<T>(compute: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await compute();
  } catch {
    return undefined;
  }
}

/** libsodium's wrapper throws on a wrong length; src/crypto looks at lengths first. */
export const sodiumVerify: VerifyRaw = (publicKey, message, signature) =>
  signature.length === 64 && sodium().crypto_sign_verify_detached(signature, message, publicKey);

export const sodiumXChaCha: RawAead = {
  nonceBytes: 24,
  seal: (key, nonce, ad, plaintext) =>
    owned(sodium().crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, ad, null, nonce, key)),
  open: (key, nonce, ad, sealed) =>
    orRefused(() =>
      owned(sodium().crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, ad, nonce, key)),
    ),
};

export const hpkeChaCha: RawAead = {
  nonceBytes: 12,
  seal: async (key, nonce, ad, plaintext) =>
    new Uint8Array(
      await new Chacha20Poly1305().createEncryptionContext(key).seal(nonce, plaintext, ad),
    ),
  open: (key, nonce, ad, sealed) =>
    orRefused(
      async () =>
        new Uint8Array(
          await new Chacha20Poly1305().createEncryptionContext(key).open(nonce, sealed, ad),
        ),
    ),
};

export const sodiumX25519 = (secret: Octets, publicKey: Octets): Promise<Octets | undefined> =>
  orRefused(() => owned(sodium().crypto_scalarmult(secret, publicKey)));

export const sodiumMlKem: RawMlKem = {
  keygen(seed) {
    const { publicKey, privateKey } = sodium().crypto_kem_mlkem768_seed_keypair(seed);
    return { ek: owned(publicKey), dk: owned(privateKey) };
  },
  encapsulate: (ek, m) =>
    orRefused(() => {
      const { ciphertext, sharedSecret } = sodium().crypto_kem_mlkem768_enc_deterministic(ek, m);
      return { c: owned(ciphertext), K: owned(sharedSecret) };
    }),
  decapsulate: (dk, c) => orRefused(() => owned(sodium().crypto_kem_mlkem768_dec(c, dk))),
};

/** The parts of HPKE's X-Wing: private, but they are what opens a wrap. */
type XWingParts = {
  readonly _m: {
    deriveKeyPair(seed: Octets): Promise<[Octets, Octets]>;
    encap(ek: Octets, m: Octets): Promise<[Octets, Octets]>;
    decap(c: Octets, dk: Octets): Promise<Octets>;
  };
  readonly _x25519: { derive(secret: Octets, publicKey: Octets): Promise<Octets> };
};
const parts = new XWing() as unknown as XWingParts;

export const hpkeX25519 = (secret: Octets, publicKey: Octets): Promise<Octets | undefined> =>
  orRefused(() => parts._x25519.derive(secret, publicKey));

export const hpkeMlKem: RawMlKem = {
  async keygen(seed) {
    const [ek, dk] = await parts._m.deriveKeyPair(seed);
    return { ek, dk };
  },
  encapsulate: (ek, m) =>
    orRefused(async () => {
      const [c, K] = await parts._m.encap(ek, m);
      return { c, K };
    }),
  decapsulate: (dk, c) => orRefused(() => parts._m.decap(c, dk)),
};

export const sodiumXWing: RawXWing = {
  publicKey: (seed) => owned(sodium().crypto_kem_xwing_seed_keypair(seed).publicKey),
  encapsulate: (publicKey, random) =>
    orRefused(() => {
      const kem = sodium();
      const { ciphertext, sharedSecret } = kem.crypto_kem_xwing_enc_deterministic(
        publicKey,
        random,
      );
      return { enc: owned(ciphertext), shared: owned(sharedSecret) };
    }),
  decapsulate: (seed, enc) => orRefused(() => owned(sodium().crypto_kem_xwing_dec(enc, seed))),
};

export const hpkeXWing: RawXWing = {
  async publicKey(seed) {
    const kem = new XWing();
    const { publicKey } = await kem.generateKeyPairDerand(seed);
    return new Uint8Array(await kem.serializePublicKey(publicKey));
  },
  encapsulate: (publicKey, random) =>
    orRefused(async () => {
      const kem = new XWing();
      const recipientPublicKey = await kem.deserializePublicKey(publicKey);
      const { enc, sharedSecret } = await kem.encap({ recipientPublicKey, ekm: random.buffer });
      return { enc: new Uint8Array(enc), shared: new Uint8Array(sharedSecret) };
    }),
  decapsulate: (seed, enc) =>
    orRefused(async () => {
      const kem = new XWing();
      const recipientKey = await kem.deserializePrivateKey(seed);
      return new Uint8Array(await kem.decap({ recipientKey, enc }));
    }),
};

export const hpkeHkdf = (
  salt: Octets,
  ikm: Octets,
  info: Octets,
  size: number,
): Promise<Octets | undefined> =>
  orRefused(
    async () => new Uint8Array(await new HkdfSha256().extractAndExpand(salt, ikm, info, size)),
  );

/** HKDF-Extract is HMAC with the salt as key. */
export const hpkeHmac = async (key: Octets, message: Octets): Promise<Octets> =>
  new Uint8Array(await new HkdfSha256().extract(key, message));

/** The same suite as src/crypto/hpke.ts but for the KEM, opening message after message. */
export async function hpkeHoldsRfc9180({ setup, encryptions }: Rfc9180Vector): Promise<boolean> {
  const kem = new DhkemX25519HkdfSha256();
  const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });
  const { psk, psk_id: pskId } = setup;
  const context = await suite.createRecipientContext({
    recipientKey: await kem.deserializePrivateKey(bytesOf(setup.skRm)),
    enc: bytesOf(setup.enc),
    info: bytesOf(setup.info),
    ...(psk && pskId ? { psk: { key: bytesOf(psk), id: bytesOf(pskId) } } : {}),
  });
  const consecutive = encryptions.slice(0, 3);
  for (const { aad, ct, pt } of consecutive) {
    const opened = new Uint8Array(await context.open(bytesOf(ct), bytesOf(aad)));
    if (hexOf(opened) !== pt) return false;
  }
  return consecutive.length === 3;
}
