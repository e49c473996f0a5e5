import { toHex } from '#base/bytes.ts';
import type { AuthorId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { authorIdOf, type MemberKeys } from '#crypto/keys.ts';
import { decodeAccessChange } from '#protocol/access-codec.ts';
import { unwrapEpoch } from '#protocol/genesis.ts';
import type { Op } from '#protocol/op.ts';
import type { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { memberSeedsOf } from './member-seeds.ts';
import { memberKeysOf, type OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import type { SealAs } from './reseal.ts';

/** The key is wrapped for somebody of this person's whom this device does not know yet. */
export const KEY_AWAITED: VaultError = { type: 'RelayRefused', reason: 'EPOCH' };

type Learning = Omit<OpenVault, 'keyring'>;

/**
 * After an access op was applied: the key of the epoch that it makes comes to this device by its
 * wrap, for the member that this device is from then on.
 * Fails where the key is for a member whose seeds have not come yet; a device that was itself
 * removed gets none, and needs none.
 * @returns as whom to seal what waits; undefined: nothing changed
 */
export async function learnEpoch(
  vault: Learning,
  batch: Batch,
  log: OpenLog,
  op: Op,
): Promise<Result<SealAs | undefined, VaultError>> {
  const change = decodeAccessChange(op.publicPart);
  const isKnown = log.keyOf(op.epoch) !== undefined;
  if (!change.ok || !change.value.turn || isKnown) return ok(undefined);
  const known = await memberSeedsOf(vault, log.row);
  if (!known.ok) return known;
  const candidates = [log.row.memberSeeds, ...known.value.map(({ seeds }) => seeds)];
  for (const seeds of new Set(candidates)) {
    const key = await keyFor(op, memberKeysOf(seeds));
    if (key === undefined) continue;
    const epochKeys = { ...log.row.epochKeys, [String(op.epoch)]: key };
    vault.logs.changeRow(batch, log, { ...log.row, epochKeys });
    const isSame = seeds === log.row.memberSeeds;
    return ok(isSame ? 'sameWriter' : { memberSeeds: seeds });
  }
  return log.row.sort === 'keyring' ? ok(undefined) : err(KEY_AWAITED);
}

/** Hex; undefined: not wrapped for these keys. */
async function keyFor(op: Op, member: MemberKeys): Promise<string | undefined> {
  const author: AuthorId = authorIdOf(member.signing.publicKey);
  const key = await unwrapEpoch(op, author, member.kemSeed);
  return key.ok ? toHex(key.value) : undefined;
}

/** Every key pair of this person that a log may know, as keys. */
export async function membersOf(
  vault: Pick<OpenVault, 'views' | 'logs'>,
  log: OpenLog,
): Promise<Result<readonly MemberKeys[], VaultError>> {
  const known = await memberSeedsOf(vault, log.row);
  if (!known.ok) return known;
  return ok([log.member, ...known.value.map(({ seeds }) => memberKeysOf(seeds))]);
}

/** The keys of all epochs that access ops wrap for any of these members, by epoch, hex. */
export async function unwrapAll(
  ops: Iterable<Op>,
  members: readonly MemberKeys[],
): Promise<Record<string, string>> {
  const keys: Record<string, string> = {};
  for (const op of ops) {
    if (op.kind !== 'access') continue;
    for (const member of members) {
      const key = await keyFor(op, member);
      if (key !== undefined) keys[String(op.epoch)] = key;
    }
  }
  return keys;
}
