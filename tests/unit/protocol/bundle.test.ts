import { beforeAll, describe, expect, it } from 'vitest';
import { concat, type Bytes } from '#base/bytes.ts';
import { instant } from '#base/time.ts';
import { createMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { labels } from '#crypto/labels.ts';
import { sign, signingKeyPairFromSeed } from '#crypto/sign.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import {
  attest,
  attestationMessage,
  createBundle,
  decodeAttestation,
  decodeBundle,
  encodeAttestation,
  fingerprintOf,
  isAttestationOf,
  validAttestations,
  type Attestation,
  type Bundle,
} from '#protocol/bundle.ts';
import { seededRandom } from './log-builder.ts';

const random = seededRandom('bundle');
let keys: MemberKeys;
let content: Pick<Bundle, 'rootPublicKey' | 'version' | 'displayName' | 'attestations'>;

beforeAll(async () => {
  await cryptoReady();
  keys = createMemberKeys(random);
  content = {
    rootPublicKey: random.bytes(32),
    version: 1,
    displayName: '{"name":"Dr Zoé"}',
    attestations: [],
  };
});

const answerTo = (bytes: Uint8Array): string => {
  const decoded = decodeBundle(bytes);
  return decoded.ok ? 'ok' : decoded.error.what;
};

/** Signed again after a change, as a hostile maker of bundles would. */
function resigned(bundle: Bundle, change: (bytes: Bytes) => void): Bytes {
  const unsigned = bundle.bytes.slice(0, -64);
  change(unsigned);
  return concat(unsigned, sign(keys.signing.secretKey, labels.bundle, unsigned));
}

describe('a bundle', () => {
  it('comes back as it was made', () => {
    const bundle = createBundle(keys, content);
    expect(decodeBundle(bundle.bytes)).toEqual({ ok: true, value: bundle });
    const bare = createBundle(keys, { ...content, rootPublicKey: undefined });
    expect(decodeBundle(bare.bytes)).toEqual({ ok: true, value: bare });
    expect(fingerprintOf(bundle)).not.toEqual(fingerprintOf(bare));
  });

  it('is refused when it is not signed by itself', () => {
    const { bytes } = createBundle(keys, content);
    expect(answerTo(bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1))).toBe('bundle: keys');
    expect(answerTo(bytes.with(1290, 0x7e))).toBe('bundle: keys');
  });

  it('is refused when nobody can seal to its X-Wing key', () => {
    const bytes = resigned(createBundle(keys, content), (unsigned) =>
      unsigned.fill(0xff, 32, 1248),
    );
    expect(answerTo(bytes)).toBe('bundle: keys');
  });

  it('is refused with version 0, trailing bytes, or a name that is too long', () => {
    const bundle = createBundle(keys, content);
    expect(answerTo(resigned(bundle, (unsigned) => unsigned.fill(0, 1280, 1284)))).toBe(
      'bundle: version',
    );
    expect(answerTo(concat(bundle.bytes, Uint8Array.of(0)))).toBe('bundle: keys');
    expect(answerTo(bundle.bytes.subarray(0, -1))).toBe('bundle: signature');
    const long = createBundle(keys, { ...content, displayName: 'x'.repeat(1025) });
    expect(answerTo(long.bytes)).toBe('bundle: display name');
    expect(answerTo(new Uint8Array(8193))).toBe('bundle: size');
  });
});

describe('an attestation', () => {
  const end = instant(1_900_000_000_000);
  const attester = () => signingKeyPairFromSeed(new Uint8Array(32).fill(5));
  const attest = (bundle: Bundle, name: string): Attestation => ({
    attesterPublicKey: attester().publicKey,
    name,
    notAfter: end,
    signature: sign(
      attester().secretKey,
      labels.attestation,
      attestationMessage(bundle, name, end),
    ),
  });
  const attested = (attestation: Attestation, displayName = content.displayName): Bundle =>
    createBundle(keys, { ...content, displayName, attestations: [attestation] });
  const count = (bundle: Bundle, attesters = [attester()], now = end): number =>
    validAttestations(bundle, attesters, now).length;

  it('stands for the keys and the name it was given for, until its end', () => {
    const attestation = attest(createBundle(keys, content), 'CHU');
    const bundle = attested(attestation);
    const decoded = decodeBundle(bundle.bytes);
    expect(decoded).toEqual({ ok: true, value: bundle });
    expect(count(bundle)).toBe(1);
    expect(count(bundle, [attester()], instant(end + 1))).toBe(0);
    expect(count(attested(attestation, '{"name":"Dr Autre"}'))).toBe(0);
    expect(count(attested({ ...attestation, name: 'Ordre' }))).toBe(0);
    expect(count(attested({ ...attestation, notAfter: instant(end + 1) }))).toBe(0);
  });

  it('counts only from whom the operator lists', () => {
    const bundle = attested(attest(createBundle(keys, content), 'CHU'));
    expect(count(bundle, [])).toBe(0);
    expect(count(bundle, [{ ...attester(), publicKey: random.bytes(32) }])).toBe(0);
  });
});

describe('an attestation on its way', () => {
  it('comes back as it was signed, and stands in the bundle it was signed for', () => {
    const bundle = createBundle(keys, content);
    const attester = signingKeyPairFromSeed(random.bytes(32));
    const made = attest(bundle, attester, 'Ordre des médecins', instant(1000));
    const read = decodeAttestation(encodeAttestation(made));
    expect(read).toEqual({ ok: true, value: made });
    expect(isAttestationOf(bundle, made)).toBe(true);
    const carried = createBundle(keys, { ...content, attestations: [made] });
    expect(validAttestations(carried, [attester], instant(1000))).toEqual([made]);
    expect(validAttestations(carried, [attester], instant(1001))).toEqual([]);
    expect(validAttestations(carried, [], instant(0))).toEqual([]);
  });

  it('is worth nothing for another name, nor with a byte more', () => {
    const bundle = createBundle(keys, content);
    const attester = signingKeyPairFromSeed(random.bytes(32));
    const made = attest(bundle, attester, 'Ordre', instant(1000));
    const renamed = createBundle(keys, { ...content, displayName: '{"name":"Dr Zo"}' });
    expect(isAttestationOf(renamed, made)).toBe(false);
    expect(decodeAttestation(concat(encodeAttestation(made), Uint8Array.of(0))).ok).toBe(false);
  });
});
