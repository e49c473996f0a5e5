import { idFromBytes, type Incarnation, type LogId, type OpHash } from '#base/ids.ts';
import { instant, type Instant } from '#base/time.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import type {
  ClientEffect,
  ClientEvent,
  ClientSession,
  OutboundOp,
} from '#protocol/client-events.ts';
import { newClientSession, step } from '#protocol/client-session.ts';
import type { ClientMessage, LogItem, RelayMessage, SignedHead } from '#protocol/messages.ts';
import { START, itemHash, type Cursor } from '#protocol/relay-cursor.ts';
import { chainNext, chainStart, signHead } from '#protocol/relay-chain.ts';

await cryptoReady();

const key = signingKeyPairFromSeed(new Uint8Array(32).fill(7));
export const logId: LogId = idFromBytes('LogId', new Uint8Array(32).fill(1));
const firstInc: Incarnation = idFromBytes('Incarnation', new Uint8Array(8).fill(2));
const author = idFromBytes('AuthorId', new Uint8Array(16));
const writer = idFromBytes('WriterId', new Uint8Array(8));
const rights = { read: true, write: true, deposit: false, admin: true };

/** An op by its number: the session never opens what it carries. */
export const opOf = (client: number, number: number): OutboundOp => {
  const bytes = new Uint8Array(40).fill(client);
  new DataView(bytes.buffer).setUint32(4, number);
  return { order: number, bytes, hash: itemHash({ type: 'op', relaySeq: 0, bytes }) };
};

/** One line between a client and the relay: frames wait in each direction until let through. */
export type Line = { toRelay: ClientMessage[]; toClient: RelayMessage[] };

/** A relay of one log, as its specification says it answers. */
export class ModelRelay {
  inc = firstInc;
  items: LogItem[] = [];
  readonly #follows = new Map<Line, { isLive: boolean }>();

  head(upTo = this.items.length): SignedHead {
    let chain = chainStart(logId, this.inc);
    for (const item of this.items.slice(0, upTo)) chain = chainNext(chain, itemHash(item));
    return signHead(key.secretKey, logId, { inc: this.inc, relaySeq: upTo, chain });
  }

  connect(line: Line): void {
    const relayPublicKey = key.publicKey;
    const challenge = new Uint8Array(32);
    line.toClient.push({ type: 'welcome', version: 1, challenge, relayPublicKey, now: instant(0) });
  }

  disconnect(line: Line): void {
    this.#follows.delete(line);
  }

  take(line: Line, message: ClientMessage): void {
    if (message.type === 'prove') {
      line.toClient.push({ type: 'proven', logId, rights, head: this.head() });
    }
    if (message.type === 'open') this.#open(line, message.after);
    if (message.type === 'leave') this.#follows.delete(line);
    if (message.type === 'append') this.#append(line, message.op);
  }

  #open(line: Line, after: number): void {
    const head = this.head();
    // Pages of two, so that catching up takes several.
    for (let from = after; from < this.items.length; from += 2) {
      const page = this.items.slice(from, from + 2);
      line.toClient.push({ type: 'items', logId, items: page, head });
    }
    line.toClient.push({ type: 'caughtUp', logId, head });
    this.#follows.set(line, { isLive: true });
  }

  /** Acknowledged to who sent it, sent live to everybody else, then a head to all. */
  #append(line: Line, bytes: Uint8Array<ArrayBuffer>): void {
    const hash = itemHash({ type: 'op', relaySeq: 0, bytes });
    const held = this.items.findIndex((item) => itemHash(item) === hash);
    const relaySeq = held < 0 ? this.items.length + 1 : held + 1;
    line.toClient.push({ type: 'ack', logId, author, writer, seq: 1, hash, relaySeq });
    if (held >= 0) return;
    const item: LogItem = { type: 'op', relaySeq, bytes };
    this.items.push(item);
    const head = this.head();
    for (const follower of this.#follows.keys()) {
      if (follower !== line) {
        follower.toClient.push({ type: 'items', logId, items: [item], head: undefined });
      }
      follower.toClient.push({ type: 'caughtUp', logId, head });
    }
  }
}

/** A device: what its disk holds, and the session that runs over it until it crashes. */
export class ModelClient {
  readonly number: number;
  readonly relay: ModelRelay;
  // On disk.
  cursor: Cursor = START;
  unsent: OutboundOp[] = [];
  readonly taken: OpHash[] = [];
  /** How often each own op was told to be at the relay. */
  readonly acknowledged = new Map<OpHash, number>();
  // In memory.
  session: ClientSession = newClientSession(key.publicKey);
  line: Line | undefined;
  now: Instant = instant(0);
  readonly alarms: string[] = [];
  #written = 0;

  constructor(number: number, relay: ModelRelay) {
    this.number = number;
    this.relay = relay;
    this.start();
  }

  start(): void {
    this.session = newClientSession(key.publicKey);
    this.take({ type: 'follow', logId, cursor: this.cursor, canSeed: false });
  }

  /** Memory is lost, and so is the connection; the disk stays. */
  crash(): void {
    if (this.line) this.relay.disconnect(this.line);
    this.line = undefined;
    this.start();
  }

  write(): void {
    this.#written += 1;
    this.unsent.push(opOf(this.number, this.#written));
    this.#tellOutbox();
  }

  get written(): number {
    return this.#written;
  }

  cut(): void {
    if (!this.line) return;
    this.relay.disconnect(this.line);
    this.line = undefined;
    this.take({ type: 'socketClosed' });
  }

  /** Time goes to whatever the session waits for. */
  wake(): void {
    const moments = [this.session.retryAt, this.session.logs.get(logId)?.pausedUntil];
    this.now = instant(Math.max(this.now, ...moments.filter((at) => at !== undefined)));
    this.take({ type: 'tick' });
  }

  take(event: ClientEvent): void {
    const { state, effects } = step(this.session, event, this.now);
    this.session = state;
    for (const effect of effects) this.#do(effect);
  }

  #tellOutbox(): void {
    this.take({ type: 'outbox', logId, ops: [...this.unsent] });
  }

  #do(effect: ClientEffect): void {
    const { type } = effect;
    if (type === 'connect') {
      this.line = { toRelay: [], toClient: [] };
      this.relay.connect(this.line);
    }
    if (type === 'disconnect') this.cut();
    if (type === 'send') this.line?.toRelay.push(effect.message);
    if (type === 'prove') {
      const signature = new Uint8Array(64);
      this.take({ type: 'proof', logId, publicKey: key.publicKey, signature });
    }
    if (type === 'deliver') for (const item of effect.items) this.#keep(itemHash(item));
    if (type === 'accepted') this.#keep(effect.hash);
    if (type === 'deliver' || type === 'accepted') this.cursor = effect.cursor;
    if (type === 'caughtUp') this.#tellOutbox();
    if (type === 'alarm') this.alarms.push(effect.alarm);
  }

  #keep(hash: OpHash): void {
    const isOwn = this.unsent.some((op) => op.hash === hash);
    if (isOwn) this.acknowledged.set(hash, (this.acknowledged.get(hash) ?? 0) + 1);
    this.unsent = this.unsent.filter((op) => op.hash !== hash);
    if (!this.taken.includes(hash)) this.taken.push(hash);
  }
}
