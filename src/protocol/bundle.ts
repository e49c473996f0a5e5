import { equal, type Bytes } from '#base/bytes.ts';
import { decodeWith, Writer, type NotDecodable, type Reader } from '#base/codec.ts';
import { ok, type Result } from '#base/result.ts';
import { instant, type Instant } from '#base/time.ts';
import { hashLabelled } from '#crypto/hash.ts';
import { isKemPublicKey, KEM_PUBLIC_KEY_BYTES } from '#crypto/hpke.ts';
import type { MemberKeys } from '#crypto/keys.ts';
import { labels } from '#crypto/labels.ts';
import {
  sign,
  SIGNATURE_BYTES,
  SIGNING_PUBLIC_KEY_BYTES,
  verify,
  type SigningKeyPair,
} from '#crypto/sign.ts';
import { limits } from './limits.ts';
import { readOptional } from './reading.ts';

/** What is claimed of a bundle by somebody whom the operator lists. */
export type Attestation = {
  readonly attesterPublicKey: Bytes;
  /** The attester's name as it signs: an establishment, an order. */
  readonly name: string;
  readonly notAfter: Instant;
  readonly signature: Bytes;
};

/** Who somebody is in pairing: public keys and a claimed name, self-signed [P70]. */
export type BundleContent = {
  readonly signingPublicKey: Bytes;
  readonly kemPublicKey: Bytes;
  /** Signs later versions of a practitioner's bundle; undefined in a device's or a one-time one. */
  readonly rootPublicKey: Bytes | undefined;
  /** 1, 2, 3…: raised with each bundle of one root. */
  readonly version: number;
  /** JSON: a professional identity, or {"name"} for a device. Only claimed. */
  readonly displayName: string;
  readonly attestations: readonly Attestation[];
};

/** `bytes` are exactly those signed and hashed. */
export type Bundle = BundleContent & { readonly bytes: Bytes };

/** Makes a bundle of one's own; attestations come from `attestationMessage` signed elsewhere. */
export function createBundle(
  keys: MemberKeys,
  content: Omit<BundleContent, 'signingPublicKey' | 'kemPublicKey'>,
): Bundle {
  const whole = {
    ...content,
    signingPublicKey: keys.signing.publicKey,
    kemPublicKey: keys.kemPublicKey,
  };
  const unsigned = encodeClaim(whole).list(content.attestations, writeAttestation).done();
  const signature = sign(keys.signing.secretKey, labels.bundle, unsigned);
  return { ...whole, bytes: new Writer().raw(unsigned).raw(signature).done() };
}

const writeAttestation = (writer: Writer, each: Attestation): Writer =>
  writer.raw(each.attesterPublicKey).text(each.name).u64(each.notAfter).raw(each.signature);

/** Everything before the attestations: what they vouch for [P73]. */
const encodeClaim = (content: Omit<BundleContent, 'attestations'>): Writer =>
  new Writer()
    .raw(content.signingPublicKey)
    .raw(content.kemPublicKey)
    .raw(content.rootPublicKey ?? new Uint8Array(SIGNING_PUBLIC_KEY_BYTES))
    .u32(content.version)
    .text(content.displayName);

/** Structure, self-signature and a usable X-Wing key [P70] [P71]. */
export function decodeBundle(bytes: Uint8Array): Result<Bundle, NotDecodable> {
  const content = decodeWith(bytes, 'bundle', (reader) => {
    if (bytes.length > limits.bundleBytes) reader.fail('bundle: size');
    const read = readContent(reader);
    const signature = reader.raw(SIGNATURE_BYTES, 'bundle: signature');
    const unsigned = bytes.subarray(0, -SIGNATURE_BYTES);
    const isOwn = verify(read.signingPublicKey, labels.bundle, unsigned, signature);
    return isOwn && isKemPublicKey(read.kemPublicKey) ? read : reader.fail('bundle: keys');
  });
  return content.ok ? ok({ ...content.value, bytes: new Uint8Array(bytes) }) : content;
}

function readContent(reader: Reader): BundleContent {
  const content = {
    signingPublicKey: reader.raw(SIGNING_PUBLIC_KEY_BYTES, 'bundle: key'),
    kemPublicKey: reader.raw(KEM_PUBLIC_KEY_BYTES, 'bundle: key'),
    rootPublicKey: readOptional(reader, SIGNING_PUBLIC_KEY_BYTES, 'bundle: root key'),
    version: reader.u32('bundle: version'),
    displayName: reader.text('bundle: display name', limits.displayNameBytes),
    attestations: reader.list(
      'bundle: attestations',
      limits.attestationsPerBundle,
      readAttestation,
    ),
  };
  return content.version === 0 ? reader.fail('bundle: version') : content;
}

const readAttestation = (reader: Reader): Attestation => ({
  attesterPublicKey: reader.raw(SIGNING_PUBLIC_KEY_BYTES, 'attestation: key'),
  name: reader.text('attestation: name', limits.nameBytes),
  notAfter: instant(reader.u64('attestation: end')),
  signature: reader.raw(SIGNATURE_BYTES, 'attestation: signature'),
});

/** F = HL("bundle", bundle): 32 bytes, carried by the QR [P72]. */
export const fingerprintOf = (bundle: Pick<Bundle, 'bytes'>): Bytes =>
  hashLabelled(labels.bundle, bundle.bytes);

/** Whose word the operator takes for identities. */
export type Attester = { readonly publicKey: Bytes };

/** What an attester signs: the bundle's claim, its own name, and an end [P73]. */
export const attestationMessage = (
  content: Omit<BundleContent, 'attestations'>,
  name: string,
  notAfter: Instant,
): Bytes => new Writer().lp(encodeClaim(content).done()).text(name).u64(notAfter).done();

/**
 * Vouches for the keys and the display name of a bundle together [P73].
 * @param name the attester's own, as screens will show it
 */
export function attest(
  bundle: Bundle,
  attester: SigningKeyPair,
  name: string,
  notAfter: Instant,
): Attestation {
  const message = attestationMessage(bundle, name, notAfter);
  const signature = sign(attester.secretKey, labels.attestation, message);
  return { attesterPublicKey: attester.publicKey, name, notAfter, signature };
}

/** An attestation on its way from its attester to who will carry it [P73]. */
export const encodeAttestation = (attestation: Attestation): Bytes =>
  writeAttestation(new Writer(), attestation).done();

export const decodeAttestation = (bytes: Uint8Array): Result<Attestation, NotDecodable> =>
  decodeWith(bytes, 'attestation', readAttestation);

/** Whether an attestation was signed over this bundle's claim by the key it names [P73]. */
export const isAttestationOf = (
  bundle: Bundle,
  { attesterPublicKey, name, notAfter, signature }: Attestation,
): boolean =>
  verify(
    attesterPublicKey,
    labels.attestation,
    attestationMessage(bundle, name, notAfter),
    signature,
  );

/** The attestations of a bundle that stand now, by attesters that the operator lists [P73]. */
export const validAttestations = (
  bundle: Bundle,
  attesters: readonly Attester[],
  now: Instant,
): readonly Attestation[] =>
  bundle.attestations.filter(
    (each) =>
      now <= each.notAfter &&
      attesters.some(({ publicKey }) => equal(publicKey, each.attesterPublicKey)) &&
      isAttestationOf(bundle, each),
  );
