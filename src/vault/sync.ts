import type { Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Alarm, ClientEffect, ClientEvent } from '#protocol/client-events.ts';
import { newClientSession, step } from '#protocol/client-session.ts';
import { decodeRelayMessage, encodeClientMessage } from '#protocol/message-codec.ts';
import type { SignedHead } from '#protocol/messages.ts';
import { signProof } from '#protocol/relay-chain.ts';
import type { VaultError } from './errors.ts';
import { isUnavailable, tellStanding, type EffectInTurn, type Follower } from './follower.ts';
import type { Socket } from './ports.ts';
import { RelayAnswers } from './relay-answers.ts';
import { SteadyClock } from './steady-clock.ts';
import type { SyncHost } from './sync-host.ts';
import { WakeUp } from './wake-up.ts';

/** Carries this device's logs to and from its relay: runs the effects of the client's session. */
export class Sync {
  readonly #host: SyncHost;
  readonly #followers = new Map<LogId, Follower>();
  /** Of logs that are live alone. */
  readonly answers: RelayAnswers;
  readonly #alarms = new Set<Alarm>();
  readonly #unavailable = new Set<LogId>();
  /** How often each log was begun again: effects of an earlier beginning are not carried out. */
  readonly #beginnings = new Map<LogId, number>();
  #session;
  #socket: Socket | undefined;
  #stopped = false;
  readonly #clock: SteadyClock;
  readonly #wakeUp: WakeUp;
  #strangeKey: Bytes | undefined;
  #effects: Promise<void> = Promise.resolve();

  constructor(host: SyncHost) {
    this.#host = host;
    this.#session = newClientSession(host.pinnedRelayKey);
    this.#clock = new SteadyClock(host.deps.clock);
    this.#wakeUp = new WakeUp(host.deps, this.#clock, () => {
      this.#take({ type: 'tick' });
    });
    this.answers = new RelayAnswers(host.deps, this.#take.bind(this));
  }

  // ---------------------------------------------------------------- for the vault

  follow(follower: Follower): void {
    this.#followers.set(follower.logId, follower);
    const { logId, cursor, canSeed } = follower;
    this.#take({ type: 'follow', logId, cursor, canSeed });
  }

  unfollow(logId: LogId): void {
    this.#followers.delete(logId);
    this.#take({ type: 'unfollow', logId });
  }

  /** Something waits in the outbox. */
  async wake(): Promise<void> {
    for (const logId of this.#host.waiting()) await this.#tellOutbox(logId);
  }

  retryNow(): void {
    this.#take({ type: 'retryNow' });
  }

  /** The person accepts the relay's new key. */
  async trustStrangeRelay(): Promise<Result<void, VaultError>> {
    const publicKey = this.#strangeKey;
    if (publicKey === undefined) return ok(undefined);
    const done = await this.#host.relayAnswered(publicKey);
    if (!done.ok) return done;
    this.#strangeKey = undefined;
    this.#take({ type: 'trustRelay', publicKey });
    return ok(undefined);
  }

  get connection(): 'connected' | 'connecting' | 'offline' {
    const { link } = this.#session;
    return link === 'up' ? 'connected' : link === 'connecting' ? 'connecting' : 'offline';
  }

  get alarms(): ReadonlySet<Alarm> {
    return this.#alarms;
  }

  /** What the relay says contradicts what it, or another device of the log, said before. */
  raise(alarm: Alarm): void {
    this.#alarms.add(alarm);
    this.#host.changed();
  }

  get relayIsStrange(): boolean {
    return this.#strangeKey !== undefined;
  }

  get relayPublicKey(): Bytes | undefined {
    return this.#session.relayPublicKey;
  }

  /** The relay's last checked word on a log. */
  headOf(logId: LogId): SignedHead | undefined {
    return this.#session.logs.get(logId)?.head;
  }

  isLive(logId: LogId): boolean {
    return this.#session.logs.get(logId)?.stage === 'live';
  }

  /** Whether the relay is known not to hold the log now. */
  lacks(logId: LogId): boolean {
    const stage = this.#session.logs.get(logId)?.stage;
    return stage === 'absent' || stage === 'seeding';
  }

  /** Whether the relay says of a log that it holds it and cannot read it. */
  get hasUnavailable(): boolean {
    return this.#unavailable.size > 0;
  }

  /** A token for the blobs of a log; asks the relay when there is none that still holds. */
  async blobToken(logId: LogId): Promise<Result<string, VaultError>> {
    return this.isLive(logId) ? this.answers.blobToken(logId) : err({ type: 'RelayUnreachable' });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wakeUp.cancel();
    this.#socket?.close();
    this.answers.forgetAll();
    await this.#effects;
  }

  // ------------------------------------------------------------------ the machine

  #take(event: ClientEvent): void {
    if (this.#stopped) return;
    const linkBefore = this.#session.link;
    const { state, effects } = step(this.#session, event, this.#clock.now());
    this.#session = state;
    if (state.link !== linkBefore) this.#host.changed();
    for (const effect of effects) this.#run(effect);
  }

  /** What touches the socket or a clock happens now; what touches the vault, in order, later. */
  #run(effect: ClientEffect): void {
    switch (effect.type) {
      case 'connect':
        return this.#connect();
      case 'disconnect':
        return this.#socket?.close();
      case 'send':
        return this.#socket?.send(encodeClientMessage(effect.message));
      case 'prove':
        return this.#prove(effect.logId, effect.challenge);
      case 'wakeAt':
        return this.#wakeUp.by(effect.at);
      case 'blobToken':
      case 'reads':
        return this.answers.take(effect);
      case 'alarm':
        return this.raise(effect.alarm);
      case 'strangeRelay':
        this.#strangeKey = effect.publicKey;
        return this.#host.changed();
      case 'unavailable':
        this.#unavailable.add(effect.logId);
        return this.#host.changed();
      case 'relayKey':
      case 'deliver':
      case 'accepted':
      case 'relayReset':
      case 'seed':
      case 'refused':
      case 'caughtUp':
      case 'erased':
      case 'lost':
      case 'absent':
      case 'seeded':
      case 'seedRefused':
        return this.#runInTurn(effect);
    }
  }

  /** A bug in one effect shows as an unhandled rejection; those after it still run. */
  #runInTurn(effect: EffectInTurn): void {
    const logId = 'logId' in effect ? effect.logId : undefined;
    const beginning = logId && this.#beginnings.get(logId);
    const done = this.#effects.then(async () => {
      const isOver = logId !== undefined && this.#beginnings.get(logId) !== beginning;
      if (this.#stopped || isOver) return;
      let isKept = false;
      try {
        isKept = await this.#carryOut(effect);
      } finally {
        if (!isKept && logId !== undefined) this.#beginAgain(logId);
      }
    });
    this.#effects = done.catch((bug: unknown) => void Promise.reject(bug as Error));
  }

  /** What came is not on disk: nothing that follows it may be kept before it was read again. */
  #beginAgain(logId: LogId): void {
    this.#beginnings.set(logId, (this.#beginnings.get(logId) ?? 0) + 1);
    const follower = this.#followers.get(logId);
    if (follower) this.#take({ type: 'notKept', logId, cursor: follower.cursor });
  }

  /** @returns whether what the effect says is kept */
  async #carryOut(effect: EffectInTurn): Promise<boolean> {
    if (effect.type === 'relayKey') {
      await this.#host.relayAnswered(effect.publicKey);
      return true;
    }
    const { logId } = effect;
    const follower = this.#followers.get(logId);
    if (!follower) return true;
    switch (effect.type) {
      case 'deliver':
        return (await follower.deliver(effect.items, effect.cursor, effect.passed)).ok;
      case 'accepted':
        return (await follower.accepted(effect, effect.cursor, effect.passed)).ok;
      case 'relayReset':
        return (await follower.relayReset()).ok;
      case 'seed':
        // A log that another member of this person is served is not absent.
        if (await follower.tryNextMember()) this.#take({ type: 'proveAgain', logId });
        else this.#take({ type: 'seedMaterial', logId, ops: await follower.seedOps() });
        return true;
      case 'refused':
        await follower.refused(effect);
        await this.#tellOutbox(logId);
        return true;
      case 'caughtUp': {
        this.#unavailable.delete(logId);
        const kept = await follower.caughtUp(effect.cursor);
        if (kept.ok) await this.#tellOutbox(logId);
        return kept.ok;
      }
      case 'erased':
        this.#followers.delete(logId);
        await follower.erased();
        return true;
      case 'lost':
        await follower.tryNextMember();
        this.#take({ type: 'proveAgain', logId });
        return true;
      case 'absent':
      case 'seeded':
      case 'seedRefused':
        if (isUnavailable(effect)) this.#unavailable.add(logId);
        await tellStanding(follower, effect);
        this.#host.changed();
        return true;
    }
  }

  #connect(): void {
    const url = `${this.#host.deps.origin.replace(/^http/, 'ws')}/relay/socket`;
    const socket = this.#host.deps.connect(url, {
      opened: () => {
        if (this.#socket === socket) this.#take({ type: 'socketOpened' });
      },
      received: (frame) => {
        if (this.#socket === socket) this.#received(frame);
      },
      closed: () => {
        if (this.#socket !== socket) return;
        this.#socket = undefined;
        this.answers.forgetAll();
        this.#take({ type: 'socketClosed' });
      },
    });
    this.#socket = socket;
  }

  #received(frame: Bytes): void {
    const message = decodeRelayMessage(frame);
    if (!message.ok) return this.#socket?.close();
    this.#take({ type: 'message', message: message.value, bytes: frame.length });
  }

  #prove(logId: LogId, challenge: Bytes): void {
    const follower = this.#followers.get(logId);
    if (!follower) return;
    const { publicKey, secretKey } = follower.memberToProve().signing;
    const signature = signProof(secretKey, this.#host.deps.origin, challenge, logId);
    this.#take({ type: 'proof', logId, publicKey, signature });
  }

  async #tellOutbox(logId: LogId): Promise<void> {
    const follower = this.#followers.get(logId);
    if (!follower || this.#stopped) return;
    const ops = await follower.unsent();
    this.#take({ type: 'outbox', logId, ops });
  }
}
