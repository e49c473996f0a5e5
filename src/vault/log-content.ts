import type { Incarnation } from '#base/ids.ts';
import { chainKeyOf, type ChainKey, type Op, type OpKind } from '#protocol/op.ts';
import type { Batch } from './batch.ts';
import type { OpenLog } from './open-log.ts';
import type { SealedRows } from './sealed-rows.ts';

/**
 * Which ops of a log say something that a person would miss. The others keep the log in order
 * (snapshots, what they hold, receipts of devices) and lower no safety word.
 */
export type LogContent = {
  /** The life of the log at the relay that `placed` speaks of. */
  readonly inc: Incarnation;
  /** Where the relay holds the last op of each chain that says something. */
  readonly placed: Readonly<Record<ChainKey, number>>;
  /** Ends of chains that say nothing: those after `from`, up to `to`. */
  readonly upkeep: Readonly<Record<ChainKey, { readonly from: number; readonly to: number }>>;
};

export const NO_CONTENT: LogContent = { inc: '' as Incarnation, placed: {}, upkeep: {} };

const upkeepKinds: readonly OpKind[] = ['attach', 'detach', 'snapshot'];

/** An attach op says nothing itself: the entry that names the file does. */
export const isUpkeepKind = (kind: OpKind): boolean => upkeepKinds.includes(kind);

/** The last op of each chain that says something. */
export function contentHeads({ state, content }: OpenLog): Record<ChainKey, number> {
  const heads: Record<ChainKey, number> = {};
  for (const [chain, { seq }] of state.chains) {
    const end = content.upkeep[chain];
    heads[chain] = end?.to === seq ? end.from : seq;
  }
  return heads;
}

/** An op that says nothing goes to the end of its chain; called before it is applied. */
export function passUpkeep(rows: SealedRows, batch: Batch, log: OpenLog, op: Op): void {
  const chain = chainKeyOf(op);
  const from = contentHeads(log)[chain] ?? 0;
  const upkeep = { ...log.content.upkeep, [chain]: { from, to: op.seq } };
  change(rows, batch, log, { ...log.content, upkeep });
}

/** The relay holds an op that says something at this place. */
export function placeContent(
  rows: SealedRows,
  batch: Batch,
  log: OpenLog,
  chain: ChainKey,
  at: { readonly inc: Incarnation; readonly relaySeq: number },
): void {
  const { content } = log;
  const placed = content.inc === at.inc ? content.placed : {};
  const last = Math.max(placed[chain] ?? 0, at.relaySeq);
  change(rows, batch, log, { ...content, inc: at.inc, placed: { ...placed, [chain]: last } });
}

function change(rows: SealedRows, batch: Batch, log: OpenLog, content: LogContent): void {
  batch.once(`content/${log.logId}`, () => {
    const before = log.content;
    batch.otherwise(() => {
      log.content = before;
    });
    batch.writeAtLast(() => rows.putJson('logs', `content/${log.logId}`, log.content));
  });
  log.content = content;
}
