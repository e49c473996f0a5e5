import type { LogId } from '#base/ids.ts';
import { encodeRelayMessage } from './message-codec.ts';
import type { LogItem, SignedHead } from './messages.ts';
import type { Follow, LiveItems, RelayEffect, RelayEvent, RelaySession } from './relay-events.ts';

/*
 * How one connection follows a log: pages from storage until it stands at the head, then what is
 * committed, at once. Without credit, or while the socket does not drain, nothing is queued: the
 * connection falls behind, and pages are read again when it can take them [P208] [P209].
 */

export const followAt = (after: number, isWhole: boolean): Follow => ({
  isWhole,
  cursor: after,
  seenHead: after,
  isLive: false,
  isReading: false,
  owesHead: false,
  isBusy: false,
  readFrom: 0,
});

const canSend = (state: RelaySession): boolean => state.credit > 0 && !state.isCongested;

/** Reads a page for every log that is behind. */
export function wake(state: RelaySession, out: RelayEffect[]): void {
  for (const [logId, follow] of state.follows) readPage(state, logId, follow, out);
}

function readPage(state: RelaySession, logId: LogId, follow: Follow, out: RelayEffect[]): void {
  const authors = state.proven.get(logId);
  if (follow.isLive || follow.isReading || !canSend(state) || !authors) return;
  follow.isReading = true;
  const { cursor: after, isWhole } = follow;
  out.push({ type: 'read', logId, authors, after, isWhole });
}

type Page = Extract<RelayEvent, { type: 'page' }>;

export function sendPage(state: RelaySession, page: Page, out: RelayEffect[]): void {
  const { logId, items, head } = page;
  const follow = state.follows.get(logId);
  if (!follow?.isReading) return;
  follow.isReading = false;
  const fresh = items.filter((item) => item.relaySeq > follow.cursor);
  if (fresh.length > 0) sendItems(state, logId, follow, fresh, head, out);
  follow.seenHead = Math.max(follow.seenHead, head.relaySeq);
  if (follow.cursor < follow.seenHead) return readPage(state, logId, follow, out);
  follow.isLive = true;
  follow.owesHead = false;
  send(out, logId, head);
}

function sendItems(
  state: RelaySession,
  logId: LogId,
  follow: Follow,
  items: readonly LogItem[],
  head: SignedHead,
  out: RelayEffect[],
): void {
  const frame = encodeRelayMessage({ type: 'items', logId, items, head });
  state.credit -= frame.length;
  out.push({ type: 'send', frame });
  noteSent(follow, items.at(-1)?.relaySeq ?? follow.cursor);
}

/** Places sent from here to `last`, for the cursor and for the account of reads. */
function noteSent(follow: Follow, last: number): void {
  if (follow.readFrom === 0) follow.readFrom = follow.cursor + 1;
  follow.cursor = last;
}

export function sendLive(state: RelaySession, live: LiveItems, out: RelayEffect[]): void {
  const follow = state.follows.get(live.logId);
  if (!follow) return;
  follow.seenHead = Math.max(follow.seenHead, live.lastSeq);
  if (!follow.isLive) return;
  if (live.firstSeq !== follow.cursor + 1 || !canSend(state)) {
    follow.isLive = false;
    return readPage(state, live.logId, follow, out);
  }
  sendFresh(state, live, out);
  noteSent(follow, live.lastSeq);
  follow.owesHead = true;
  follow.isBusy = true;
}

/** What this connection appended itself was told by its acks. */
function sendFresh(state: RelaySession, live: LiveItems, out: RelayEffect[]): void {
  const { logId, fromOthers } = live;
  if (fromOthers?.length === 0) return;
  const frame =
    fromOthers === undefined
      ? live.frame()
      : encodeRelayMessage({ type: 'items', logId, items: fromOthers, head: undefined });
  state.credit -= frame.length;
  out.push({ type: 'send', frame });
}

/** A signed head is owed after live items, once they have come to rest for a tick [P208]. */
export function onTick(state: RelaySession, out: RelayEffect[]): void {
  for (const [logId, follow] of state.follows) {
    if (follow.owesHead && !follow.isBusy && follow.isLive) out.push({ type: 'headOf', logId });
    follow.isBusy = false;
    const authors = state.proven.get(logId);
    if (follow.readFrom === 0 || !authors) continue;
    const { readFrom: fromSeq, cursor: toSeq } = follow;
    out.push({ type: 'noteRead', logId, authors, fromSeq, toSeq });
    follow.readFrom = 0;
  }
}

type Head = Extract<RelayEvent, { type: 'head' }>;

export function goLive(state: RelaySession, { logId, head }: Head, out: RelayEffect[]): void {
  const follow = state.follows.get(logId);
  if (!follow?.isLive || head.relaySeq !== follow.cursor) return;
  follow.owesHead = false;
  send(out, logId, head);
}

const send = (out: RelayEffect[], logId: LogId, head: SignedHead): void => {
  out.push({ type: 'send', frame: encodeRelayMessage({ type: 'caughtUp', logId, head }) });
};
