import { randomBytes } from 'node:crypto';
import { hpkeOpen, hpkeSeal } from '#crypto/hpke.ts';
import { createMemberKeys } from '#crypto/keys.ts';
import { labels } from '#crypto/labels.ts';
import { loadRandom } from '#adapters/system.ts';
import { open, seal } from '#crypto/seal.ts';
import { sign, verify } from '#crypto/sign.ts';

/** Bytes of what a pairing carries. */
export type PairingSizes = {
  readonly bundle: number;
  readonly grant: number;
  readonly window: number;
};

/** Signatures that a pairing makes and checks: bundle, genesis, grant, window, proof at the relay. */
const SIGNATURES = 5;

/**
 * The primitives of one pairing, of both sides, one after the other: two key pairs, the bundle's
 * box, the grant under HPKE, the window's AEAD, and each signature made and checked.
 * @returns milliseconds
 */
export async function barePairing(sizes: PairingSizes): Promise<number> {
  const random = await loadRandom();
  const recipient = createMemberKeys(random);
  const [bundle, grant, window] = [sizes.bundle, sizes.grant, sizes.window].map(
    (size) => new Uint8Array(randomBytes(size)),
  );
  if (!bundle || !grant || !window) throw new Error('three sizes');
  const key = random.bytes(32);
  const info = random.bytes(64);
  const psk = { psk: key, pskId: info };
  const startedAt = performance.now();
  const [side, reader] = [createMemberKeys(random), createMemberKeys(random)];
  const boxed = seal(random, key, labels.mbxKey, info, bundle);
  open(key, labels.mbxKey, info, boxed);
  const sealed = await hpkeSeal({
    recipientPublicKey: recipient.kemPublicKey,
    info,
    plaintext: grant,
    psk,
    random,
  });
  const opened = await hpkeOpen({ kemSeed: recipient.kemSeed, info, sealed, psk });
  const shown = seal(random, key, labels.op, info, window);
  const read = open(key, labels.op, info, shown);
  for (let each = 0; each < SIGNATURES; each++) {
    const signature = sign(side.signing.secretKey, labels.op, window);
    if (!verify(side.signing.publicKey, labels.op, window, signature)) throw new Error('signed');
  }
  const ms = performance.now() - startedAt;
  if (!opened.ok || !read.ok || reader.kemSeed.length === 0) throw new Error('opened');
  return ms;
}
