import { toHex, type Bytes } from '#base/bytes.ts';
import type { AuthorId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { createMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { identityFromSeed, openRecoveryBox, recoveryKeysFromSecret } from '#crypto/recovery.ts';
import { accessChange } from '#protocol/genesis.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import type { Admission } from '#protocol/device-pairing.ts';
import { decodeRecoveryWrite } from '#protocol/recovery-write.ts';
import type { Json } from '#record/entry.ts';
import { adoptLog, type ForeignLog } from './adopt.ts';
import type { Batch } from './batch.ts';
import { readChannel } from './channel-entry.ts';
import type { VaultError } from './errors.ts';
import { noteDevice } from './device-entry.ts';
import { readKit } from './kit.ts';
import { memberOf } from './make-log.ts';
import { addMemberNotes, kemKeysIn, type MemberNote } from './member-notes.ts';
import { seedsIn } from './member-seeds.ts';
import { drawWriter, memberKeysOf, type OpenLog } from './open-log.ts';
import type { VaultParts } from './vault-parts.ts';

/** Where whole logs come from: a relay, an archive, the device's own disk. */
export type LogSource = {
  /** Undefined: it is not there. */
  readonly log: (
    logId: LogId,
    member: MemberKeys,
  ) => Promise<Result<ForeignLog | undefined, VaultError>>;
};

export type Recovered = { readonly identitySeed: Bytes; readonly keyring: LogId };

/** What the words open of a box, as a relay or an archive gives it. */
export function openBox(secret: Bytes, write: Bytes): Result<Recovered, VaultError> {
  const keys = recoveryKeysFromSecret(secret);
  const decoded = decodeRecoveryWrite(write);
  if (!decoded.ok) return err({ type: 'WordsDoNotOpen' });
  const content = openRecoveryBox(keys, decoded.value.version, decoded.value.box);
  if (!content.ok) return err({ type: 'WordsDoNotOpen' });
  const { identitySeed, keyringLogId } = content.value;
  return ok({ identitySeed, keyring: keyringLogId });
}

const DEVICE_RIGHTS = { read: true, write: true, deposit: false, admin: true } as const;

/**
 * Brings everything of a person to this device, under their identity key: the keyring, which
 * this device then joins as a new member, the records it names, and their open windows. All into
 * one batch: either all of it stands afterwards, or nothing.
 */
export async function restoreAll(
  vault: VaultParts,
  batch: Batch,
  recovered: Recovered,
  source: LogSource,
  name: string,
): Promise<Result<{ records: readonly LogId[] }, VaultError>> {
  const identity = identityFromSeed(recovered.identitySeed);
  const foreign = await source.log(recovered.keyring, identity);
  if (!foreign.ok) return foreign;
  if (!foreign.value) return err({ type: 'NoRecoveryHere' });
  const keyring = await adoptLog(vault, batch, foreign.value, {
    members: [createMemberKeys(vault.deps.random)],
    record: undefined,
    epochKeys: {},
    owner: identity,
  });
  if (!keyring.ok) return keyring;
  const joined = await joinKeyring(vault, batch, keyring.value, identity, foreign.value, name);
  if (!joined.ok) return joined;
  const named = await noteDevice(vault, batch, keyring.value, name);
  if (!named.ok) return named;
  vault.notes.put(batch, 'identity', '', { kemPublicKey: toHex(identity.kemPublicKey) });
  batch.write(vault.rows.putJson('logs', 'keyring', recovered.keyring));
  return restoreRecords(vault, batch, recovered.keyring, source);
}

/** What another device of this person gave to this one, and the name that this one gave itself. */
export type Admitted = {
  readonly admission: Admission;
  readonly keys: MemberKeys;
  readonly name: string;
};

/** Everything of a person, for a device that another of theirs has admitted to the keyring. */
export async function joinAll(
  vault: VaultParts,
  batch: Batch,
  { admission, keys, name }: Admitted,
  source: LogSource,
): Promise<Result<{ records: readonly LogId[] }, VaultError>> {
  const { keyring: logId, epochs } = admission;
  const foreign = await source.log(logId, keys);
  if (!foreign.ok) return foreign;
  if (!foreign.value) return err({ type: 'PairingNotAuthentic' });
  const epochKeys = Object.fromEntries(epochs.map(({ epoch, key }) => [epoch, toHex(key)]));
  const adoption = { members: [keys], record: undefined, epochKeys } as const;
  const keyring = await adoptLog(vault, batch, foreign.value, adoption);
  if (!keyring.ok) return keyring;
  const named = await noteDevice(vault, batch, keyring.value, name);
  if (!named.ok) return named;
  const kit = await readKit(vault.views, logId);
  if (!kit.ok) return kit;
  vault.notes.put(batch, 'identity', '', { kemPublicKey: kit.value.identityKemPublicKey });
  batch.write(vault.rows.putJson('logs', 'keyring', logId));
  return restoreRecords(vault, batch, logId, source);
}

/** The access op, signed by the identity key, that makes this device a member of its keyring. */
async function joinKeyring(
  vault: VaultParts,
  batch: Batch,
  log: OpenLog,
  identity: MemberKeys,
  foreign: ForeignLog,
  name: string,
): Promise<Result<void, VaultError>> {
  const { random } = vault.deps;
  const logKey = log.keyOf(log.state.epoch);
  if (!logKey) return err({ type: 'ArchiveDamaged' });
  const changed = await accessChange({ random }, log.state, {
    signing: identity.signing,
    writer: drawWriter(random),
    seen: log.cursor,
    logKey,
    kemPublicKeys: kemKeysOf(foreign, log),
    add: [memberOf(log.member, DEVICE_RIGHTS, undefined, name)],
  });
  if (!changed.ok) return err({ type: 'ArchiveDamaged' });
  vault.logs.keepSigned(batch, log, changed.value.op);
  return ok(undefined);
}

/** X-Wing keys of members, from the sealed notes of access ops. */
function kemKeysOf(foreign: ForeignLog, log: OpenLog): Map<AuthorId, Bytes> {
  const notes = new Map<AuthorId, MemberNote>();
  for (const item of foreign.items) {
    const op = item.type === 'op' ? decodeOp(item.bytes) : undefined;
    if (op?.ok === true) addMemberNotes(notes, log, op.value);
  }
  return kemKeysIn(notes);
}

async function restoreRecords(
  vault: VaultParts,
  batch: Batch,
  keyring: LogId,
  source: LogSource,
): Promise<Result<{ records: readonly LogId[] }, VaultError>> {
  const section = await vault.views.section(keyring, 'records');
  if (!section.ok) return section;
  const records: LogId[] = [];
  for (const entry of section.value.entries) {
    const { record, epochs } = entry.fields;
    if (entry.meta.deletedAt !== undefined || typeof record !== 'string') continue;
    const plan = { logId: record as LogId, holder: keyring, epochs, record: undefined };
    const restored = await restoreLog(vault, batch, source, plan);
    if (!restored.ok) return restored;
    if (!restored.value) return err({ type: 'NoRecoveryHere' });
    records.push(record as LogId);
    const channels = await restoreChannels(vault, batch, record as LogId, source);
    if (!channels.ok) return channels;
  }
  return records.length > 0 ? ok({ records }) : err({ type: 'ArchiveDamaged' });
}

/** Windows that still stand; one that its relay does not know any more is simply not taken up. */
async function restoreChannels(
  vault: VaultParts,
  batch: Batch,
  record: LogId,
  source: LogSource,
): Promise<Result<void, VaultError>> {
  const section = await vault.views.section(record, 'channels');
  if (!section.ok) return section;
  for (const entry of section.value.entries) {
    const channel = readChannel(record, entry);
    if (!channel || channel.closedAt !== undefined) continue;
    const { epochs } = entry.fields;
    const plan = { logId: channel.channel, holder: record, epochs, record };
    const restored = await restoreLog(vault, batch, source, plan);
    if (!restored.ok) return restored;
  }
  return ok(undefined);
}

/** A record or a channel that another log tells the keys of. */
export type LogPlan = {
  readonly logId: LogId;
  readonly holder: LogId;
  /** `[{epoch, key}]` as the entry that tells of it holds them. */
  readonly epochs: Json | undefined;
  /** The record that a channel shows. */
  readonly record: LogId | undefined;
};

/** Takes over a log as its source has it; undefined: it is not there. */
export async function restoreLog(
  vault: VaultParts,
  batch: Batch,
  source: LogSource,
  plan: LogPlan,
): Promise<Result<OpenLog | undefined, VaultError>> {
  const { logId, holder, record } = plan;
  const sort = record === undefined ? 'record' : 'channel';
  const known = await seedsIn(vault, holder, sort, logId);
  if (!known.ok) return known;
  const [first, ...others] = known.value.map(({ seeds }) => memberKeysOf(seeds));
  if (!first) return err({ type: 'ArchiveDamaged' });
  const members = [first, ...others] as const;
  // The last that were drawn may stand nowhere yet.
  for (const member of members) {
    const foreign = await source.log(logId, member);
    if (!foreign.ok) return foreign;
    if (!foreign.value) continue;
    const epochKeys = epochKeysOf(plan.epochs);
    return adoptLog(vault, batch, foreign.value, { members, record, epochKeys });
  }
  return ok(undefined);
}

/** `[{epoch, key}]` of a keyring or channel entry. */
function epochKeysOf(epochs: Json | undefined): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const each of Array.isArray(epochs) ? epochs : []) {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) continue;
    const { epoch, key } = each as Readonly<Record<string, Json>>;
    if (typeof epoch === 'number' && typeof key === 'string') keys[String(epoch)] = key;
  }
  return keys;
}
