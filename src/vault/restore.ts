import { toHex, type Bytes } from '#base/bytes.ts';
import type { AuthorId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { authorIdOf, createMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { identityFromSeed, openRecoveryBox, recoveryKeysFromSecret } from '#crypto/recovery.ts';
import { accessChange } from '#protocol/genesis.ts';
import { decodeAccessChange, decodeAccessNotes } from '#protocol/access-codec.ts';
import { decodeOp, openOp } from '#protocol/op-codec.ts';
import type { Admission } from '#protocol/device-pairing.ts';
import { decodeRecoveryWrite } from '#protocol/recovery-write.ts';
import type { Json } from '#record/entry.ts';
import { adoptLog, type ForeignLog } from './adopt.ts';
import type { Batch } from './batch.ts';
import { readChannel } from './channel-entry.ts';
import type { VaultError } from './errors.ts';
import { readKit } from './kit.ts';
import { memberOf } from './make-log.ts';
import { drawWriter, memberKeysOf, type OpenLog } from './open-log.ts';
import type { VaultParts } from './session.ts';

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
): Promise<Result<{ records: readonly LogId[] }, VaultError>> {
  const identity = identityFromSeed(recovered.identitySeed);
  const foreign = await source.log(recovered.keyring, identity);
  if (!foreign.ok) return foreign;
  if (!foreign.value) return err({ type: 'NoRecoveryHere' });
  const device = createMemberKeys(vault.deps.random);
  const owner = authorIdOf(identity.signing.publicKey);
  const keyring = await adoptLog(vault, batch, foreign.value, {
    member: device,
    record: undefined,
    epochKeys: {},
    unwrap: { author: owner, kemSeed: identity.kemSeed },
  });
  if (!keyring.ok) return keyring;
  const joined = await joinKeyring(vault, batch, keyring.value, identity, foreign.value);
  if (!joined.ok) return joined;
  vault.notes.put(batch, 'identity', '', { kemPublicKey: toHex(identity.kemPublicKey) });
  batch.write(vault.rows.putJson('logs', 'keyring', recovered.keyring));
  return restoreRecords(vault, batch, recovered.keyring, source);
}

/** Everything of a person, for a device that another of theirs has admitted to the keyring. */
export async function joinAll(
  vault: VaultParts,
  batch: Batch,
  { admission, keys }: { readonly admission: Admission; readonly keys: MemberKeys },
  source: LogSource,
): Promise<Result<{ records: readonly LogId[] }, VaultError>> {
  const { keyring: logId, epochs } = admission;
  const foreign = await source.log(logId, keys);
  if (!foreign.ok) return foreign;
  if (!foreign.value) return err({ type: 'PairingNotAuthentic' });
  const epochKeys = Object.fromEntries(epochs.map(({ epoch, key }) => [epoch, toHex(key)]));
  const adoption = { member: keys, record: undefined, epochKeys };
  const keyring = await adoptLog(vault, batch, foreign.value, adoption);
  if (!keyring.ok) return keyring;
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
    add: [memberOf(log.member, DEVICE_RIGHTS, undefined, '')],
  });
  if (!changed.ok) return err({ type: 'ArchiveDamaged' });
  vault.logs.keepSigned(batch, log, changed.value.op);
  return ok(undefined);
}

/** X-Wing keys of members, from the sealed notes of access ops. */
function kemKeysOf(foreign: ForeignLog, log: OpenLog): Map<AuthorId, Bytes> {
  const keys = new Map<AuthorId, Bytes>();
  for (const item of foreign.items) {
    const op = item.type === 'op' ? decodeOp(item.bytes) : undefined;
    if (op?.ok !== true || op.value.kind !== 'access') continue;
    if (!decodeAccessChange(op.value.publicPart).ok) continue;
    const key = log.keyOf(op.value.epoch);
    const body = key && openOp(op.value, key);
    const notes = body?.ok === true ? decodeAccessNotes(body.value.payload) : undefined;
    if (notes?.ok !== true) continue;
    for (const member of notes.value.members) keys.set(member.author, member.kemPublicKey);
  }
  return keys;
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
    const { record, memberSeeds, epochs } = entry.fields;
    if (entry.meta.deletedAt !== undefined || typeof record !== 'string') continue;
    const plan = { logId: record as LogId, memberSeeds, epochs, record: undefined };
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
    const { memberSeeds, epochs } = entry.fields;
    const plan = { logId: channel.channel, memberSeeds, epochs, record };
    const restored = await restoreLog(vault, batch, source, plan);
    if (!restored.ok) return restored;
  }
  return ok(undefined);
}

async function restoreLog(
  vault: VaultParts,
  batch: Batch,
  source: LogSource,
  plan: {
    readonly logId: LogId;
    readonly memberSeeds: Json | undefined;
    readonly epochs: Json | undefined;
    readonly record: LogId | undefined;
  },
): Promise<Result<OpenLog | undefined, VaultError>> {
  if (typeof plan.memberSeeds !== 'string') return err({ type: 'ArchiveDamaged' });
  const member = memberKeysOf(plan.memberSeeds);
  const foreign = await source.log(plan.logId, member);
  if (!foreign.ok || foreign.value === undefined) return foreign.ok ? ok(undefined) : foreign;
  return adoptLog(vault, batch, foreign.value, {
    member,
    record: plan.record,
    epochKeys: epochKeysOf(plan.epochs),
  });
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
