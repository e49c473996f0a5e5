/**
 * Known-answer tests, run at each start [C35].
 *
 * Promises: with `ok`, every primitive that is loaded at start gave a known answer and refused
 * one altered input. HPKE and Argon2id check themselves when they are loaded [C36].
 * Does not promise: anything about primitives on other inputs. That is what vectors are for.
 */
import { concat, equal, type Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { hash, kdf } from './hash.ts';
import { kemPublicKeyFromSeed } from './hpke.ts';
import { knownAnswers, knownInputs } from './known-answers.ts';
import { labels } from './labels.ts';
import { open, seal } from './seal.ts';
import { sign, signingKeyPairFromSeed, verify } from './sign.ts';
import { cryptoReady, sodium } from './sodium.ts';

/** `primitive` is a name for the screen and the journal, no secret. */
export type SelfTestFailed = { readonly type: 'SelfTestFailed'; readonly primitive: string };

/** Loads libsodium and checks it. On failure no vault may be opened. */
export async function selfTest(): Promise<Result<void, SelfTestFailed>> {
  try {
    await cryptoReady();
  } catch {
    return err({ type: 'SelfTestFailed', primitive: 'libsodium' });
  }
  for (const [primitive, holds] of Object.entries(checks)) {
    if (!isTrue(holds)) return err({ type: 'SelfTestFailed', primitive });
  }
  return ok(undefined);
}

/** A check that throws is a check that fails: the primitive is missing or broken. */
function isTrue(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

const checks: Readonly<Record<string, () => boolean>> = {
  hash: () => equal(hash(knownInputs().message), knownAnswers().hash),

  kdf: () => {
    const { key, message } = knownInputs();
    return equal(kdf(key, labels.log, message, 32), knownAnswers().kdf);
  },

  seal: () => {
    const { key, nonce, aad, secret } = knownInputs();
    const sealed = seal({ bytes: () => nonce }, key, labels.op, aad, secret);
    const opened = open(key, labels.op, aad, sealed);
    const isRight = equal(sealed, knownAnswers().seal) && opened.ok && equal(opened.value, secret);
    return isRight && !open(key, labels.op, aad, flipLastBit(sealed)).ok;
  },

  sign: () => {
    const { key, message } = knownInputs();
    const pair = signingKeyPairFromSeed(key);
    const signature = sign(pair.secretKey, labels.op, message);
    const verifies = (bytes: Bytes): boolean => verify(pair.publicKey, labels.op, message, bytes);
    const isRight = equal(hash(signature), knownAnswers().signatureHash) && verifies(signature);
    return isRight && !verifies(flipLastBit(signature));
  },

  secretstream: () => {
    const { key, nonce, message } = knownInputs();
    const stream = sodium();
    const sealing = stream.crypto_secretstream_xchacha20poly1305_init_pull(nonce, key);
    const opening = stream.crypto_secretstream_xchacha20poly1305_init_pull(nonce, key);
    const chunks = [0, 3].map((tag) =>
      stream.crypto_secretstream_xchacha20poly1305_push(sealing, message, null, tag),
    );
    const isOpened = chunks.every((chunk) => {
      const pulled = stream.crypto_secretstream_xchacha20poly1305_pull(opening, chunk, null);
      return pulled !== false && equal(pulled.message, message);
    });
    return isOpened && equal(hash(concat(...chunks)), knownAnswers().streamHash);
  },

  'X-Wing': () => {
    const { key, encapsulation } = knownInputs();
    const publicKey = kemPublicKeyFromSeed(key);
    const kem = sodium();
    const { ciphertext, sharedSecret } = kem.crypto_kem_xwing_enc_deterministic(
      publicKey,
      encapsulation,
    );
    const answer = hash(concat(publicKey, ciphertext, sharedSecret));
    const isOpened = equal(kem.crypto_kem_xwing_dec(ciphertext, key), sharedSecret);
    return isOpened && equal(answer, knownAnswers().xwingHash);
  },
};

const flipLastBit = (bytes: Bytes): Bytes =>
  bytes.map((byte, index) => (index === bytes.length - 1 ? byte ^ 1 : byte));
