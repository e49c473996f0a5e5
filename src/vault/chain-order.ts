import type { Bytes } from '#base/bytes.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import { chainKeyOf } from '#protocol/op.ts';

/**
 * The same ops in the same order, but for those that would come after a later one of their own
 * chain: they come right before it. A relay that lied about an op's place must not leave a log
 * that no relay would ever take again.
 */
export function inChainOrder(ops: readonly Bytes[]): Bytes[] {
  const links = ops.map(linkOf);
  const chains = Map.groupBy(links, ({ chain }) => chain);
  for (const chain of chains.values()) chain.sort((a, b) => a.seq - b.seq);
  return links.flatMap((link) => {
    const chain = chains.get(link.chain) ?? [];
    const count = chain.findIndex(({ seq }) => seq > link.seq);
    return chain.splice(0, count < 0 ? chain.length : count).map(({ bytes }) => bytes);
  });
}

type Link = { readonly chain: string; readonly seq: number; readonly bytes: Bytes };

/** What cannot be read stands for itself. */
function linkOf(bytes: Bytes, index: number): Link {
  const decoded = decodeOp(bytes);
  const isNewerKind =
    !decoded.ok && decoded.error.type === 'Newer' && decoded.error.what === 'kind';
  const op = decoded.ok ? decoded.value : isNewerKind ? decoded.error.op : undefined;
  return op
    ? { chain: chainKeyOf(op), seq: op.seq, bytes }
    : { chain: String(index), seq: 0, bytes };
}
