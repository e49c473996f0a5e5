import type { Bytes } from '#base/bytes.ts';
import type { AuthorId } from '#base/ids.ts';
import { decodeAccessChange, decodeAccessNotes } from '#protocol/access-codec.ts';
import { openOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

/** What the sealed part of an access op says of a member: the relay must not read it. */
export type MemberNote = { readonly name: string; readonly kemPublicKey: Bytes };

/** Names and X-Wing keys of everybody who was ever a member, from the access ops held here. */
export async function memberNotesOf(
  { logs }: Pick<OpenVault, 'logs'>,
  log: OpenLog,
): Promise<Map<AuthorId, MemberNote>> {
  const notes = new Map<AuthorId, MemberNote>();
  for await (const { op } of logs.places.ops(log.logId)) addMemberNotes(notes, log, op);
  return notes;
}

/** Adds what one op says, if it is an access op that this device can open. */
export function addMemberNotes(
  notes: Map<AuthorId, MemberNote>,
  log: Pick<OpenLog, 'keyOf'>,
  op: Op,
): void {
  if (op.kind !== 'access' || !decodeAccessChange(op.publicPart).ok) return;
  const key = log.keyOf(op.epoch);
  const body = key && openOp(op, key);
  const read = body?.ok === true ? decodeAccessNotes(body.value.payload) : undefined;
  if (read?.ok !== true) return;
  for (const { author, name, kemPublicKey } of read.value.members) {
    notes.set(author, { name, kemPublicKey });
  }
}

/** Their X-Wing keys alone. */
export const kemKeysIn = (notes: ReadonlyMap<AuthorId, MemberNote>): Map<AuthorId, Bytes> =>
  new Map(Array.from(notes, ([author, { kemPublicKey }]) => [author, kemPublicKey]));
