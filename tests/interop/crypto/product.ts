/** src/crypto as a subject of Carnet's vectors. No environment, so that a worker can run it. */
import { copy, concat } from '#base/bytes.ts';
import { idFromBytes, idToBytes } from '#base/ids.ts';
import { blobId, openBlob, sealBlob } from '#crypto/blob-stream.ts';
import { hash, hashLabelled, kdf } from '#crypto/hash.ts';
import { hpkeOpen, hpkeSeal, isKemPublicKey, kemPublicKeyFromSeed } from '#crypto/hpke.ts';
import { authorIdOf, decodeMemberKeys } from '#crypto/keys.ts';
import type { Label } from '#crypto/labels.ts';
import { deriveSlotKey, encodeArgon2Params } from '#crypto/passphrase.ts';
import {
  identityFromSeed,
  openRecoveryBox,
  recoveryKeysFromSecret,
  sealRecoveryBox,
} from '#crypto/recovery.ts';
import type { Random } from '#crypto/random.ts';
import { open, seal } from '#crypto/seal.ts';
import { sign, signingKeyPairFromSeed, verify } from '#crypto/sign.ts';
import { secretToWords, wordsFromBits, wordsToSecret } from '#crypto/words.ts';
import type { Result } from '#base/result.ts';
import type { Octets } from './report.ts';
import type { Answer, Subject } from './subject.ts';

const labelOf = (name: string): Label => `carnet/v1/${name}` as Label;
const fixed = (bytes: Octets): Random => ({ bytes: () => copy(bytes) });

function answer<T>(result: Result<T, string | { readonly type: string }>): Answer<T> {
  if (result.ok) return { ok: result.value };
  return { error: typeof result.error === 'string' ? result.error : result.error.type };
}

const pskOf = ({ psk, pskId }: { psk?: Octets; pskId?: Octets }) =>
  psk && pskId ? { psk, pskId } : undefined;

export const product: Subject = {
  hash: ({ message }) => ({ ok: hash(message) }),
  hashLabelled: ({ label, parts }) => ({ ok: hashLabelled(labelOf(label), ...parts) }),
  kdf: ({ key, label, context, length }) => ({ ok: kdf(key, labelOf(label), context, length) }),

  signingPublicKey: ({ seed }) => ({ ok: signingKeyPairFromSeed(seed).publicKey }),
  sign: ({ seed, label, message }) => ({
    ok: sign(signingKeyPairFromSeed(seed).secretKey, labelOf(label), message),
  }),
  verify: ({ publicKey, label, message, signature }) =>
    verify(publicKey, labelOf(label), message, signature)
      ? { ok: true }
      : { error: 'BadSignature' },

  seal: ({ nonce, key, label, aad, plaintext }) => ({
    ok: seal(fixed(nonce), key, labelOf(label), aad, plaintext),
  }),
  open: ({ key, label, aad, sealed }) => answer(open(key, labelOf(label), aad, sealed)),

  authorId: ({ publicKey }) => ({ ok: idToBytes(authorIdOf(publicKey)) }),
  memberPublicKeys({ encoded }) {
    const keys = decodeMemberKeys(encoded);
    return keys.ok
      ? { ok: concat(keys.value.signing.publicKey, keys.value.kemPublicKey) }
      : { error: keys.error.type };
  },

  slotKey: async ({ passphrase, salt, opsLimit, memoryKiB }) =>
    answer(await deriveSlotKey(passphrase, salt, { opsLimit, memoryKiB })),
  argon2Params: (params) => ({ ok: encodeArgon2Params(params) }),

  kemPublicKey: ({ seed }) => ({ ok: kemPublicKeyFromSeed(seed) }),
  checkKemPublicKey: ({ publicKey }) =>
    isKemPublicKey(publicKey) ? { ok: true } : { error: 'BadPublicKey' },
  hpkeSeal: async ({ random, publicKey, info, plaintext, ...psk }) => ({
    ok: await hpkeSeal({
      recipientPublicKey: publicKey,
      info,
      plaintext,
      psk: pskOf(psk),
      random: fixed(random),
    }),
  }),
  hpkeOpen: async ({ seed, info, sealed, ...psk }) =>
    answer(await hpkeOpen({ kemSeed: seed, info, sealed, psk: pskOf(psk) })),

  recoveryKeys({ secret }) {
    const { locator, key, signing } = recoveryKeysFromSecret(secret);
    return { ok: concat(locator, key, signing.publicKey) };
  },
  identity({ seed }) {
    const { signing, kemSeed, kemPublicKey } = identityFromSeed(seed);
    return { ok: concat(signing.publicKey, kemSeed, kemPublicKey) };
  },
  sealBox: ({ nonce, secret, version, identitySeed, keyringLogId }) => ({
    ok: sealRecoveryBox(fixed(nonce), recoveryKeysFromSecret(secret), version, {
      identitySeed,
      keyringLogId: idFromBytes('LogId', keyringLogId),
    }),
  }),
  openBox({ secret, version, box }) {
    const content = openRecoveryBox(recoveryKeysFromSecret(secret), version, box);
    if (!content.ok) return { error: content.error };
    return { ok: concat(content.value.identitySeed, idToBytes(content.value.keyringLogId)) };
  },

  wordsFromBits: ({ bits, count }) => ({ ok: wordsFromBits(bits, count).join(' ') }),
  secretToWords: ({ secret }) => ({ ok: secretToWords(secret).join(' ') }),
  wordsToSecret: ({ typed }) => answer(wordsToSecret(typed)),

  async sealFile({ header, fileKey, content }) {
    const read = (offset: number, length: number) =>
      Promise.resolve(content.slice(offset, offset + length));
    const sealing = sealBlob(fixed(header), fileKey, content.length, read);
    const chunks: Octets[] = [];
    let step = await sealing.next();
    for (; step.done !== true; step = await sealing.next()) chunks.push(step.value.sealed);
    const { id, chunkHashes } = step.value;
    if (blobId(header, chunkHashes) !== id) throw new Error('the id is that of the hashes');
    return { id: idToBytes(id), chunks };
  },
  async openFile({ fileKey, header, chunks }) {
    const opening = openBlob(fileKey, header, oneByOne(chunks));
    const pieces: Octets[] = [];
    let step = await opening.next();
    for (; step.done !== true; step = await opening.next()) pieces.push(step.value);
    if (!step.value.ok) return { error: step.value.error };
    const content = concat(...pieces);
    return content.length === step.value.value ? { ok: content } : { error: 'wrong size returned' };
  },
};

async function* oneByOne(chunks: readonly Octets[]): AsyncGenerator<Octets> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}
