import type { AuthorId, LogId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import { encodeRelayMessage } from '#protocol/message-codec.ts';
import type { Bytes } from '#base/bytes.ts';
import type { LogItem } from '#protocol/messages.ts';
import type { Op } from '#protocol/op.ts';
import type { LiveItems, RelayEvent } from '#protocol/relay-events.ts';
import { authorWith, type OpenLog } from './open-log.ts';

/** A connection, as logs see it. */
export type Peer = { readonly take: (event: RelayEvent) => void };

/** Ops of one log that have just become durable, in order. */
export type Committed = {
  readonly log: OpenLog;
  readonly ops: { readonly op: Op; readonly relaySeq: number; readonly from: Peer | undefined }[];
};

/** Who follows which log in this process. */
export class Followers {
  readonly #byLog = new Map<LogId, Map<Peer, ReadonlySet<AuthorId>>>();

  follow(logId: LogId, peer: Peer, authors: ReadonlySet<AuthorId>): void {
    const peers = this.#byLog.get(logId);
    if (peers) peers.set(peer, authors);
    else this.#byLog.set(logId, new Map([[peer, authors]]));
  }

  unfollow(logId: LogId, peer: Peer): void {
    const peers = this.#byLog.get(logId);
    peers?.delete(peer);
    if (peers?.size === 0) this.#byLog.delete(logId);
  }

  /** Tells everybody who may still read the log; who may no more is told that it is lost. */
  tell(committed: Committed, now: Instant): void {
    const { log } = committed;
    const peers = this.#byLog.get(log.logId);
    if (!peers) return;
    const shared = sharedItems(committed);
    for (const [peer, authors] of [...peers]) {
      if (log.state.erased) peer.take({ type: 'erased', logId: log.logId });
      else if (authorWith(log, authors, 'read', now) === undefined) {
        peer.take({ type: 'lost', logId: log.logId });
      } else peer.take({ type: 'live', items: itemsFor(peer, committed, shared) });
    }
  }
}

function sharedItems({ log, ops }: Committed): LiveItems {
  let frame: Bytes | undefined;
  return {
    logId: log.logId,
    firstSeq: ops[0]?.relaySeq ?? 0,
    lastSeq: ops.at(-1)?.relaySeq ?? 0,
    frame: () => {
      const items = ops.map(toItem);
      frame ??= encodeRelayMessage({ type: 'items', logId: log.logId, items, head: undefined });
      return frame;
    },
    fromOthers: undefined,
  };
}

function itemsFor(peer: Peer, { ops }: Committed, shared: LiveItems): LiveItems {
  if (!ops.some(({ from }) => from === peer)) return shared;
  return { ...shared, fromOthers: ops.filter(({ from }) => from !== peer).map(toItem) };
}

const toItem = ({ op, relaySeq }: { op: Op; relaySeq: number }): LogItem => ({
  type: 'op',
  relaySeq,
  bytes: op.bytes,
});
