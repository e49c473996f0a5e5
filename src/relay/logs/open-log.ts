import type { AuthorId, Incarnation, LogId, OpHash } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { DAY_MS, instant, type Instant } from '#base/time.ts';
import { applyContent } from '#protocol/content-rules.ts';
import { authorFault, rightsOf, startLog } from '#protocol/log-rules.ts';
import type { LogState } from '#protocol/log-state.ts';
import type { SignedHead } from '#protocol/messages.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import { chainKeyOf, type Op } from '#protocol/op.ts';
import { chainNext, chainStart } from '#protocol/relay-chain.ts';
import { decodeWindowChange } from '#protocol/payload-codec.ts';
import type { Storage, StoredLog, StoredOp } from '../storage/port.ts';
import type { UnreadableLog } from './unreadable-log.ts';

export type Usage = { ops: number; bytes: number };

/**
 * A log in memory. `state`, `lastSeq` and `chain` run ahead of the disk by what is being
 * committed; `head` is what is durable, and all that anybody is told.
 */
export type OpenLog = {
  readonly logId: LogId;
  readonly inc: Incarnation;
  readonly state: LogState;
  lastSeq: number;
  chain: OpHash;
  head: { readonly relaySeq: number; readonly chain: OpHash };
  /** `head`, signed; made when it is asked for. */
  signedHead: SignedHead | undefined;
  /** Ops applied to `state` and not yet on disk. */
  unwritten: number;
  /** Places of the window ops that the next full one deletes. */
  windowSeqs: number[];
  /** What each author was accepted since the beginning of `usageDay`. */
  usageDay: Instant;
  usage: Map<AuthorId, Usage>;
  /** Of its ops and files, at most: what was deleted since is counted until it is counted anew. */
  storedBytes: number;
};

export const startOfDay = (now: Instant): Instant => instant(now - (now % DAY_MS));

export function newOpenLog(state: LogState, inc: Incarnation, now: Instant): OpenLog {
  const chain = chainStart(state.logId, inc);
  return {
    logId: state.logId,
    inc,
    state,
    lastSeq: 0,
    chain,
    head: { relaySeq: 0, chain },
    signedHead: undefined,
    unwritten: 0,
    windowSeqs: [],
    usageDay: startOfDay(now),
    usage: new Map(),
    storedBytes: 0,
  };
}

/** Rebuilds a log from its rules' ops and the ends of its chains; undefined when unknown or erased. */
export async function loadOpenLog(
  storage: Storage,
  logId: LogId,
  now: Instant,
): Promise<Result<OpenLog | undefined, UnreadableLog>> {
  const stored = await storage.findLog(logId);
  if (!stored || stored.isErased) return ok(undefined);
  const [first, ...ruleOps] = await storage.readRuleOps(logId);
  const genesis = first && storedOp(first);
  const state = genesis && startLog(genesis);
  if (!state?.ok) return err({ state: undefined });
  const log = newOpenLog(state.value, stored.inc, now);
  for (const row of ruleOps) {
    if (row.bytes && !replay(log, row)) return err({ state: log.state });
  }
  for (const chain of await storage.readChains(logId)) {
    // A snapshot may name a chain further than its ops stand here.
    const key = chainKeyOf(chain);
    if ((log.state.chains.get(key)?.seq ?? 0) > chain.seq) continue;
    log.state.chains.set(key, { seq: chain.seq, hash: chain.hash });
  }
  for (const { author, ops, bytes } of await storage.readUsage(logId, log.usageDay)) {
    log.usage.set(author, { ops, bytes });
  }
  log.storedBytes = await storage.readSize(logId);
  return ok(standAt(log, stored));
}

/** @returns false, and nothing done, when the op is damaged */
function replay(log: OpenLog, row: StoredOp): boolean {
  const op = storedOp(row);
  if (!op) return false;
  applyContent(log.state, op);
  noteWindow(log, op, row.relaySeq);
  return true;
}

function standAt(log: OpenLog, stored: StoredLog): OpenLog {
  log.lastSeq = stored.lastSeq;
  log.chain = stored.chain ?? log.chain;
  log.head = { relaySeq: log.lastSeq, chain: log.chain };
  return log;
}

/** The op that was stored: the same bytes, to the last. Undefined when the disk has altered it. */
function storedOp({ bytes, hash }: StoredOp): Op | undefined {
  const op = bytes && decodeOp(bytes);
  return op?.ok && op.value.hash === hash ? op.value : undefined;
}

/** Remembers where window ops stand. @returns the places that this op, a full window, deletes */
export function noteWindow(log: OpenLog, op: Op, relaySeq: number): readonly number[] {
  if (op.kind !== 'window') return [];
  const change = decodeWindowChange(op.publicPart);
  const isFull = change.ok && change.value.full !== undefined;
  const deleted = isFull ? log.windowSeqs : [];
  log.windowSeqs = isFull ? [relaySeq] : [...log.windowSeqs, relaySeq];
  return deleted;
}

/** Takes the next place for an op that was just applied. */
export function takePlace(log: OpenLog, op: Op): { relaySeq: number; chain: OpHash } {
  log.lastSeq += 1;
  log.chain = chainNext(log.chain, op.hash);
  log.unwritten += 1;
  return { relaySeq: log.lastSeq, chain: log.chain };
}

/** The first of these authors who stands in the log now with the right asked, if any. */
export function authorWith(
  log: OpenLog,
  authors: Iterable<AuthorId>,
  right: 'read' | 'admin' | 'contribute',
  now: Instant,
): AuthorId | undefined {
  for (const author of authors) {
    if (authorFault(log.state, author, now) !== undefined) continue;
    const rights = rightsOf(log.state, author);
    if (!rights) continue;
    const contributes = rights.write || rights.deposit || rights.admin;
    if (right === 'contribute' ? contributes : rights[right]) return author;
  }
  return undefined;
}
