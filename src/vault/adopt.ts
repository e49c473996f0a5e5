import { toHex } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { authorIdOf, encodeMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { startLog } from '#protocol/log-rules.ts';
import type { LogItem } from '#protocol/messages.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import type { Batch } from './batch.ts';
import { unwrapAll } from './epoch-keys.ts';
import type { VaultError } from './errors.ts';
import { NO_OPS, OpenLog, drawWriter, type LogRow } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { applyItems } from './receive.ts';
import { isShort, prepareShort, takeShort } from './short-log.ts';
import type { BlobOrigin } from './snapshot-docs.ts';

/** A log as it comes from elsewhere, whole: from a relay, an archive, or this device's own disk. */
export type ForeignLog = {
  readonly logId: LogId;
  readonly items: readonly LogItem[];
  /** Where its blobs are: what a snapshot stands for lies there. */
  readonly blobs?: BlobOrigin;
  /** It is followed from now on: what cannot be had yet comes when it can. */
  readonly isFollowed?: boolean;
};

/** Who this device is in a log it takes over, and what opens it. */
export type Adoption = {
  /** Every key pair that this person may stand under in the log: the one that does is taken. */
  readonly members: readonly [MemberKeys, ...MemberKeys[]];
  readonly record: LogId | undefined;
  /** Keys that are known already, by epoch. */
  readonly epochKeys: Readonly<Record<string, string>>;
  /** Whose wraps to open beside the members': the identity key's in a keyring. */
  readonly owner?: MemberKeys;
};

/**
 * Takes over a log: its genesis must hash to its id, every op is judged at its place, and what
 * it says is applied to docs and views, all in `batch`. A new writer is drawn: nothing that
 * another installation wrote is ever continued.
 */
export async function adoptLog(
  vault: Omit<OpenVault, 'keyring'>,
  batch: Batch,
  foreign: ForeignLog,
  adoption: Adoption,
): Promise<Result<OpenLog, VaultError>> {
  const [first, ...later] = foreign.items;
  const genesis = first?.type === 'op' ? decodeOp(first.bytes) : undefined;
  if (first === undefined || !genesis?.ok) return err({ type: 'ArchiveDamaged' });
  const state = startLog(genesis.value);
  if (!state.ok || state.value.logId !== foreign.logId) return err({ type: 'ArchiveDamaged' });
  const [member] = adoption.members;
  const openers = adoption.owner ? [adoption.owner, ...adoption.members] : adoption.members;
  const unwrapped = await unwrapAll(opsOf(foreign), openers);
  const row: LogRow = {
    logId: foreign.logId,
    sort: state.value.sort,
    record: adoption.record,
    memberSeeds: toHex(encodeMemberKeys(member)),
    epochKeys: { ...adoption.epochKeys, ...unwrapped },
    writer: drawWriter(vault.deps.random),
  };
  const log = new OpenLog(row, state.value, NO_OPS);
  vault.logs.adopt(batch, log, genesis.value, first.relaySeq);
  const applied = isShort(log.state, later)
    ? await applyShort(vault, batch, log, { ...foreign, items: later })
    : await applyItems(vault, batch, log, later);
  if (!applied.ok) return applied;
  standIn(vault, batch, log, adoption.members);
  return ok(log);
}

/** Of the keys of this person, those that the log knows now. A keyring may only come to know them. */
function standIn(
  vault: Omit<OpenVault, 'keyring'>,
  batch: Batch,
  log: OpenLog,
  members: readonly MemberKeys[],
): void {
  const stands = members.find((keys) => log.state.members.has(authorIdOf(keys.signing.publicKey)));
  if (!stands) return;
  const memberSeeds = toHex(encodeMemberKeys(stands));
  vault.logs.changeRow(batch, log, { ...log.row, memberSeeds });
}

/** What is missing is taken from the last snapshot; a record waits for it, if need be. */
async function applyShort(
  vault: Omit<OpenVault, 'keyring'>,
  batch: Batch,
  log: OpenLog,
  { items, blobs, isFollowed = false }: ForeignLog,
): Promise<Result<unknown, VaultError>> {
  const origin: BlobOrigin = blobs ?? (() => Promise.resolve(ok(undefined)));
  const prepared = await prepareShort(vault, log, items, origin);
  if (!prepared.ok) {
    const canWait = isFollowed && log.row.sort === 'record' && isNotThereYet(prepared.error);
    return canWait ? ok(undefined) : prepared;
  }
  return takeShort(vault, batch, log, prepared.value, { inc: log.cursor.inc, passed: [] });
}

/** Docs of a snapshot that another device is sending anew, or that the line does not let through. */
const isNotThereYet = ({ type }: VaultError): boolean =>
  type === 'FileNotHere' || type === 'RelayUnreachable';

function* opsOf({ items }: ForeignLog): Iterable<Op> {
  for (const item of items) {
    const op = item.type === 'op' ? decodeOp(item.bytes) : undefined;
    if (op?.ok === true) yield op.value;
  }
}
