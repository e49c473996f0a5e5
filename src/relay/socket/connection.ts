import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Bytes } from '#base/bytes.ts';
import type { AuthorId, LogId } from '#base/ids.ts';
import { limits } from '#protocol/limits.ts';
import { rightsOf } from '#protocol/log-rules.ts';
import type { LogItem } from '#protocol/messages.ts';
import type { RelayEffect, RelayEvent, RelaySession } from '#protocol/relay-events.ts';
import { newRelaySession, step } from '#protocol/relay-session.ts';
import type { Peer } from '../logs/followers.ts';
import { authorWith, type OpenLog } from '../logs/open-log.ts';
import { isKnownTo } from '../logs/unreadable-log.ts';
import type { StoredOp } from '../storage/port.ts';
import { OutgoingFrames } from './outgoing-frames.ts';
import type { SocketDeps } from './socket-deps.ts';

/** Beyond this the client does not read: nothing more is queued for it, nor read from it. */
const CONGESTED_BYTES = 256 * 1024;
const POLICY_VIOLATION = 1008;

/** Joins one WebSocket to its session machine, and carries out what the machine asks. */
export class Connection implements Peer {
  readonly #deps: SocketDeps;
  readonly #webSocket: WebSocket;
  readonly #outgoing: OutgoingFrames;
  readonly #address: string;
  readonly #session: RelaySession;
  #events: RelayEvent[] | undefined;
  #isCongested = false;
  #isSessionPaused = false;

  constructor(
    deps: SocketDeps,
    webSocket: WebSocket,
    socket: Socket,
    origin: string,
    address: string,
  ) {
    this.#deps = deps;
    this.#webSocket = webSocket;
    this.#outgoing = new OutgoingFrames(socket, () => {
      this.#drained();
    });
    this.#address = address;
    this.#session = newRelaySession(deps.randomBytes(32), origin);
    webSocket.on('message', (data: Buffer<ArrayBuffer>, isBinary) => {
      if (isBinary) this.take({ type: 'frame', frame: data });
      else webSocket.close(POLICY_VIOLATION);
    });
    this.take({ type: 'connected', relayPublicKey: deps.relayPublicKey });
  }

  /** Whether any key was proven here. */
  get isProven(): boolean {
    return this.#session.provenCount > 0;
  }

  /** Whether the client has stopped reading. */
  get isCongested(): boolean {
    return this.#isCongested;
  }

  /** Events that come while one is being dealt with wait for their turn. */
  take(event: RelayEvent): void {
    if (this.#events) {
      this.#events.push(event);
      return;
    }
    this.#events = [event];
    try {
      for (let next = this.#events.shift(); next; next = this.#events.shift()) {
        for (const effect of step(this.#session, next, this.#deps.clock.now())) this.#do(effect);
      }
    } finally {
      this.#events = undefined;
    }
  }

  #do(effect: RelayEffect): void {
    const { followers, desk, seeds } = this.#deps;
    switch (effect.type) {
      case 'send':
        return this.#send(effect.frame);
      case 'append':
        return desk.append(effect.op, effect.proven, this);
      case 'read':
        return this.#read(effect);
      case 'follow':
        return followers.follow(effect.logId, this, effect.authors);
      case 'unfollow':
        return followers.unfollow(effect.logId, this);
      case 'lookUp':
        return this.#lookUp(effect.logId, effect.author);
      case 'headOf':
        return this.#tellHead(effect.logId);
      case 'noteRead':
        return this.#noteRead(effect);
      case 'seedBegin':
        return seeds.begin(effect.logId, effect.authors, this);
      case 'seedOp':
        return seeds.op(effect.logId, effect.bytes, this);
      case 'seedEnd':
        return seeds.end(effect.logId, this, () =>
          this.#deps.addressLimits.mayCreateLog(this.#address),
        );
      case 'seedDrop':
        seeds.drop(effect.logId, this);
        return;
      case 'giveToken':
        return this.#giveToken(effect.logId, effect.authors);
      case 'tellReads':
        return this.#tellReads(effect.logId, effect.authors);
      case 'pauseReading':
        this.#isSessionPaused = true;
        return this.#webSocket.pause();
      case 'resumeReading':
        this.#isSessionPaused = false;
        if (!this.#isCongested) this.#webSocket.resume();
        return;
      case 'close':
        this.#outgoing.flush();
        this.#webSocket.close(POLICY_VIOLATION, effect.reason);
    }
  }

  #send(frame: Bytes): void {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return;
    this.#outgoing.push(frame);
    if (this.#isCongested || this.#outgoing.waitingBytes < CONGESTED_BYTES) return;
    this.#isCongested = true;
    this.#webSocket.pause();
    this.take({ type: 'congested' });
  }

  #drained(): void {
    if (!this.#isCongested) return;
    this.#isCongested = false;
    if (!this.#isSessionPaused) this.#webSocket.resume();
    this.take({ type: 'drained' });
  }

  #lookUp(logId: LogId, author: AuthorId): void {
    const standingOf = (log: OpenLog) => {
      const rights = rightsOf(log.state, author);
      return rights && { rights, head: this.#deps.heads.signed(log) };
    };
    this.#use(logId, [author], 'read', (log) => {
      this.take({ type: 'found', logId, standing: log && standingOf(log) });
    });
  }

  #read({ logId, authors, after, isWhole }: Extract<RelayEffect, { type: 'read' }>): void {
    const { heads, storage, followers } = this.#deps;
    this.#use(logId, authors, 'read', async (log, author) => {
      if (!log || author === undefined) {
        this.take({ type: 'lost', logId });
        return;
      }
      followers.noteRight(log, this, author);
      const head = heads.signed(log);
      const ops = await storage.readOps(logId, after, limits.pageOps, limits.pageBytes);
      const placed = ops.filter(({ relaySeq }) => relaySeq <= head.relaySeq);
      const items = placed.map((op) => toItem(op, isWhole));
      this.take({ type: 'page', logId, items, head });
    });
  }

  #tellHead(logId: LogId): void {
    this.#deps.table.use(logId, (log) => {
      if (log) this.take({ type: 'head', logId, head: this.#deps.heads.signed(log) });
    });
  }

  #noteRead(effect: Extract<RelayEffect, { type: 'noteRead' }>): void {
    const [author] = effect.authors;
    if (author) this.#deps.reads.note(effect.logId, author, effect.fromSeq, effect.toSeq);
  }

  #giveToken(logId: LogId, authors: ReadonlySet<AuthorId>): void {
    this.#use(logId, authors, 'read', (log) => {
      if (log) this.take({ type: 'token', logId, ...this.#deps.tokens.give(logId, authors) });
      else this.take({ type: 'lost', logId });
    });
  }

  #tellReads(logId: LogId, authors: ReadonlySet<AuthorId>): void {
    this.#use(logId, authors, 'admin', async (log) => {
      const reads = log && (await this.#deps.reads.of(logId));
      this.take(reads ? { type: 'readsTold', logId, reads } : { type: 'lost', logId });
    });
  }

  /** `act` gets the log and who of these has the right now; a log that is unreadable is said. */
  #use(
    logId: LogId,
    authors: Iterable<AuthorId>,
    right: 'read' | 'admin',
    act: (log: OpenLog | undefined, author: AuthorId | undefined) => void | Promise<void>,
  ): void {
    const { table, clock } = this.#deps;
    table.use(logId, (log, unreadable) => {
      const now = clock.now();
      if (unreadable && isKnownTo(unreadable, authors, now)) {
        this.take({ type: 'unavailable', logId });
        return;
      }
      const author = log && authorWith(log, authors, right, now);
      return act(author === undefined ? undefined : log, author);
    });
  }
}

/** Retired ops are stubs to who did not ask for them. */
function toItem(op: StoredOp, isWhole: boolean): LogItem {
  const { relaySeq, bytes, author, writer, seq, hash, bytesUntil } = op;
  return bytes && (isWhole || bytesUntil === undefined)
    ? { type: 'op', relaySeq, bytes }
    : { type: 'stub', relaySeq, author, writer, seq, hash };
}
