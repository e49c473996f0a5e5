import { toHex, type Bytes } from '#base/bytes.ts';
import { ok, type Result } from '#base/result.ts';
import { createMemberKeys, encodeMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import { createBundle, decodeBundle, type Bundle } from '#protocol/bundle.ts';
import { decodeProfessional, encodeProfessional } from '#protocol/professional.ts';
import type { Json } from '#record/entry.ts';
import { singleEntryId } from '#record/section.ts';
import type { Bearer, Professional } from './api.ts';
import { Batch } from './batch.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import { wrapOwnerSeed } from './make-log.ts';
import { memberKeysOf } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { err } from '#base/result.ts';
import { fingerprintOf } from '#protocol/bundle.ts';

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

/** Who bears a bundle, as they say themselves; undefined when it says nothing that can be shown. */
export function bearerOf(bundle: Bundle): Bearer | undefined {
  const professional = decodeProfessional(bundle.displayName);
  if (!professional.ok) return undefined;
  const fingerprint = toHex(fingerprintOf(bundle));
  return { professional: professional.value, attestedBy: [], fingerprint };
}
