import { chainKeyOf, type ChainKey, type Op, type OpKind } from '#protocol/op.ts';
import { copies } from '#record/sections/copies.ts';
import type { Batch } from './batch.ts';
import type { OpenLog } from './open-log.ts';
import type { SealedRows } from './sealed-rows.ts';

const upkeepKinds: readonly OpKind[] = ['attach', 'detach', 'snapshot'];

/** The doc in which devices say what they hold: a receipt of a receipt would never end. */
export const isUpkeepDoc = (docId: string | undefined): boolean => docId === copies.doc.name;

/** An attach op says nothing itself: the entry that names the file does. */
export const isUpkeepKind = (kind: OpKind): boolean => upkeepKinds.includes(kind);

/** The last op of each chain that says something. */
export type Heads = Readonly<Record<ChainKey, number>>;

export function contentHeads({ state, content }: OpenLog): Heads {
  const heads: Record<ChainKey, number> = {};
  for (const [chain, { seq }] of state.chains) {
    const end = content.upkeep[chain];
    heads[chain] = end?.to === seq ? end.from : seq;
  }
  return heads;
}

/** Whether what stands there has everything of what stands here. */
export const covers = (there: Heads, here: Heads): boolean =>
  Object.entries(here).every(([chain, seq]) => (there[chain as ChainKey] ?? 0) >= seq);

/** An op that says nothing goes to the end of its chain; called before it is applied. */
export function passUpkeep(rows: SealedRows, batch: Batch, log: OpenLog, op: Op): void {
  const chain = chainKeyOf(op);
  const from = contentHeads(log)[chain] ?? 0;
  batch.once(`content/${log.logId}`, () => {
    const before = log.content;
    batch.otherwise(() => {
      log.content = before;
    });
    batch.writeAtLast(() => rows.putJson('logs', `content/${log.logId}`, log.content));
  });
  log.content = { upkeep: { ...log.content.upkeep, [chain]: { from, to: op.seq } } };
}
