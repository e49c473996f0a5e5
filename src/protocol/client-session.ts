import { equal, type Bytes } from '#base/bytes.ts';
import type { LogId, OpHash } from '#base/ids.ts';
import { instant, type Instant } from '#base/time.ts';
import type {
  Alarm,
  ClientEffect,
  ClientEvent,
  ClientSession,
  FollowedLog,
  OutboundOp,
  Stepped,
} from './client-events.ts';
import { limits } from './limits.ts';
import type { ClientMessage, LogItem, Refusal, RelayMessage, SignedHead } from './messages.ts';
import { verifyHead } from './relay-chain.ts';
import {
  START,
  advance,
  cursorToChainFrom,
  disagrees,
  itemHash,
  type Cursor,
} from './relay-cursor.ts';

/*
 * One client's connection to one relay, as a machine without I/O: `step` takes what happened
 * and says what to do. It proves keys, follows logs from where the device stands, recomputes the
 * relay's hash chain over everything that comes, checks its signed heads against the pinned key,
 * sends what waits within its credit, and reconnects with growing pauses. What ops mean, whether
 * they verify and where they are kept is the vault's affair.
 */

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 60_000;
const REFUSAL_PAUSE_MS = 30_000;
const ABSENT_RETRY_MS = 2_000;

export const newClientSession = (relayPublicKey: Bytes | undefined): ClientSession => ({
  link: 'down',
  failures: 0,
  retryAt: undefined,
  relayPublicKey,
  challenge: undefined,
  owedCredit: 0,
  logs: new Map(),
});

/** Refusals that a pause may cure; the op waits and goes again. */
const pauses: ReadonlySet<Refusal> = new Set(['QUOTA', 'FULL', 'BUSY', 'MISSING']);

/** @param now the device's clock, used for pauses only */
export function step(state: ClientSession, event: ClientEvent, now: Instant): Stepped {
  const machine = new Machine(state, now);
  machine.take(event);
  return machine.result();
}

/** A step's scratch pad: state is copied once, effects gather in order. */
class Machine {
  #state: ClientSession;
  readonly #logs: Map<LogId, FollowedLog>;
  readonly #effects: ClientEffect[] = [];
  readonly #now: Instant;

  constructor(state: ClientSession, now: Instant) {
    this.#state = state;
    this.#logs = new Map(state.logs);
    this.#now = now;
  }

  result(): Stepped {
    return { state: { ...this.#state, logs: this.#logs }, effects: this.#effects };
  }

  take(event: ClientEvent): void {
    switch (event.type) {
      case 'follow':
        return this.#follow(event.logId, event.cursor, event.canSeed);
      case 'unfollow':
        if (this.#logs.delete(event.logId) && this.#state.link === 'up') {
          this.#send({ type: 'leave', logId: event.logId });
        }
        return;
      case 'socketOpened':
        return this.#set({ link: 'connecting' });
      case 'socketClosed':
        return this.#closed();
      case 'retryNow':
        if (this.#state.link === 'down') this.#connect();
        for (const [logId, log] of this.#logs) this.#unpause(logId, log);
        return;
      case 'trustRelay':
        this.#set({ relayPublicKey: event.publicKey });
        if (this.#state.link === 'down') this.#connect();
        return;
      case 'tick':
        return this.#tick();
      case 'outbox':
        return this.#outbox(event.logId, event.ops);
      case 'proof':
        if (this.#state.link === 'up' && this.#logs.has(event.logId)) {
          const { logId, publicKey, signature } = event;
          this.#send({ type: 'prove', logId, publicKey, signature });
        }
        return;
      case 'seedMaterial':
        return this.#seed(event.logId, event.ops);
      case 'askBlobToken':
        if (this.#state.link === 'up') this.#send({ type: 'blobToken', logId: event.logId });
        return;
      case 'message':
        return this.#message(event.message, event.bytes);
    }
  }

  // ------------------------------------------------------------ connection

  #connect(): void {
    this.#set({ link: 'connecting', retryAt: undefined });
    this.#do({ type: 'connect' });
  }

  #closed(): void {
    const failures = this.#state.failures + 1;
    const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 10));
    const retryAt = instant(this.#now + pause);
    this.#set({ link: 'down', failures, retryAt, challenge: undefined, owedCredit: 0 });
    for (const [logId, log] of this.#logs) this.#logs.set(logId, atRest(log));
    this.#do({ type: 'wakeAt', at: retryAt });
  }

  #tick(): void {
    const { link, retryAt } = this.#state;
    if (link === 'down' && (retryAt === undefined || retryAt <= this.#now)) this.#connect();
    for (const [logId, log] of this.#logs) {
      if (log.pausedUntil !== undefined && log.pausedUntil <= this.#now) this.#unpause(logId, log);
    }
  }

  #unpause(logId: LogId, log: FollowedLog): void {
    if (log.pausedUntil === undefined) return;
    this.#logs.set(logId, { ...log, pausedUntil: undefined });
    if (log.stage === 'absent') this.#prove(logId);
    else this.#sendWaiting(logId);
  }

  #follow(logId: LogId, cursor: Cursor, canSeed: boolean): void {
    const known = this.#logs.get(logId);
    if (known) this.#logs.set(logId, { ...known, canSeed });
    else this.#logs.set(logId, newLog(cursor, canSeed));
    if (this.#state.link === 'up' && !known) this.#prove(logId);
    if (this.#state.link === 'down' && this.#state.retryAt === undefined) this.#connect();
  }

  #prove(logId: LogId): void {
    const { challenge } = this.#state;
    if (challenge === undefined) return;
    this.#change(logId, { stage: 'proving' });
    this.#do({ type: 'prove', logId, challenge });
  }

  // ----------------------------------------------------------------- sending

  #outbox(logId: LogId, ops: readonly OutboundOp[]): void {
    const log = this.#logs.get(logId);
    if (!log) return;
    this.#change(logId, { waiting: ops.filter((op) => !log.inFlight.has(op.hash)) });
    this.#sendWaiting(logId);
  }

  #sendWaiting(logId: LogId): void {
    const log = this.#logs.get(logId);
    if (log?.stage !== 'live' || log.pausedUntil !== undefined) return;
    const inFlight = new Map(log.inFlight);
    let inFlightBytes = log.inFlightBytes;
    let sent = 0;
    for (const op of log.waiting) {
      if (inFlightBytes > 0 && inFlightBytes + op.bytes.length > limits.creditBytes) break;
      this.#send({ type: 'append', op: op.bytes });
      inFlight.set(op.hash, op.bytes.length);
      inFlightBytes += op.bytes.length;
      sent += 1;
    }
    if (sent > 0) this.#change(logId, { waiting: log.waiting.slice(sent), inFlight, inFlightBytes });
  }

  #seed(logId: LogId, ops: readonly Bytes[]): void {
    if (this.#logs.get(logId)?.stage !== 'seeding' || this.#state.link !== 'up') return;
    this.#send({ type: 'seedBegin', logId });
    for (const op of ops) this.#send({ type: 'seedOp', logId, op });
    this.#send({ type: 'seedEnd', logId });
  }

  // --------------------------------------------------------------- receiving

  #message(message: RelayMessage, bytes: number): void {
    if ('logId' in message && !this.#logs.has(message.logId)) return;
    switch (message.type) {
      case 'welcome':
        return this.#welcome(message.challenge, message.relayPublicKey, message.now);
      case 'proven':
        return this.#proven(message.logId, message.head);
      case 'absent':
        return this.#absent(message.logId);
      case 'items':
        this.#payCredit(bytes);
        return this.#items(message.logId, message.items, message.head);
      case 'caughtUp':
        return this.#caughtUp(message.logId, message.head);
      case 'ack':
        return this.#ack(message);
      case 'refused':
        return this.#refused(message);
      case 'seeded':
        return this.#seeded(message.logId, message.head);
      case 'seedRefused':
        this.#pause(message.logId);
        return this.#do({ type: 'seedRefused', logId: message.logId, reason: message.reason });
      case 'blobToken':
        return this.#do(message);
      case 'erased':
        this.#logs.delete(message.logId);
        return this.#do({ type: 'erased', logId: message.logId });
      case 'error':
        return this.#do({ type: 'disconnect' });
      case 'pong':
      case 'reads':
        return;
    }
  }

  #welcome(challenge: Bytes, relayPublicKey: Bytes, now: Instant): void {
    const pinned = this.#state.relayPublicKey;
    if (pinned !== undefined && !equal(pinned, relayPublicKey)) {
      this.#do({ type: 'strangeRelay', publicKey: relayPublicKey });
      return this.#do({ type: 'disconnect' });
    }
    this.#set({ link: 'up', challenge, relayPublicKey, failures: 0, retryAt: undefined });
    this.#do({ type: 'relayKey', publicKey: relayPublicKey, now });
    for (const logId of this.#logs.keys()) this.#prove(logId);
  }

  #proven(logId: LogId, head: SignedHead): void {
    const log = this.#logs.get(logId);
    if (!log || !this.#headIsSigned(logId, head)) return;
    if (log.cursor.relaySeq > 0 && head.inc !== log.cursor.inc) {
      this.#change(logId, { cursor: START });
      this.#do({ type: 'relayReset', logId });
      if (log.canSeed) return this.#startSeed(logId);
    } else if (head.relaySeq < log.cursor.relaySeq) {
      return this.#alarm(logId, 'rolledBack');
    } else if (disagrees(log.cursor, head)) {
      return this.#alarm(logId, 'forked');
    }
    this.#open(logId);
  }

  #open(logId: LogId): void {
    const log = this.#logs.get(logId);
    if (!log) return;
    this.#change(logId, { stage: 'catchingUp' });
    this.#send({ type: 'open', logId, after: log.cursor.relaySeq });
  }

  #absent(logId: LogId): void {
    const log = this.#logs.get(logId);
    if (!log) return;
    if (log.canSeed) return this.#startSeed(logId);
    this.#change(logId, { stage: 'absent' });
    this.#pause(logId, ABSENT_RETRY_MS);
    this.#do({ type: 'absent', logId });
  }

  #startSeed(logId: LogId): void {
    this.#change(logId, { stage: 'seeding', cursor: START, ahead: new Map() });
    this.#do({ type: 'seed', logId });
  }

  /** After a seed the log is read from its beginning: what the relay kept of it is checked, op by op. */
  #seeded(logId: LogId, head: SignedHead): void {
    if (!this.#headIsSigned(logId, head)) return;
    this.#do({ type: 'seeded', logId, cursor: START });
    this.#open(logId);
  }

  /** Live items bear no head: the `caughtUp` that follows them does. */
  #items(logId: LogId, items: readonly LogItem[], head: SignedHead | undefined): void {
    const log = this.#logs.get(logId);
    if (!log || (head !== undefined && !this.#headIsSigned(logId, head))) return;
    const start = head === undefined ? log.cursor : cursorToChainFrom(logId, log.cursor, head);
    const ahead = new Map(log.ahead);
    const fresh = items.filter((item) => item.relaySeq > start.relaySeq);
    for (const item of fresh) ahead.set(item.relaySeq, itemHash(item));
    const cursor = advance(start, ahead);
    if (head !== undefined && disagrees(cursor, head)) return this.#alarm(logId, 'forked');
    this.#change(logId, { cursor, ahead });
    if (fresh.length > 0) this.#do({ type: 'deliver', logId, items: fresh, cursor });
  }

  #caughtUp(logId: LogId, head: SignedHead): void {
    const log = this.#logs.get(logId);
    if (!log || !this.#headIsSigned(logId, head)) return;
    const cursor = cursorToChainFrom(logId, log.cursor, head);
    if (disagrees(cursor, head)) return this.#alarm(logId, 'forked');
    // An ack that is still under way may leave the cursor behind; a page that is missing may not.
    if (log.stage !== 'live' && cursor.relaySeq < head.relaySeq) {
      return this.#do({ type: 'disconnect' });
    }
    const wasLive = log.stage === 'live';
    this.#change(logId, { stage: 'live', cursor, head });
    if (!wasLive) this.#do({ type: 'caughtUp', logId, cursor });
    this.#sendWaiting(logId);
  }

  #ack(ack: { logId: LogId; hash: OpHash; relaySeq: number }): void {
    const log = this.#logs.get(ack.logId);
    if (!log) return;
    const ahead = new Map(log.ahead);
    if (ack.relaySeq > log.cursor.relaySeq) ahead.set(ack.relaySeq, ack.hash);
    const cursor = advance(log.cursor, ahead);
    this.#change(ack.logId, { ...landed(log, ack.hash), cursor, ahead });
    this.#do({ type: 'accepted', logId: ack.logId, hash: ack.hash, cursor });
    this.#sendWaiting(ack.logId);
  }

  #refused(refused: {
    logId: LogId;
    hash: OpHash;
    reason: Refusal;
    held: { seq: number; hash: OpHash };
  }): void {
    const { logId, hash, reason, held } = refused;
    const log = this.#logs.get(logId);
    if (!log) return;
    this.#change(logId, landed(log, hash));
    if (pauses.has(reason)) this.#pause(logId);
    this.#do({ type: 'refused', logId, hash, reason, heldSeq: held.seq, heldHash: held.hash });
  }

  /** Bytes read are bytes the relay may send again; told in large pieces. */
  #payCredit(bytes: number): void {
    const owedCredit = this.#state.owedCredit + bytes;
    if (owedCredit < limits.creditBytes / 4) return this.#set({ owedCredit });
    this.#set({ owedCredit: 0 });
    this.#send({ type: 'credit', bytes: owedCredit });
  }

  // ------------------------------------------------------------------ checks

  #headIsSigned(logId: LogId, head: SignedHead): boolean {
    const key = this.#state.relayPublicKey;
    if (key !== undefined && verifyHead(key, logId, head)) return true;
    this.#alarm(logId, 'wrongRelayKey');
    this.#do({ type: 'disconnect' });
    return false;
  }

  #alarm(logId: LogId, alarm: Alarm): void {
    this.#do({ type: 'alarm', logId, alarm });
  }

  #pause(logId: LogId, ms = REFUSAL_PAUSE_MS): void {
    const pausedUntil = instant(this.#now + ms);
    this.#change(logId, { pausedUntil });
    this.#do({ type: 'wakeAt', at: pausedUntil });
  }

  #change(logId: LogId, change: Partial<FollowedLog>): void {
    const log = this.#logs.get(logId);
    if (log) this.#logs.set(logId, { ...log, ...change });
  }

  #set(change: Partial<ClientSession>): void {
    this.#state = { ...this.#state, ...change };
  }

  #send(message: ClientMessage): void {
    this.#do({ type: 'send', message });
  }

  #do(effect: ClientEffect): void {
    this.#effects.push(effect);
  }
}

const newLog = (cursor: Cursor, canSeed: boolean): FollowedLog => ({
  stage: 'idle',
  cursor,
  head: undefined,
  canSeed,
  ahead: new Map(),
  waiting: [],
  inFlight: new Map(),
  inFlightBytes: 0,
  pausedUntil: undefined,
});

/** A log when its connection is gone: what was in flight waits to be told again by the vault. */
const atRest = (log: FollowedLog): FollowedLog => ({ ...newLog(log.cursor, log.canSeed) });

function landed(log: FollowedLog, hash: OpHash): Partial<FollowedLog> {
  const inFlight = new Map(log.inFlight);
  const bytes = inFlight.get(hash) ?? 0;
  inFlight.delete(hash);
  return { inFlight, inFlightBytes: log.inFlightBytes - bytes };
}
