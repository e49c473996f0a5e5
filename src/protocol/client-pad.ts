import type { Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import { instant, type Instant } from '#base/time.ts';
import type {
  Alarm,
  ClientEffect,
  ClientSession,
  FollowedLog,
  OutboundOp,
  Stepped,
} from './client-events.ts';
import { pauseAfter, takeOutgoing } from './followed-log.ts';
import type { ClientMessage, SignedHead } from './messages.ts';
import { verifyHead } from './relay-chain.ts';

/** The scratch pad of one step of a client's session: state is copied once, effects gather in order. */
export class ClientPad {
  state: ClientSession;
  readonly logs: Map<LogId, FollowedLog>;
  readonly now: Instant;
  readonly #effects: ClientEffect[] = [];

  constructor(state: ClientSession, now: Instant) {
    this.state = state;
    this.logs = new Map(state.logs);
    this.now = now;
  }

  result(): Stepped {
    return { state: { ...this.state, logs: this.logs }, effects: this.#effects };
  }

  do(effect: ClientEffect): void {
    this.#effects.push(effect);
  }

  send(message: ClientMessage): void {
    this.do({ type: 'send', message });
  }

  set(change: Partial<ClientSession>): void {
    this.state = { ...this.state, ...change };
  }

  change(logId: LogId, change: Partial<FollowedLog>): void {
    const log = this.logs.get(logId);
    if (log) this.logs.set(logId, { ...log, ...change });
  }

  get isUp(): boolean {
    return this.state.link === 'up';
  }

  alarm(logId: LogId, alarm: Alarm): void {
    this.do({ type: 'alarm', logId, alarm });
  }

  /** Whether the head bears the pinned key's signature; if not, this relay is not spoken to. */
  headIsSigned(logId: LogId, head: SignedHead): boolean {
    const key = this.state.relayPublicKey;
    if (key !== undefined && verifyHead(key, logId, head)) return true;
    this.alarm(logId, 'wrongRelayKey');
    this.do({ type: 'disconnect' });
    return false;
  }

  // ------------------------------------------------------------------- a log

  prove(logId: LogId): void {
    const { challenge } = this.state;
    if (challenge === undefined) return;
    this.change(logId, { stage: 'proving' });
    this.do({ type: 'prove', logId, challenge });
  }

  /** Reads on from where this device stands. */
  open(logId: LogId): void {
    const log = this.logs.get(logId);
    if (!log) return;
    this.change(logId, { stage: 'catchingUp' });
    const after = log.cursor.relaySeq;
    // Who stands somewhere goes on from there; who begins is better off with the last snapshot.
    this.send(
      after > 0 ? { type: 'open', logId, after, whole: true } : { type: 'open', logId, after },
    );
  }

  outbox(logId: LogId, ops: readonly OutboundOp[]): void {
    const log = this.logs.get(logId);
    if (!log) return;
    this.change(logId, { waiting: ops.filter((op) => !log.inFlight.has(op.hash)) });
    this.sendWaiting(logId);
  }

  sendWaiting(logId: LogId): void {
    const log = this.logs.get(logId);
    if (log?.stage !== 'live' || !this.isUp) return;
    const outgoing = takeOutgoing(log);
    this.logs.set(logId, outgoing.log);
    for (const op of outgoing.ops) this.send({ type: 'append', op: op.bytes });
  }

  seed(logId: LogId, ops: readonly Bytes[]): void {
    if (this.logs.get(logId)?.stage !== 'seeding' || !this.isUp) return;
    this.send({ type: 'seedBegin', logId });
    for (const op of ops) this.send({ type: 'seedOp', logId, op });
    this.send({ type: 'seedEnd', logId });
  }

  /** Nothing of a log goes on before a while, each time a longer one until something comes of it. */
  pause(logId: LogId): void {
    const log = this.logs.get(logId);
    if (log === undefined || log.pausedUntil !== undefined) return;
    const pausedUntil = instant(this.now + pauseAfter(log.fruitless));
    this.change(logId, { pausedUntil, fruitless: log.fruitless + 1 });
    this.do({ type: 'wakeAt', at: pausedUntil });
  }

  pauseAbsent(logId: LogId): void {
    this.change(logId, { stage: 'absent' });
    this.pause(logId);
  }

  unpause(logId: LogId): void {
    const log = this.logs.get(logId);
    if (log?.pausedUntil === undefined) return;
    this.logs.set(logId, { ...log, pausedUntil: undefined, refused: new Set() });
    if (log.stage === 'absent') this.prove(logId);
    else this.sendWaiting(logId);
  }
}
