/**
 * HPKE (RFC 9180) single shot: X-Wing, HKDF-SHA256, ChaCha20-Poly1305, base and psk modes.
 *
 * Promises: only the holder of the KEM seed opens; broken neither by a quantum computer alone
 * (ML-KEM-768) nor by a break of ML-KEM alone (X25519); with a psk, only who knows it made it.
 * In base mode it says nothing of the sender: what comes out must be signed or committed to.
 * Does not promise: forward secrecy for the recipient; constant time (the HPKE packages are
 * plain JavaScript).
 * `@hpke/*` is imported here only, at the first use, and must then pass a known answer [C36].
 */
import { invariant } from '#base/assert.ts';
import { concat, equal, utf8, type Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { hash } from './hash.ts';
import { hpkeKnownAnswer } from './known-answers.ts';
import { systemRandom, type Random } from './random.ts';
import { owned, sodium } from './sodium.ts';

export const KEM_SEED_BYTES = 32;
export const KEM_PUBLIC_KEY_BYTES = 1216;
const ENC_BYTES = 1120;
const ENCAPSULATION_RANDOM_BYTES = 64;
const TAG_BYTES = 16;

/** How much longer HPKE's output is than its plaintext [C21]. */
export const HPKE_OVERHEAD_BYTES = ENC_BYTES + TAG_BYTES;

/** `psk` at least 32 bytes of full entropy; `pskId` not empty. */
export type Psk = { readonly psk: Uint8Array; readonly pskId: Uint8Array };

export type HpkeSealParams = {
  readonly recipientPublicKey: Uint8Array;
  readonly info: Uint8Array;
  readonly plaintext: Uint8Array;
  readonly psk?: Psk | undefined;
  /** Draws the 64 bytes of the encapsulation; the system's unless told. */
  readonly random?: Random | undefined;
};

export type HpkeOpenParams = {
  readonly kemSeed: Uint8Array;
  readonly info: Uint8Array;
  readonly sealed: Uint8Array;
  readonly psk?: Psk | undefined;
};

/** The 1216-byte X-Wing public key of a 32-byte seed [C18]. */
export function kemPublicKeyFromSeed(seed: Uint8Array): Bytes {
  invariant(seed.length === KEM_SEED_BYTES, 'a KEM seed has 32 bytes');
  return owned(sodium().crypto_kem_xwing_seed_keypair(seed).publicKey);
}

/**
 * Whether outside bytes can be sealed to: length, ML-KEM's modulus check, and an X25519 key that
 * is not of low order [C19]. Whoever accepts a key from outside asks this first.
 */
export function isKemPublicKey(bytes: Uint8Array): boolean {
  if (bytes.length !== KEM_PUBLIC_KEY_BYTES) return false;
  const kem = sodium();
  try {
    kem.crypto_kem_xwing_enc_deterministic(bytes, new Uint8Array(ENCAPSULATION_RANDOM_BYTES));
    return true;
  } catch {
    return false;
  }
}

/**
 * @returns enc 1120 ‖ ciphertext and tag [C21]
 * Throws when `isKemPublicKey` would have refused the key: asking is the caller's duty.
 */
export async function hpkeSeal(params: HpkeSealParams): Promise<Bytes> {
  const { seal } = await hpke();
  return seal(params);
}

/** Inverse of `hpkeSeal`; total over any `sealed` bytes [C22]. */
export async function hpkeOpen(params: HpkeOpenParams): Promise<Result<Bytes, 'NotAuthentic'>> {
  const { open } = await hpke();
  return open(params);
}

type Hpke = {
  readonly seal: typeof hpkeSeal;
  readonly open: typeof hpkeOpen;
};

let loading: Promise<Hpke> | undefined;

/** Loads once; a load that failed (network, known answer) is tried again at the next use. */
async function hpke(): Promise<Hpke> {
  loading ??= loadHpke();
  try {
    return await loading;
  } catch (failure) {
    loading = undefined;
    throw failure;
  }
}

async function loadHpke(): Promise<Hpke> {
  const [core, { Chacha20Poly1305 }, { XWing }] = await Promise.all([
    import('@hpke/core'),
    import('@hpke/chacha20poly1305'),
    import('@hpke/hybridkem-x-wing'),
  ]);
  const kem = new XWing();
  const suite = new core.CipherSuite({
    kem,
    kdf: new core.HkdfSha256(),
    aead: new Chacha20Poly1305(),
  });

  async function seal(params: HpkeSealParams): Promise<Bytes> {
    const { recipientPublicKey, info, plaintext, random = systemRandom } = params;
    invariant(
      recipientPublicKey.length === KEM_PUBLIC_KEY_BYTES,
      'a KEM public key has 1216 bytes',
    );
    const key = await kem.deserializePublicKey(recipientPublicKey);
    const ekm = random.bytes(ENCAPSULATION_RANDOM_BYTES).buffer;
    const psk = pskParams(params.psk);
    const { enc, ct } = await suite.seal({ recipientPublicKey: key, info, ekm, ...psk }, plaintext);
    return concat(new Uint8Array(enc), new Uint8Array(ct));
  }

  async function open(params: HpkeOpenParams): Promise<Result<Bytes, 'NotAuthentic'>> {
    const { kemSeed, info, sealed } = params;
    invariant(kemSeed.length === KEM_SEED_BYTES, 'a KEM seed has 32 bytes');
    if (sealed.length < HPKE_OVERHEAD_BYTES) return err('NotAuthentic');
    const recipientKey = await kem.deserializePrivateKey(kemSeed);
    const enc = sealed.slice(0, ENC_BYTES);
    const psk = pskParams(params.psk);
    try {
      const ciphertext = sealed.slice(ENC_BYTES);
      return ok(new Uint8Array(await suite.open({ recipientKey, info, enc, ...psk }, ciphertext)));
    } catch (failure) {
      const isRefused = failure instanceof core.DecapError || failure instanceof core.OpenError;
      if (isRefused) return err('NotAuthentic');
      throw failure;
    }
  }

  await checkKnownAnswer({ seal, open });
  return { seal, open };
}

function pskParams(psk: Psk | undefined) {
  if (psk === undefined) return {};
  invariant(psk.psk.length >= 32 && psk.pskId.length > 0, 'a psk has 32 bytes and an id');
  return { psk: { key: psk.psk, id: psk.pskId } };
}

/** Known seed, known randomness, known output [C36]. */
async function checkKnownAnswer({ seal, open }: Hpke): Promise<void> {
  const { kemSeed, encapsulation, info, plaintext, sealedHash } = hpkeKnownAnswer();
  const recipientPublicKey = kemPublicKeyFromSeed(kemSeed);
  const random: Random = { bytes: () => encapsulation };
  const psk = { psk: kemSeed, pskId: utf8('psk') };
  const sealed = await seal({ recipientPublicKey, info, plaintext, psk, random });
  const opened = await open({ kemSeed, info, sealed, psk });
  const isRight = equal(hash(sealed), sealedHash) && opened.ok && equal(opened.value, plaintext);
  invariant(isRight, 'HPKE gives its known answer');
}
