/**
 * Every vector that the product is run against, by a name. No environment: the files that a run
 * names are handed to it parsed, in Node and in a browser's worker alike.
 */
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { secretToWords, wordsToSecret } from '#crypto/words.ts';
import { product as productCrypto } from './crypto/product.ts';
import * as primitives from './crypto/product-primitives.ts';
import type { Report } from './crypto/report.ts';
import * as crypto from './crypto/run-vectors.ts';
import type { VectorFile as CryptoFile } from './crypto/run-own-vectors.ts';
import { runMessages, type MessageFile } from './messages/run-vectors.ts';
import { product as productProtocol } from './protocol/product.ts';
import { runVectors, type VectorFile as ProtocolFile } from './protocol/run-vectors.ts';

/** Gives the parsed text of a file, by its path. */
export type ReadVectors = (path: string) => Promise<unknown>;

export type ProductRun = {
  /** Paths under tests/fixtures/vectors, or, for a corpus, under ../shared/corpora/vectors. */
  readonly files: readonly string[];
  readonly run: (read: ReadVectors) => Promise<Report>;
};

/** One file against several libraries: their reports as one. */
const over = <Library>(
  path: string,
  runner: (file: never, library: Library) => Promise<Report>,
  ...libraries: readonly Library[]
): ProductRun => ({
  files: [path],
  async run(read) {
    const file = (await read(path)) as never;
    const reports: Report[] = [];
    for (const library of libraries) reports.push(await runner(file, library));
    return {
      passed: reports.reduce((sum, { passed }) => sum + passed, 0),
      failed: reports.flatMap(({ failed }) => failed),
    };
  },
});

const wycheproof = (name: string): string => `wycheproof/${name}_test.json`;
const mlKems = [primitives.sodiumMlKem, primitives.hpkeMlKem] as const;
const xWings = [primitives.sodiumXWing, primitives.hpkeXWing] as const;
const agreements = [primitives.sodiumX25519, primitives.hpkeX25519] as const;

/**
 * Without the expanded secret keys that are corrupted: Carnet takes seeds alone [C18], and these
 * libraries do not look. tests/interop/crypto/external-vectors.test.ts holds that they do not.
 */
const runExpanded: typeof crypto.runMlKemExpanded = (file, kem) => {
  const isSound = ({ flags = [] }: { readonly flags?: readonly string[] }): boolean =>
    !flags.includes('InvalidDecapsulationKey');
  const testGroups = file.testGroups.map((group) => ({
    ...(group as object),
    tests: group.tests.filter(isSound),
  }));
  return crypto.runMlKemExpanded({ ...file, testGroups }, kem);
};

const external: Readonly<Record<string, ProductRun>> = {
  'Ed25519, Wycheproof': over(wycheproof('ed25519'), crypto.runEd25519, primitives.sodiumVerify),
  'Ed25519, CCTV': over(
    'ed25519-cctv/ed25519vectors.json',
    crypto.runCctv,
    primitives.sodiumVerify,
  ),
  'XChaCha20-Poly1305, Wycheproof': over(
    wycheproof('xchacha20_poly1305'),
    crypto.runAead,
    primitives.sodiumXChaCha,
  ),
  'ChaCha20-Poly1305, Wycheproof': over(
    wycheproof('chacha20_poly1305'),
    crypto.runAead,
    primitives.hpkeChaCha,
  ),
  'X25519, Wycheproof': over(wycheproof('x25519'), crypto.runX25519, ...agreements),
  'HKDF, Wycheproof': over(wycheproof('hkdf_sha256'), crypto.runHkdf, primitives.hpkeHkdf),
  'HMAC with keys of 32 bytes, Wycheproof': over(
    wycheproof('hmac_sha256'),
    (file: crypto.HmacFile, hmac: typeof primitives.hpkeHmac) => crypto.runHmac(file, hmac, 32),
    primitives.hpkeHmac,
  ),
  'ML-KEM-768 keys, Wycheproof': over(
    wycheproof('mlkem_768_keygen_seed'),
    crypto.runMlKemKeygen,
    ...mlKems,
  ),
  'ML-KEM-768 encapsulation, Wycheproof': over(
    wycheproof('mlkem_768_encaps'),
    crypto.runMlKemEncapsulation,
    ...mlKems,
  ),
  'ML-KEM-768 decapsulation, Wycheproof': over(
    wycheproof('mlkem_768'),
    crypto.runMlKemDecapsulation,
    ...mlKems,
  ),
  'ML-KEM-768 expanded keys, Wycheproof': over(
    wycheproof('mlkem_768_semi_expanded_decaps'),
    runExpanded,
    ...mlKems,
  ),
  'X-Wing, noble': over('xwing/noble-MLKEM768X25519.json', crypto.runXWing, ...xWings),
  'BIP-39 in French': {
    files: ['bip39/french.json', 'bip39/vectors.json'],
    async run(read) {
      const list = (await read('bip39/french.json')) as string[];
      const vectors = ((await read('bip39/vectors.json')) as { english: string[][] }).english;
      const french = list.map((word) => word.normalize('NFC'));
      return crypto.runBip39(
        vectors,
        { english, french },
        {
          toWords: (secret) => secretToWords(secret).join(' '),
          toSecret(typed) {
            const secret = wordsToSecret(typed);
            return secret.ok ? secret.value : undefined;
          },
        },
      );
    },
  },
};

const runCrypto = (file: CryptoFile, subject: typeof productCrypto): Promise<Report> =>
  crypto.runOwnVectors(file, subject);
const runProtocol = (file: ProtocolFile, subject: typeof productProtocol): Promise<Report> =>
  runVectors(file, subject);

const MESSAGES = 'carnet/messages.json';
const runMessageFile = (file: MessageFile): Promise<Report> => Promise.resolve(runMessages(file));

/** The run of one of Carnet's own files, named by its path. */
function ownRun(path: string): readonly (readonly [string, ProductRun])[] {
  if (path.startsWith('carnet/crypto/')) return [[path, over(path, runCrypto, productCrypto)]];
  if (path.startsWith('carnet/protocol/')) {
    return [[path, over(path, runProtocol, productProtocol)]];
  }
  if (path === MESSAGES) return [[path, over(path, runMessageFile, undefined)]];
  return [];
}

/** The runs over committed files: other people's, and each of ours among `paths`. */
export const committedRuns = (paths: readonly string[]): Readonly<Record<string, ProductRun>> => ({
  ...external,
  ...Object.fromEntries(paths.flatMap(ownRun)),
});

/** Runs whose files may not be copied here: they stand in ../shared/corpora/vectors. */
export const corpusRuns: Readonly<Record<string, ProductRun>> = {
  'X-Wing, the draft': over('xwing/draft-test-vectors.json', crypto.runXWing, ...xWings),
  'HPKE, RFC 9180': over(
    'hpke/rfc9180-x25519-vectors.json',
    crypto.runRfc9180,
    primitives.hpkeHoldsRfc9180,
  ),
};
