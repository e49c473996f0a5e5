import { utf8 } from '#base/bytes.ts';
import type { BlobId, EntryId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import { encodeWindowChange, encodeWindowPayload } from '#protocol/payload-codec.ts';
import { limits } from '#protocol/limits.ts';
import { diffWindow } from '#record/window-diff.ts';
import type { Batch } from './batch.ts';
import { attachNoteId } from './blob-shelf.ts';
import type { Channel } from './channel-entry.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import {
  blobsOf,
  encodeAbout,
  holderNameOf,
  projectRecord,
  textsOf,
  windowIds,
} from './window-content.ts';

/** Text of entries that one window op carries at most: what is more follows in the next op. */
const PUTS_BYTES = limits.opBytes / 4;

/** A window as it should stand now. */
type Wanted = {
  readonly about: string;
  readonly texts: ReadonlyMap<EntryId, string>;
  readonly blobs: readonly BlobId[];
};

/**
 * Brings a window up to what the projection says now: computed, never queued. Nothing changed,
 * nothing is written. When anything leaves the window, the whole is published anew, and the relay
 * deletes what was before.
 */
export async function publishWindow(
  vault: OpenVault,
  batch: Batch,
  log: OpenLog,
  channel: Channel,
): Promise<Result<void, VaultError>> {
  const wanted = await wantedWindow(vault, channel);
  if (!wanted.ok) return wanted;
  const published = vault.notes.get('window', channel.channel);
  const before = new Map(Object.entries(published?.entries ?? {})) as Map<EntryId, string>;
  const { puts, removed, narrowed } = diffWindow(before, wanted.value.texts);
  const { about, texts, blobs } = wanted.value;
  if (published !== undefined && puts.length === 0 && removed.length === 0) {
    if (published.about === about) return ok(undefined);
  }
  const isFull = narrowed || published === undefined || log.state.stubs.size > 0;
  const content = isFull ? Array.from(texts, ([id, json]) => ({ id, json })) : puts;
  let rev = published?.rev ?? 0;
  for (const [index, piece] of piecesOf(content).entries()) {
    rev += 1;
    const full = isFull && index === 0 ? { keptBlobs: blobs } : undefined;
    vault.logs.append(batch, log, {
      kind: 'window',
      publicPart: encodeWindowChange({ prevWindow: log.state.windowHead, full }),
      payload: encodeWindowPayload({ rev, about, puts: piece, removed: isFull ? [] : removed }),
    });
  }
  attachFiles(vault, batch, log, blobs);
  const entries = Object.fromEntries(texts);
  vault.notes.put(batch, 'window', channel.channel, { rev, about, entries });
  return ok(undefined);
}

async function wantedWindow(
  vault: OpenVault,
  channel: Channel,
): Promise<Result<Wanted, VaultError>> {
  const idOf = windowIds(channel.idKey);
  const projected = await projectRecord(vault, channel.record, channel.filter, idOf);
  if (!projected.ok) return projected;
  const { entries, nones } = projected.value;
  const { until, filter, wordsSame } = channel;
  const said = { holder: holderNameOf(entries), preset: filter.preset, until };
  const about = encodeAbout({ ...said, compared: wordsSame === true }, nones);
  return ok({ about, texts: textsOf(projected.value), blobs: blobsOf(entries) });
}

/** At least one piece, each small enough for an op. */
function piecesOf<T extends { readonly json: string }>(puts: readonly T[]): T[][] {
  const pieces: T[][] = [[]];
  let bytes = 0;
  for (const put of puts) {
    const size = utf8(put.json).length;
    const last = pieces.at(-1) ?? [];
    if (
      last.length > 0 &&
      (bytes + size > PUTS_BYTES || last.length >= limits.windowEntriesPerOp)
    ) {
      pieces.push([put]);
      bytes = size;
    } else {
      last.push(put);
      bytes += size;
    }
  }
  return pieces;
}

/** The files of the window, which the correspondent may then fetch; and none that has left it. */
function attachFiles(vault: OpenVault, batch: Batch, log: OpenLog, blobs: readonly BlobId[]): void {
  for (const { id, note } of vault.notes.list('attach')) {
    const isGone = note.log === log.logId && !blobs.includes(note.blob);
    if (isGone) vault.notes.remove(batch, 'attach', id);
  }
  for (const blob of blobs) {
    const id = attachNoteId(log.logId, blob);
    if (log.state.attached.has(blob) || vault.notes.get('attach', id)) continue;
    vault.notes.put(batch, 'attach', id, { log: log.logId, blob });
  }
}
