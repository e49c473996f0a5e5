/** The second implementation as a subject of Carnet's vectors; it takes the French list as data. */
import type { Answer, Subject } from '../../crypto/subject.ts';
import { fileId, openFile, sealFile } from './blob.ts';
import { join, type Octets } from './bytes.ts';
import { H, HL, KDF } from './hash.ts';
import { hpkeOpen, hpkeSeal } from './hpke.ts';
import * as keys from './keys.ts';
import { OPEN, SEAL } from './seal.ts';
import { publicKeyOf, SIGN, VERIFY } from './sign.ts';
import { secretToWords, wordsFromBits, wordsToSecret } from './words.ts';
import { encapsulate, kemPublicKey } from './xwing.ts';

const answer = (out: Octets | string): Answer =>
  typeof out === 'string' ? { error: out } : { ok: out };

const pskOf = ({ psk, pskId }: { psk?: Octets; pskId?: Octets }) =>
  psk && pskId ? { psk, pskId } : undefined;

export const createSecond = (frenchList: readonly string[]): Subject => ({
  hash: ({ message }) => ({ ok: H(message) }),
  hashLabelled: ({ label, parts }) => ({ ok: HL(label, ...parts) }),
  kdf: ({ key, label, context, length }) => ({ ok: KDF(key, label, context, length) }),

  signingPublicKey: ({ seed }) => ({ ok: publicKeyOf(seed) }),
  sign: ({ seed, label, message }) => ({ ok: SIGN(seed, label, message) }),
  verify: ({ publicKey, label, message, signature }) =>
    VERIFY(publicKey, label, message, signature) ? { ok: true } : { error: 'BadSignature' },

  seal: ({ nonce, key, label, aad, plaintext }) => ({
    ok: SEAL(nonce, key, label, aad, plaintext),
  }),
  open: ({ key, label, aad, sealed }) => answer(OPEN(key, label, aad, sealed)),

  authorId: ({ publicKey }) => ({ ok: keys.authorId(publicKey) }),
  memberPublicKeys({ encoded }) {
    const pair = keys.memberPublicKeys(encoded);
    return pair ? { ok: join(pair.signing, pair.kem) } : { error: 'NotDecodable' };
  },

  slotKey: ({ passphrase, salt, opsLimit, memoryKiB }) =>
    answer(keys.slotKey(passphrase, salt, opsLimit, memoryKiB)),
  argon2Params: ({ opsLimit, memoryKiB }) => ({ ok: keys.argon2Params(opsLimit, memoryKiB) }),

  kemPublicKey: ({ seed }) => ({ ok: kemPublicKey(seed) }),
  checkKemPublicKey: ({ publicKey }) =>
    encapsulate(publicKey, new Uint8Array(64)) ? { ok: true } : { error: 'BadPublicKey' },
  hpkeSeal: ({ random, publicKey, info, plaintext, ...psk }) =>
    answer(hpkeSeal(random, publicKey, info, plaintext, pskOf(psk))),
  hpkeOpen: ({ seed, info, sealed, ...psk }) => answer(hpkeOpen(seed, info, sealed, pskOf(psk))),

  recoveryKeys({ secret }) {
    const { locator, key, signing } = keys.recoveryKeys(secret);
    return { ok: join(locator, key, signing) };
  },
  identity({ seed }) {
    const { signing, kemSeed, kem } = keys.identityPublicKeys(seed);
    return { ok: join(signing, kemSeed, kem) };
  },
  sealBox: ({ nonce, secret, version, identitySeed, keyringLogId }) => ({
    ok: keys.sealBox(nonce, secret, version, identitySeed, keyringLogId),
  }),
  openBox: ({ secret, version, box }) => answer(keys.openBox(secret, version, box)),

  wordsFromBits: ({ bits, count }) => ({ ok: wordsFromBits(frenchList, bits, count).join(' ') }),
  secretToWords: ({ secret }) => ({ ok: secretToWords(frenchList, secret).join(' ') }),
  wordsToSecret: ({ typed }) => answer(wordsToSecret(frenchList, typed)),

  sealFile({ header, fileKey, content }) {
    const chunks = sealFile(header, fileKey, content);
    return { id: fileId(header, chunks), chunks };
  },
  openFile: ({ fileKey, header, chunks }) => answer(openFile(fileKey, header, chunks)),
});
