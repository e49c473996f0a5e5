import { mustGet } from '#base/assert.ts';
import { toHex, type Bytes } from '#base/bytes.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import { createMemberKeys } from '#crypto/keys.ts';
import type { Random } from '#crypto/random.ts';
import { identityFromSeed } from '#crypto/recovery.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import type { Command, FirstLock } from './api.ts';
import type { Arrived } from './arrival.ts';
import { singleEntryId } from '#record/section.ts';
import { Batch } from './batch.ts';
import { writeEntries } from './entry-writer.ts';
import { newDevice, tidyName } from './device-entry.ts';
import type { VaultError } from './errors.ts';
import { makeLog, memberOf, wrapOwnerSeed, type MadeLog } from './make-log.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import type { Write } from './ports.ts';

const SEED_BYTES = 32;
const RECOVERY_SECRET_BYTES = 16;

const FULL_RIGHTS = { read: true, write: true, deposit: false, admin: true } as const;

/** Makes the keyring: this device its only member, the identity key its owner [3.3]. */
async function makeKeyring(random: Random, identitySeed: Bytes, name: string): Promise<MadeLog> {
  const identity = identityFromSeed(identitySeed);
  const device = createMemberKeys(random);
  return makeLog(random, undefined, device, {
    sort: 'keyring',
    ownerSigningKey: identity.signing,
    ownerKemPublicKey: identity.kemPublicKey,
    members: [memberOf(device, FULL_RIGHTS, undefined, tidyName(name))],
  });
}

/** Draws the identity and recovery secrets, makes the keyring and the first record. */
export async function firstOpening(
  vault: Omit<OpenVault, 'keyring'>,
  lockWrites: readonly Write[],
  deviceName: string,
): Promise<Result<Arrived, VaultError>> {
  const { random } = vault.deps;
  const identitySeed = random.bytes(SEED_BYTES);
  const recoverySecret = random.bytes(RECOVERY_SECRET_BYTES);
  const batch = new Batch().write(...lockWrites, vault.rows.indexKeyWrite());
  const keyring = await makeKeyring(random, identitySeed, deviceName);
  vault.logs.create(batch, keyring.log.row, keyring.log, keyring.genesis);
  vault.notes.put(batch, 'kit', '', {
    identitySeed: toHex(identitySeed),
    recoverySecret: toHex(recoverySecret),
  });
  const identity = identityFromSeed(identitySeed);
  vault.notes.put(batch, 'identity', '', { kemPublicKey: toHex(identity.kemPublicKey) });
  batch.write(vault.rows.putJson('logs', 'keyring', keyring.log.logId));
  const record = await addRecord(vault, batch, keyring.log, identity.kemPublicKey, deviceName);
  if (!record.ok) return record;
  const done = await vault.commit(batch);
  return done.ok ? ok({ keyring: keyring.log.logId, record: record.value }) : done;
}

/** The lock that a first opening chose. */
export const firstLockOf = ({
  passphrase,
  passkey,
}: Extract<Command, { type: 'createVault' }>): FirstLock =>
  passkey ? { passkey } : passphrase === undefined ? undefined : { passphrase };

/** A new record of this person, and its keys in the keyring. */
async function addRecord(
  vault: Omit<OpenVault, 'keyring'>,
  batch: Batch,
  keyring: OpenLog,
  identityKemPublicKey: Bytes,
  deviceName: string,
): Promise<Result<LogId, VaultError>> {
  const { random } = vault.deps;
  const ownerSeed = random.bytes(SEED_BYTES);
  const member = createMemberKeys(random);
  const made = await makeLog(random, undefined, member, {
    sort: 'record',
    ownerSigningKey: signingKeyPairFromSeed(ownerSeed),
    members: [memberOf(member, FULL_RIGHTS, undefined, '')],
  });
  const { log, genesis } = made;
  vault.logs.create(batch, log.row, log, genesis);
  const fields = {
    record: log.logId,
    colour: 'fir',
    epochs: [{ epoch: 1, key: mustGet(log.row.epochKeys['1'], 'the first key') }],
    memberSeeds: log.row.memberSeeds,
    ownerSeedWrapped: await wrapOwnerSeed(random, identityKemPublicKey, log.logId, ownerSeed),
    genesis: toHex(genesis.bytes),
  };
  const id = toHex(random.bytes(16)) as EntryId;
  const at = vault.deps.clock.now();
  const kit = { identityKemPublicKey: toHex(identityKemPublicKey) };
  const written = await writeEntries(vault, batch, keyring, [
    { type: 'add', id: singleEntryId('kit'), section: 'kit', fields: kit, at },
    { type: 'add', id, section: 'records', fields, at },
    newDevice(keyring.author, deviceName, at),
  ]);
  return written.ok ? ok(log.logId) : written;
}
