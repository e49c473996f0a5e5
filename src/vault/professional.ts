import { mustGet } from '#base/assert.ts';
import { equal, fromBase64Url, toBase64Url, toHex, type Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { createMemberKeys, encodeMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import {
  createBundle,
  decodeAttestation,
  decodeBundle,
  fingerprintOf,
  isAttestationOf,
  validAttestations,
  type Attester,
  type Bundle,
} from '#protocol/bundle.ts';
import { limits } from '#protocol/limits.ts';
import { decodeProfessional, encodeProfessional } from '#protocol/professional.ts';
import type { Json } from '#record/entry.ts';
import { singleEntryId } from '#record/section.ts';
import type { Bearer, OwnIdentity, Professional } from './api.ts';
import { Batch } from './batch.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import { wrapOwnerSeed } from './make-log.ts';
import { memberKeysOf } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

/** A practitioner's identity as the keyring holds it, keys included. */
export type ProfessionalKeys = {
  readonly professional: Professional;
  readonly keys: MemberKeys;
  readonly bundle: Bundle;
};

/** Undefined: this person never said that they are a practitioner. */
export async function professionalOf(
  vault: OpenVault,
): Promise<Result<ProfessionalKeys | undefined, VaultError>> {
  const row = await vault.views.find(vault.keyring, singleEntryId('professional'));
  if (!row.ok) return row;
  const fields = row.value?.entry.fields;
  if (!fields) return ok(undefined);
  const { memberSeeds, bundle: bundleHex } = fields;
  if (typeof memberSeeds !== 'string' || typeof bundleHex !== 'string') {
    return err({ type: 'StorageDamaged' });
  }
  const bundle = decodeBundle(hexBytes(bundleHex));
  const professional = bundle.ok ? decodeProfessional(bundle.value.displayName) : bundle;
  if (!bundle.ok || !professional.ok) return err({ type: 'StorageDamaged' });
  const keys = memberKeysOf(memberSeeds);
  return ok({ professional: professional.value, keys, bundle: bundle.value });
}

/** Says who one is as a practitioner; the keys stay, the bundle's version rises. */
export function setProfessional(
  vault: OpenVault,
  professional: Professional,
): Promise<Result<void, VaultError>> {
  return vault.turns.take(async () => {
    const displayName = encodeProfessional(professional);
    if (!decodeProfessional(displayName).ok) return err({ type: 'InvalidEntry', fields: ['name'] });
    const known = await professionalOf(vault);
    if (!known.ok) return known;
    // The same words again: what attesters vouched for stands.
    if (known.value?.bundle.displayName === displayName) return ok(undefined);
    const fields = known.value
      ? rename(known.value, professional, displayName)
      : await firstIdentity(vault, professional, displayName);
    const batch = new Batch().tell('professional');
    const log = vault.logs.must(vault.keyring);
    const id = singleEntryId('professional');
    const at = vault.deps.clock.now();
    const written = await writeEntries(vault, batch, log, [
      known.value
        ? { type: 'change', id, fields, at }
        : { type: 'add', id, section: 'professional', fields, at },
    ]);
    return written.ok ? vault.commit(batch) : written;
  });
}

function rename(
  { keys, bundle }: ProfessionalKeys,
  professional: Professional,
  displayName: string,
): Record<string, Json> {
  const next = createBundle(keys, {
    rootPublicKey: bundle.rootPublicKey,
    version: bundle.version + 1,
    displayName,
    // What an attester vouched for was the former name.
    attestations: [],
  });
  return { ...professional, bundle: toHex(next.bytes) };
}

async function firstIdentity(
  { deps, notes, keyring }: OpenVault,
  professional: Professional,
  displayName: string,
): Promise<Record<string, Json>> {
  const keys = createMemberKeys(deps.random);
  const rootSeed = deps.random.bytes(32);
  const bundle = createBundle(keys, {
    rootPublicKey: signingKeyPairFromSeed(rootSeed).publicKey,
    version: 1,
    displayName,
    attestations: [],
  });
  const identity = notes.get('identity');
  const kemPublicKey: Bytes = hexBytes(identity?.kemPublicKey ?? '');
  return {
    ...professional,
    memberSeeds: toHex(encodeMemberKeys(keys)),
    rootSeedWrapped: await wrapOwnerSeed(deps.random, kemPublicKey, keyring, rootSeed),
    bundle: toHex(bundle.bytes),
  };
}

/** What an attester sent back: kept in the bundle, whose keys, version and name stay. */
export function addAttestation(vault: OpenVault, text: string): Promise<Result<void, VaultError>> {
  return vault.turns.take(async () => {
    const known = await professionalOf(vault);
    if (!known.ok) return known;
    if (!known.value) return err({ type: 'NoProfessionalIdentity' });
    const { keys, bundle } = known.value;
    const bytes = fromBase64Url(text.trim());
    const attestation = bytes.ok ? decodeAttestation(bytes.value) : bytes;
    if (!attestation.ok) return err({ type: 'NotAnAttestation' });
    const { value } = attestation;
    if (!isAttestationOf(bundle, value)) return err({ type: 'AttestationOfOtherIdentity' });
    const others = bundle.attestations.filter(
      ({ attesterPublicKey }) => !equal(attesterPublicKey, value.attesterPublicKey),
    );
    const attestations = [value, ...others].slice(0, limits.attestationsPerBundle);
    const next = createBundle(keys, { ...bundle, attestations });
    const batch = new Batch().tell('professional');
    const written = await writeEntries(vault, batch, vault.logs.must(vault.keyring), [
      {
        type: 'change',
        id: singleEntryId('professional'),
        fields: { bundle: toHex(next.bytes) },
        at: vault.deps.clock.now(),
      },
    ]);
    return written.ok ? vault.commit(batch) : written;
  });
}

/** One's own identity as others will read it, and what an attester needs to vouch for it. */
export async function ownIdentity(
  vault: OpenVault,
  attesters: readonly Attester[],
): Promise<Result<OwnIdentity | undefined, VaultError>> {
  const known = await professionalOf(vault);
  if (!known.ok || !known.value) return known.ok ? ok(undefined) : known;
  const { bundle } = known.value;
  const now = vault.deps.clock.now();
  const bearer = mustGet(bearerOf(bundle, attesters, now), 'an identity that was read');
  const counted = validAttestations(bundle, attesters, now);
  const attestations = bundle.attestations.map((each) => ({
    name: each.name,
    until: each.notAfter,
    counts: counted.includes(each),
  }));
  return ok({ bearer, attestations, request: toBase64Url(bundle.bytes) });
}

/** Who bears a bundle, as they say themselves; undefined when it says nothing that can be shown. */
export function bearerOf(
  bundle: Bundle,
  attesters: readonly Attester[],
  now: Instant,
): Bearer | undefined {
  const professional = decodeProfessional(bundle.displayName);
  if (!professional.ok) return undefined;
  const fingerprint = toHex(fingerprintOf(bundle));
  const attestedBy = validAttestations(bundle, attesters, now).map(({ name, notAfter }) => ({
    name,
    until: notAfter,
  }));
  return { professional: professional.value, attestedBy, fingerprint };
}
