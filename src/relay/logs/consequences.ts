import type { BlobId, OpHash } from '#base/ids.ts';
import { DAY_MS, instant, type Instant } from '#base/time.ts';
import { applyOp } from '#protocol/log-rules.ts';
import type { Op } from '#protocol/op.ts';
import { decodeBlobChange } from '#protocol/payload-codec.ts';
import type { BlobReference, Change } from '../storage/port.ts';
import { noteWindow, startOfDay, takePlace, type OpenLog } from './open-log.ts';

/** What an op that was accepted asks of the disk. */
export type Accepted = {
  readonly op: Op;
  readonly relaySeq: number;
  /** The relay's chain, this op included. */
  readonly chain: OpHash;
  readonly changes: readonly Change[];
  /** Blobs that may have lost their last reference, to be looked at once this is on disk. */
  readonly freed: readonly BlobId[];
};

/** Applies an op that `checkOp` called new, gives it its place, and says what must be written. */
export function accept(log: OpenLog, op: Op, now: Instant): Accepted {
  const before = movesBlobs(op) ? new Set(log.state.attached.keys()) : NONE;
  const covering = log.state.snapshot;
  applyOp(log.state, op);
  const placed = place(log, op, now);
  const { kind } = op;
  if (kind === 'update' || kind === 'deposit') return placed;
  const { relaySeq, chain } = placed;
  const changes = [...placed.changes];
  if (kind === 'erase') changes.push({ type: 'erase', log: log.logId });
  const deleted = noteWindow(log, op, relaySeq);
  if (deleted.length > 0) changes.push({ type: 'strip', log: log.logId, relaySeqs: deleted });
  if (kind === 'snapshot') changes.push(retirement(log, relaySeq, now));
  else if (covering && !log.state.snapshot) changes.push({ type: 'bringBack', log: log.logId });
  const lost = [...before].filter((blob) => !log.state.attached.has(blob));
  changes.push(...attachments(log, op, before, now), ...detachments(log, op, lost, now));
  return { op, relaySeq, chain, changes, freed: kind === 'window' ? lost : [] };
}

/** Gives a place to an op that the log's state holds already: a genesis, which begins it. */
export function place(log: OpenLog, op: Op, now: Instant): Accepted {
  const { relaySeq, chain } = takePlace(log, op);
  countUsage(log, op, now);
  log.storedBytes += op.bytes.length;
  const { kind, author, writer, seq, hash, bytes } = op;
  const stored = { relaySeq, kind, at: now, author, writer, seq, hash, chain, bytes };
  return {
    op,
    relaySeq,
    chain,
    changes: [{ type: 'append', log: log.logId, op: stored }],
    freed: [],
  };
}

const NONE: ReadonlySet<BlobId> = new Set();

const movesBlobs = ({ kind }: Op): boolean =>
  kind === 'window' || kind === 'detach' || kind === 'access' || kind === 'snapshot';

const RETIRED_MS = 30 * DAY_MS;
const RETIRED_ALONE_MS = 90 * DAY_MS;

/** What a snapshot covers goes later where nobody else can hold it [P56]. */
const retirement = (log: OpenLog, before: number, now: Instant): Change => ({
  type: 'retire',
  log: log.logId,
  before,
  until: instant(now + (log.state.members.size > 1 ? RETIRED_MS : RETIRED_ALONE_MS)),
});

function attachments(log: OpenLog, op: Op, before: ReadonlySet<BlobId>, now: Instant): Change[] {
  if (op.kind === 'snapshot') {
    const found = [...log.state.attached.keys()].filter((blob) => !before.has(blob));
    return found.map((blob) => refer(log, blob, 'attached', now));
  }
  if (op.kind !== 'attach') return [];
  const change = decodeBlobChange(op.publicPart);
  return change.ok ? change.value.blobs.map((blob) => refer(log, blob, 'attached', now)) : [];
}

/** Narrowing deletes at once; what an entry or an author gave up waits for the sweeper. */
function detachments(log: OpenLog, op: Op, lost: readonly BlobId[], now: Instant): Change[] {
  return lost.map((blob) =>
    op.kind === 'window'
      ? { type: 'dropReference', log: log.logId, blob }
      : refer(log, blob, 'detached', now),
  );
}

const refer = (
  log: OpenLog,
  blob: BlobId,
  state: BlobReference['state'],
  since: Instant,
): Change => ({
  type: 'setReference',
  reference: { blob, log: log.logId, uploader: undefined, state, since },
});

function countUsage(log: OpenLog, op: Op, now: Instant): void {
  const day = startOfDay(now);
  if (day !== log.usageDay) {
    log.usageDay = day;
    log.usage.clear();
  }
  const usage = log.usage.get(op.author);
  if (usage) {
    usage.ops += 1;
    usage.bytes += op.bytes.length;
  } else log.usage.set(op.author, { ops: 1, bytes: op.bytes.length });
}
