import { toHex, type Bytes } from '#base/bytes.ts';
import { mustGet } from '#base/assert.ts';
import { idToBytes, type LogId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import { hashLabelled } from '#crypto/hash.ts';
import { hpkeSeal } from '#crypto/hpke.ts';
import { encodeMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { labels } from '#crypto/labels.ts';
import type { Random } from '#crypto/random.ts';
import type { Rights } from '#protocol/access.ts';
import { createLog, type NewLog, type NewMember } from '#protocol/genesis.ts';
import { startLog } from '#protocol/log-rules.ts';
import type { Op } from '#protocol/op.ts';
import { NO_OPS, OpenLog, drawWriter, type LogRow } from './open-log.ts';

/** A log and what its maker keeps of it. */
export type MadeLog = { readonly log: OpenLog; readonly genesis: Op };

/** Makes a log where `member` is this device's own key pair. */
export async function makeLog(
  random: Random,
  record: LogId | undefined,
  member: MemberKeys,
  plan: NewLog,
): Promise<MadeLog> {
  const { op, logId, logKey } = await createLog({ random }, plan);
  const state = startLog(op);
  const row: LogRow = {
    logId,
    sort: plan.sort,
    record,
    memberSeeds: toHex(encodeMemberKeys(member)),
    epochKeys: { '1': toHex(logKey) },
    writer: drawWriter(random),
  };
  const log = new OpenLog(row, mustGet(state.ok ? state.value : undefined, 'our genesis'), NO_OPS);
  return { log, genesis: op };
}

/** The owner's seed of a log, wrapped for the identity key: only the kit opens it [3.3]. */
export async function wrapOwnerSeed(
  random: Random,
  identityKemPublicKey: Bytes,
  logId: LogId,
  ownerSeed: Bytes,
): Promise<string> {
  const info = hashLabelled(labels.owner, idToBytes(logId));
  const recipientPublicKey = identityKemPublicKey;
  return toHex(await hpkeSeal({ recipientPublicKey, info, plaintext: ownerSeed, random }));
}

export const memberOf = (
  keys: MemberKeys,
  rights: Rights,
  notAfter: Instant | undefined,
  name: string,
): NewMember => ({
  signingPublicKey: keys.signing.publicKey,
  kemPublicKey: keys.kemPublicKey,
  rights,
  notAfter,
  name,
});
