import type { LogId, OpHash } from '#base/ids.ts';
import type { SigningKeyPair } from '#crypto/sign.ts';
import type { LogItem, RelayMessage, SignedHead } from '#protocol/messages.ts';
import { itemHash } from '#protocol/relay-cursor.ts';
import { chainNext, chainStart, signHead } from '#protocol/relay-chain.ts';
import type { Tamper } from './wire.ts';

/** What a place of the true history becomes in the other: itself, nothing, or more. */
export type Rewrite = (item: LogItem) => readonly LogItem[];

/**
 * A relay that shows one device another history of a log than everybody else, signed as well as the
 * true one: what a hostile operator, who has the relay's key, can do.
 */
export function showAnotherHistory(
  { secretKey }: SigningKeyPair,
  logId: LogId,
  rewrite: Rewrite,
): Tamper {
  const shown: LogItem[] = [];
  let chain: OpHash | undefined;
  let taken = 0;

  const rehead = ({ inc }: SignedHead): SignedHead => {
    chain ??= chainStart(logId, inc);
    return signHead(secretKey, logId, { inc, relaySeq: shown.length, chain });
  };
  const take = (items: readonly LogItem[], head: SignedHead | undefined): LogItem[] => {
    if (head) chain ??= chainStart(logId, head.inc);
    const fresh = items
      .filter((item) => item.relaySeq > taken)
      .flatMap((item) => {
        taken = item.relaySeq;
        return rewrite(item);
      });
    return fresh.map((item) => {
      const placed = { ...item, relaySeq: shown.length + 1 };
      shown.push(placed);
      if (chain) chain = chainNext(chain, itemHash(placed));
      return placed;
    });
  };
  return (message: RelayMessage) => {
    if (!('logId' in message) || message.logId !== logId) return message;
    if (message.type === 'items') {
      const items = take(message.items, message.head);
      return { ...message, items, head: message.head && rehead(message.head) };
    }
    const hasHead = message.type === 'proven' || message.type === 'caughtUp';
    return hasHead ? { ...message, head: rehead(message.head) } : message;
  };
}
