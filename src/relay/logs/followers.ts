import type { AuthorId, LogId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import { encodeRelayMessage } from '#protocol/message-codec.ts';
import type { Bytes } from '#base/bytes.ts';
import type { LogItem } from '#protocol/messages.ts';
import type { Op } from '#protocol/op.ts';
import type { LiveItems, RelayEvent } from '#protocol/relay-events.ts';
import type { LogTable } from './log-table.ts';
import { authorWith, type OpenLog } from './open-log.ts';

/** A connection, as logs see it. */
export type Peer = { readonly take: (event: RelayEvent) => void };

/** Ops of one log that have just become durable, in order. */
export type Committed = {
  readonly log: OpenLog;
  readonly ops: { readonly op: Op; readonly relaySeq: number; readonly from: Peer | undefined }[];
};

type Following = {
  readonly authors: ReadonlySet<AuthorId>;
  /** When the key that it was last found to read under has had its time. */
  endsAt: Instant | undefined;
};

/** Who follows which log in this process. */
export class Followers {
  readonly #table: LogTable;
  readonly #byLog = new Map<LogId, Map<Peer, Following>>();
  /** The first of all ends; past it, somebody may read no more. */
  #firstEnd = Number.POSITIVE_INFINITY;

  constructor(table: LogTable) {
    this.#table = table;
  }

  follow(logId: LogId, peer: Peer, authors: ReadonlySet<AuthorId>): void {
    const following = { authors, endsAt: undefined };
    const peers = this.#byLog.get(logId);
    if (peers) peers.set(peer, following);
    else this.#byLog.set(logId, new Map([[peer, following]]));
  }

  /** A follower was found to have the right to read, under the key of this author. */
  noteRight(log: OpenLog, peer: Peer, author: AuthorId): void {
    const following = this.#byLog.get(log.logId)?.get(peer);
    const endsAt = log.state.members.get(author)?.notAfter;
    if (following) following.endsAt = endsAt;
    if (endsAt !== undefined) this.#firstEnd = Math.min(this.#firstEnd, endsAt);
  }

  /** Tells everybody whose time has passed since that the log is lost, whatever else happens. */
  endExpired(now: Instant): void {
    if (now <= this.#firstEnd) return;
    this.#firstEnd = Number.POSITIVE_INFINITY;
    for (const [logId, peers] of this.#byLog) {
      for (const [peer, { endsAt }] of peers) {
        if (endsAt === undefined) continue;
        if (now <= endsAt) this.#firstEnd = Math.min(this.#firstEnd, endsAt);
        else this.#judge(logId, peer, now);
      }
    }
  }

  #judge(logId: LogId, peer: Peer, now: Instant): void {
    this.#table.use(logId, (log) => {
      const following = this.#byLog.get(logId)?.get(peer);
      if (!following) return;
      const author = log && authorWith(log, following.authors, 'read', now);
      if (!log || author === undefined) peer.take({ type: 'lost', logId });
      else this.noteRight(log, peer, author);
    });
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
    for (const [peer, { authors }] of [...peers]) {
      const author = authorWith(log, authors, 'read', now);
      if (log.state.erased) peer.take({ type: 'erased', logId: log.logId });
      else if (author === undefined) peer.take({ type: 'lost', logId: log.logId });
      else {
        this.noteRight(log, peer, author);
        peer.take({ type: 'live', items: itemsFor(peer, committed, shared) });
      }
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
