import { mustGet } from '#base/assert.ts';
import { toHex } from '#base/bytes.ts';
import type { AuthorId, EntryId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { createMemberKeys, encodeMemberKeys } from '#crypto/keys.ts';
import { accessChange, type AccessPlan } from '#protocol/genesis.ts';
import { Batch } from './batch.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import { kemKeysIn, memberNotesOf } from './member-notes.ts';
import { memberKeysOf, type OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { appendAccess } from './pending-access.ts';

/* The steps of a removal [3.5], each one transaction; and what they share with adding a device. */

/** Takes the lost device out of the keyring, and a new key for it that the device does not get. */
export async function turnKeyring(
  vault: OpenVault,
  remove: readonly AuthorId[],
): Promise<Result<void, VaultError>> {
  const log = vault.logs.must(vault.keyring);
  return changeAccess(vault, log, { remove });
}

/** Draws and writes the next member keys of some logs into the log that tells of them. */
export async function drawKeys(
  vault: OpenVault,
  holder: OpenLog,
  logs: readonly OpenLog[],
): Promise<Result<void, VaultError>> {
  const { random, clock } = vault.deps;
  const batch = new Batch().tell('sync');
  const isKeyring = holder.row.sort === 'keyring';
  const changes = logs.map(({ logId }) => ({
    type: 'add' as const,
    id: toHex(random.bytes(16)) as EntryId,
    section: isKeyring ? 'record-keys' : 'channel-keys',
    fields: {
      [isKeyring ? 'record' : 'channel']: logId,
      memberSeeds: toHex(encodeMemberKeys(createMemberKeys(random))),
      under: holder.state.epoch,
    },
    at: clock.now(),
  }));
  const written = await writeEntries(vault, batch, holder, changes);
  return written.ok ? vault.commit(batch) : written;
}

/** Puts this person's new member key in the place of the one that the removed device knows. */
export async function turnLog(
  vault: OpenVault,
  log: OpenLog,
  seeds: string,
): Promise<Result<boolean, VaultError>> {
  const former = log.state.members.get(log.author);
  // What took this person's place, or took it away, has not come whole.
  if (!former) return ok(false);
  const next = memberKeysOf(seeds);
  const notes = await memberNotesOf(vault, log);
  const { rights, notAfter, quota } = former;
  const added = {
    signingPublicKey: next.signing.publicKey,
    kemPublicKey: next.kemPublicKey,
    rights,
    notAfter,
    quota,
    replaces: log.author,
    name: notes.get(log.author)?.name ?? '',
  };
  const changed = await changeAccess(vault, log, { add: [added], memberSeeds: seeds });
  return changed.ok ? ok(true) : changed;
}

/** Who comes and who goes; `memberSeeds`: the member that this device then is, if another. */
type AccessWish = Pick<AccessPlan, 'add' | 'remove'> & { readonly memberSeeds?: string };

/** An access op of this device, as the next of a log; it goes out when the relay is there. */
export async function changeAccess(
  vault: OpenVault,
  log: OpenLog,
  { memberSeeds, ...change }: AccessWish,
  also: (batch: Batch) => void = () => undefined,
): Promise<Result<void, VaultError>> {
  const { deps, notes, logs } = vault;
  const kemPublicKeys = kemKeysIn(await memberNotesOf(vault, log));
  const identity = notes.get('identity');
  if (identity) kemPublicKeys.set(log.state.owner, hexBytes(identity.kemPublicKey));
  const changed = await accessChange(deps, log.state, {
    signing: log.member.signing,
    writer: log.row.writer,
    seen: log.cursor,
    logKey: mustGet(log.keyOf(log.state.epoch), 'the key of the current epoch'),
    kemPublicKeys,
    ...change,
  });
  if (!changed.ok) return err({ type: 'UnknownDevice' });
  const { op, logKey } = changed.value;
  const batch = new Batch().tell('devices', 'sync');
  appendAccess(logs, batch, log, op, { logKey, memberSeeds });
  also(batch);
  return vault.commit(batch);
}
