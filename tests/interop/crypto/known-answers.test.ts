import { expect, it } from 'vitest';
import {
  argon2KnownAnswer,
  hpkeKnownAnswer,
  knownAnswers,
  knownInputs,
} from '#crypto/known-answers.ts';
import { join, text } from '../second/crypto/bytes.ts';
import { H, KDF } from '../second/crypto/hash.ts';
import { hpkeSeal } from '../second/crypto/hpke.ts';
import { rawArgon2id } from '../second/crypto/keys.ts';
import { SEAL } from '../second/crypto/seal.ts';
import { FINAL, MESSAGE, push, start } from '../second/crypto/secretstream.ts';
import { SIGN } from '../second/crypto/sign.ts';
import { encapsulate, kemPublicKey } from '../second/crypto/xwing.ts';
import { hexOf, type Octets } from './report.ts';

const { key, nonce, aad, secret, message, encapsulation } = knownInputs();

const expectSame = (ours: Octets, theirs: Octets): void => {
  expect(hexOf(ours)).toBe(hexOf(theirs));
};

it('known answers at start [C35] are those of the second implementation', () => {
  const { hash, kdf, seal, signatureHash, streamHash, xwingHash } = knownAnswers();
  expectSame(hash, H(message));
  expectSame(kdf, KDF(key, 'log', message, 32));
  expectSame(seal, SEAL(nonce, key, 'op', aad, secret));
  expectSame(signatureHash, H(SIGN(key, 'op', message)));
  const state = start(key, nonce);
  expectSame(streamHash, H(join(push(state, message, MESSAGE), push(state, message, FINAL))));
  const publicKey = kemPublicKey(key);
  const made = encapsulate(publicKey, encapsulation);
  expectSame(xwingHash, H(join(publicKey, made?.enc ?? key, made?.shared ?? key)));
});

it('known answers of what is loaded later [C36] are those of the second implementation', () => {
  const hpke = hpkeKnownAnswer();
  const psk = { psk: hpke.kemSeed, pskId: text('psk') };
  const recipient = kemPublicKey(hpke.kemSeed);
  const sealed = hpkeSeal(hpke.encapsulation, recipient, hpke.info, hpke.plaintext, psk);
  expectSame(hpke.sealedHash, H(sealed === 'BadPublicKey' ? hpke.info : sealed));
  const { passphrase, salt, params, key: slotKey } = argon2KnownAnswer();
  expectSame(slotKey, rawArgon2id(passphrase, salt, params.opsLimit, params.memoryKiB));
});
