import { openOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import { decodeWindowChange, decodeWindowPayload } from '#protocol/payload-codec.ts';
import type { NoteKinds } from './notes.ts';
import type { OpenLog } from './open-log.ts';

export type Published = NoteKinds['window'];

/**
 * What stands in a window once another device of its holder has published in it. Undefined: it
 * cannot be told, so that the whole is to be published again.
 */
export function windowAfter(
  log: OpenLog,
  op: Op,
  before: Published | undefined,
): Published | undefined {
  const key = log.keyOf(op.epoch);
  const change = decodeWindowChange(op.publicPart);
  const body = key && openOp(op, key);
  const payload = body?.ok === true ? decodeWindowPayload(body.value.payload) : undefined;
  if (!change.ok || payload?.ok !== true || 'inBlob' in payload.value) return undefined;
  const isFull = change.value.full !== undefined;
  if (!isFull && before === undefined) return undefined;
  const { rev, about, puts, removed } = payload.value;
  const entries = new Map<string, string>(isFull ? [] : Object.entries(before?.entries ?? {}));
  for (const { id, json } of puts) entries.set(id, json);
  for (const id of removed) entries.delete(id);
  return { rev, about, entries: Object.fromEntries(entries) };
}
