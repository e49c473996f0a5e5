/**
 * Runs other people's vectors (Wycheproof, CCTV, X-Wing, RFC 9180, BIP-39) against primitives that
 * are handed in. No environment: parsed JSON in, report out, in Node and in a browser worker alike.
 * A primitive answers `undefined`, or false, where it refuses.
 */
import { bytesOf, hexOf, report, type Octets, type Report } from './report.ts';

export { runOwnVectors } from './run-own-vectors.ts';

type Maybe<T> = T | Promise<T>;
type Refusable = Maybe<Octets | undefined>;
type Wycheproof<G, T> = { readonly testGroups: readonly (G & { readonly tests: readonly T[] })[] };
type WycheproofTest = {
  readonly tcId: number;
  readonly comment?: string;
  readonly flags?: readonly string[];
  readonly result: 'valid' | 'invalid' | 'acceptable';
};

const nameOf = ({ tcId, comment = '' }: WycheproofTest): string => `tcId ${tcId} ${comment}`;

const flatten = <G, T>(file: Wycheproof<G, T>): (G & T)[] =>
  file.testGroups.flatMap((group) => group.tests.map((test) => ({ ...group, ...test })));

const isHex = (bytes: Uint8Array | undefined, hex: string): boolean =>
  bytes !== undefined && hexOf(bytes) === hex;

export type VerifyRaw = (publicKey: Octets, message: Octets, signature: Octets) => boolean;

export type Ed25519File = Wycheproof<
  { readonly publicKey: { readonly pk: string } },
  WycheproofTest & { readonly msg: string; readonly sig: string }
>;

export const runEd25519 = (file: Ed25519File, verify: VerifyRaw): Promise<Report> =>
  report(flatten(file), nameOf, ({ publicKey, msg, sig, result }) => {
    const isValid = verify(bytesOf(publicKey.pk), bytesOf(msg), bytesOf(sig));
    return isValid === (result === 'valid');
  });

export type CctvFile = readonly {
  readonly number: number;
  readonly key: string;
  readonly sig: string;
  readonly msg: string;
  readonly flags: readonly string[] | null;
}[];

/** What [C9] accepts of the edge cases: components of low order, and nothing else unusual. */
const acceptedFlags = ['low_order_component_A', 'low_order_component_R'];

export const runCctv = (file: CctvFile, verify: VerifyRaw): Promise<Report> =>
  report(
    file,
    ({ number, flags }) => `number ${number} ${(flags ?? []).join(' ')}`,
    ({ key, sig, msg, flags }) => {
      const isAccepted = (flags ?? []).every((flag) => acceptedFlags.includes(flag));
      return verify(bytesOf(key), new TextEncoder().encode(msg), bytesOf(sig)) === isAccepted;
    },
  );

export type RawAead = {
  readonly nonceBytes: number;
  readonly seal: (key: Octets, nonce: Octets, ad: Octets, plaintext: Octets) => Maybe<Octets>;
  readonly open: (key: Octets, nonce: Octets, ad: Octets, sealed: Octets) => Refusable;
};

export type AeadFile = Wycheproof<
  unknown,
  WycheproofTest & Record<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag', string>
>;

/** Nonces of another size are Wycheproof's only other refusals: Carnet's have one length. */
export const runAead = (file: AeadFile, aead: RawAead): Promise<Report> =>
  report(flatten(file), nameOf, async ({ key, iv, aad, msg, ct, tag, result }) => {
    const [k, n, ad] = [bytesOf(key), bytesOf(iv), bytesOf(aad)];
    if (n.length !== aead.nonceBytes) return result === 'invalid';
    const opened = await aead.open(k, n, ad, bytesOf(ct + tag));
    if (result !== 'valid') return opened === undefined;
    return isHex(opened, msg) && isHex(await aead.seal(k, n, ad, bytesOf(msg)), ct + tag);
  });

export type X25519File = Wycheproof<
  unknown,
  WycheproofTest & Record<'public' | 'private' | 'shared', string>
>;

/** An all-zero result must be refused [C19]; every other "acceptable" one must be computed. */
export const runX25519 = (
  file: X25519File,
  agree: (secret: Octets, publicKey: Octets) => Refusable,
): Promise<Report> =>
  report(flatten(file), nameOf, async (test) => {
    const shared = await agree(bytesOf(test.private), bytesOf(test.public));
    return /^0*$/.test(test.shared) ? shared === undefined : isHex(shared, test.shared);
  });

export type RawMlKem = {
  /** d ‖ z to public key and the expanded secret key of FIPS 203. */
  readonly keygen: (seed: Octets) => Maybe<{ readonly ek: Octets; readonly dk: Octets }>;
  readonly encapsulate: (
    ek: Octets,
    m: Octets,
  ) => Maybe<{ readonly c: Octets; readonly K: Octets } | undefined>;
  readonly decapsulate: (dk: Octets, c: Octets) => Refusable;
};

type MlKemFile<Field extends string> = Wycheproof<
  unknown,
  WycheproofTest & Readonly<Record<Field, string>>
>;
export type MlKemFiles = {
  readonly keygen: MlKemFile<'seed' | 'ek' | 'dk'>;
  readonly encapsulation: MlKemFile<'ek' | 'm' | 'c' | 'K'>;
  readonly decapsulation: MlKemFile<'seed' | 'c' | 'K'>;
  readonly expanded: MlKemFile<'dk' | 'c' | 'K'>;
};

export const runMlKemKeygen = (file: MlKemFiles['keygen'], kem: RawMlKem): Promise<Report> =>
  report(flatten(file), nameOf, async ({ seed, ek, dk }) => {
    const pair = await kem.keygen(bytesOf(seed));
    return isHex(pair.ek, ek) && isHex(pair.dk, dk);
  });

export const runMlKemEncapsulation = (
  file: MlKemFiles['encapsulation'],
  kem: RawMlKem,
): Promise<Report> =>
  report(flatten(file), nameOf, async ({ ek, m, c, K, result }) => {
    const made = await kem.encapsulate(bytesOf(ek), bytesOf(m));
    return result === 'valid' ? isHex(made?.c, c) && isHex(made?.K, K) : made === undefined;
  });

export const runMlKemDecapsulation = (
  file: MlKemFiles['decapsulation'],
  kem: RawMlKem,
): Promise<Report> =>
  report(flatten(file), nameOf, async ({ seed, c, K, result }) => {
    if (seed.length !== 128) return result === 'invalid';
    const { dk } = await kem.keygen(bytesOf(seed));
    const shared = await kem.decapsulate(dk, bytesOf(c));
    return result === 'valid' ? isHex(shared, K) : shared === undefined;
  });

export const runMlKemExpanded = (file: MlKemFiles['expanded'], kem: RawMlKem): Promise<Report> =>
  report(flatten(file), nameOf, async ({ dk, c, K, result }) => {
    const shared = await kem.decapsulate(bytesOf(dk), bytesOf(c));
    return result === 'valid' ? isHex(shared, K) : shared === undefined;
  });

export type HkdfFile = Wycheproof<
  unknown,
  WycheproofTest & Record<'ikm' | 'salt' | 'info' | 'okm', string> & { readonly size: number }
>;

export const runHkdf = (
  file: HkdfFile,
  hkdf: (salt: Octets, ikm: Octets, info: Octets, size: number) => Refusable,
): Promise<Report> =>
  report(flatten(file), nameOf, async ({ salt, ikm, info, size, okm, result }) => {
    const out = await hkdf(bytesOf(salt), bytesOf(ikm), bytesOf(info), size);
    return result === 'valid' ? isHex(out, okm) : out === undefined;
  });

export type HmacFile = Wycheproof<
  { readonly tagSize: number },
  WycheproofTest & Record<'key' | 'msg' | 'tag', string>
>;

/** @param keyBytes when given, only keys of that length */
export const runHmac = (
  file: HmacFile,
  hmac: (key: Octets, message: Octets) => Maybe<Octets>,
  keyBytes?: number,
): Promise<Report> => {
  const tests = flatten(file).filter(
    ({ key }) => keyBytes === undefined || key.length === 2 * keyBytes,
  );
  return report(tests, nameOf, async ({ key, msg, tag, tagSize, result }) => {
    const made = (await hmac(bytesOf(key), bytesOf(msg))).subarray(0, tagSize / 8);
    return isHex(made, tag) === (result === 'valid');
  });
};

export type XWingFile = readonly {
  readonly seed: string;
  /** Named `eseed` by the draft and `randomness` by noble. */
  readonly eseed?: string;
  readonly randomness?: string;
  readonly pk: string;
  readonly ct: string;
  readonly ss: string;
}[];

export type RawXWing = {
  readonly publicKey: (seed: Octets) => Maybe<Octets>;
  readonly encapsulate: (
    publicKey: Octets,
    random: Octets,
  ) => Maybe<{ readonly enc: Octets; readonly shared: Octets } | undefined>;
  readonly decapsulate: (seed: Octets, enc: Octets) => Refusable;
};

export const runXWing = (file: XWingFile, kem: RawXWing): Promise<Report> =>
  report(
    file,
    ({ seed }) => `seed ${seed}`,
    async ({ seed, eseed, randomness = '', pk, ct, ss }) => {
      const made = await kem.encapsulate(bytesOf(pk), bytesOf(eseed ?? randomness));
      const opened = await kem.decapsulate(bytesOf(seed), bytesOf(ct));
      const isSealed = isHex(made?.enc, ct) && isHex(made?.shared, ss);
      return isHex(await kem.publicKey(bytesOf(seed)), pk) && isSealed && isHex(opened, ss);
    },
  );

export type Rfc9180File = readonly {
  readonly suite: string;
  readonly mode: string;
  readonly setup: Readonly<
    Record<'info' | 'enc' | 'skRm' | 'shared_secret' | 'key' | 'base_nonce', string>
  > & { readonly psk?: string; readonly psk_id?: string };
  readonly encryptions: readonly Readonly<Record<'aad' | 'ct' | 'pt', string>>[];
}[];
export type Rfc9180Vector = Rfc9180File[number];

/** The vectors that share KDF, AEAD and modes with [C20]; their KEM is X25519's. */
export const runRfc9180 = (
  file: Rfc9180File,
  holds: (vector: Rfc9180Vector) => Maybe<boolean>,
): Promise<Report> =>
  report(
    file.filter(
      ({ suite, mode }) => suite.endsWith('ChaCha20Poly1305') && ['Base', 'PSK'].includes(mode),
    ),
    ({ suite, mode }) => `${suite} ${mode}`,
    holds,
  );

/** Entropy and sentence in English; the French words stand at the same places of their list. */
export const runBip39 = (
  vectors: readonly (readonly string[])[],
  lists: { readonly english: readonly string[]; readonly french: readonly string[] },
  french: {
    readonly toWords: (secret: Octets) => string;
    readonly toSecret: (typed: string) => Octets | undefined;
  },
): Promise<Report> =>
  report(
    vectors.filter(([entropy = '']) => entropy.length === 32),
    ([entropy = '']) => `entropy ${entropy}`,
    ([entropy = '', sentence = '']) => {
      const places = sentence.split(' ').map((word) => lists.english.indexOf(word));
      const expected = places.map((place) => lists.french[place]?.normalize('NFC')).join(' ');
      const isSpoken = french.toWords(bytesOf(entropy)) === expected;
      return isSpoken && isHex(french.toSecret(expected), entropy);
    },
  );
