import type { Bytes } from '#base/bytes.ts';
import { ZERO_HASH, type AuthorId } from '#base/ids.ts';
import { authorIdOf } from '#crypto/keys.ts';
import { decodeAccessChange } from './access-codec.ts';
import { publicKeyOf } from './log-rules.ts';
import type { LogState } from './log-state.ts';
import { verifyOpSignature } from './op-codec.ts';
import { chainKeyOf, type ChainHead, type ChainKey, type Op } from './op.ts';

/** Kept and shown, never applied. GAP: to be asked for again. */
export type SetAside = {
  readonly op: Op;
  readonly reason: 'BAD_SIGNATURE' | 'FORK' | 'GAP' | 'NOT_FOUND';
};
export type VerifiedPage = {
  readonly accepted: readonly Op[];
  readonly setAside: readonly SetAside[];
};

type KeyOf = (author: AuthorId) => Uint8Array | undefined;

/**
 * Which ops of a page their authors wrote, at low cost [P48]: of each (author, writer) run the
 * links and the last signature, and op by op only where that fails. It stands in for the
 * signatures of updates; `checkOp` verifies the others one by one, and judges rights.
 * @param ops in the relay's order, none of them held already
 * @param heads of the chains before the page, deleted ops counted
 */
export function verifyPage(
  ops: readonly Op[],
  keyOf: KeyOf,
  heads: ReadonlyMap<ChainKey, ChainHead>,
): VerifiedPage {
  const faults = new Map<Op, SetAside['reason']>();
  for (const [chain, run] of runsOf(ops)) {
    const head = heads.get(chain) ?? { seq: 0, hash: ZERO_HASH };
    for (const [op, reason] of faultsOfRun(run, head, keyOf)) faults.set(op, reason);
  }
  const accepted: Op[] = [];
  const setAside: SetAside[] = [];
  for (const op of ops) {
    const reason = faults.get(op);
    if (reason === undefined) accepted.push(op);
    else setAside.push({ op, reason });
  }
  return { accepted, setAside };
}

function runsOf(ops: readonly Op[]): Map<ChainKey, Op[]> {
  const runs = new Map<ChainKey, Op[]>();
  for (const op of ops) {
    const key = chainKeyOf(op);
    const run = runs.get(key);
    if (run) run.push(op);
    else runs.set(key, [op]);
  }
  return runs;
}

/** The first bad op of a run, and everything its writer wrote after it. */
function faultsOfRun(
  run: readonly Op[],
  head: ChainHead,
  keyOf: KeyOf,
): readonly (readonly [Op, SetAside['reason']])[] {
  const [first] = run;
  const key = first && keyOf(first.author);
  if (key === undefined) return run.map((op) => [op, 'NOT_FOUND']);
  const broken = firstBrokenLink(run, head);
  const linked = run.slice(0, broken?.index);
  const last = linked.at(-1);
  if (last === undefined || verifyOpSignature(last, key)) return broken ? broken.faults : [];
  const bad = linked.findIndex((op) => !verifyOpSignature(op, key));
  return run.slice(bad).map((op) => [op, 'BAD_SIGNATURE']);
}

function firstBrokenLink(run: readonly Op[], head: ChainHead) {
  let { seq, hash } = head;
  for (const [index, op] of run.entries()) {
    if (op.seq !== seq + 1 || op.prevHash !== hash) {
      const reason: SetAside['reason'] = op.seq <= seq ? 'FORK' : 'GAP';
      return { index, faults: run.slice(index).map((each) => [each, reason] as const) };
    }
    seq = op.seq;
    hash = op.hash;
  }
  return undefined;
}

/**
 * Keys of those who stand, and of those whom an access op of the page adds: an author id is a
 * hash of its key, so a key that is not the author's cannot slip in.
 */
export function pageKeys(state: LogState, ops: readonly Op[]): KeyOf {
  const added = new Map<AuthorId, Bytes>();
  for (const op of ops) {
    if (op.kind !== 'access') continue;
    const change = decodeAccessChange(op.publicPart);
    if (!change.ok) continue;
    for (const { signingPublicKey } of change.value.added) {
      added.set(authorIdOf(signingPublicKey), signingPublicKey);
    }
  }
  return (author) => publicKeyOf(state, author) ?? added.get(author);
}
