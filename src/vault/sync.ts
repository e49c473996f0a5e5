import type { Bytes } from '#base/bytes.ts';
import type { LogId, OpHash } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { MemberKeys } from '#crypto/keys.ts';
import type { ClientEffect, ClientEvent, OutboundOp } from '#protocol/client-events.ts';
import { newClientSession, step } from '#protocol/client-session.ts';
import { decodeRelayMessage, encodeClientMessage } from '#protocol/message-codec.ts';
import type { LogItem, Refusal, SignedHead } from '#protocol/messages.ts';
import { signProof } from '#protocol/relay-chain.ts';
import type { Cursor } from '#protocol/relay-cursor.ts';
import type { VaultError } from './errors.ts';
import type { Socket, VaultDeps } from './ports.ts';

/** One log, as the sync carries it: a log of this device, or a channel where one is the correspondent. */
export type Follower = {
  readonly logId: LogId;
  readonly member: MemberKeys;
  readonly canSeed: boolean;
  readonly cursor: Cursor;
  unsent(): Promise<readonly OutboundOp[]>;
  seedOps(): Promise<readonly Bytes[]>;
  deliver(items: readonly LogItem[], cursor: Cursor): Promise<void>;
  accepted(hash: OpHash, cursor: Cursor): Promise<void>;
  refused(refusal: {
    hash: OpHash;
    reason: Refusal;
    heldSeq: number;
    heldHash: OpHash;
  }): Promise<void>;
  /** The relay does not know the log, or does not say. */
  absent(): Promise<void>;
  erased(): Promise<void>;
  relayReset(): Promise<void>;
  caughtUp(): Promise<void>;
};

type Token = { readonly token: string; readonly expires: Instant };

/** A token is not used in its last minute: a chunk may take that long. */
const TOKEN_MARGIN_MS = 60_000;
const TOKEN_WAIT_MS = 20_000;

/** What the sync needs of whoever it works for. */
export type SyncHost = {
  readonly deps: Pick<VaultDeps, 'clock' | 'connect' | 'origin' | 'timers'>;
  readonly pinnedRelayKey: Bytes | undefined;
  /** Logs that have something in the outbox. */
  readonly waiting: () => ReadonlySet<LogId>;
  /** The connection, or what is known of the relay, changed. */
  readonly changed: () => void;
  /** The relay answered under this key, the pinned one or the first. */
  readonly relayAnswered: (publicKey: Bytes) => Promise<Result<void, VaultError>>;
};

/** Carries this device's logs to and from its relay: runs the effects of the client's session. */
export class Sync {
  readonly #host: SyncHost;
  readonly #followers = new Map<LogId, Follower>();
  readonly #tokens = new Map<LogId, Token>();
  readonly #tokenWaiters = new Map<LogId, ((token: Token | undefined) => void)[]>();
  readonly #alarms = new Set<'forked' | 'rolledBack' | 'wrongRelayKey'>();
  #session;
  #socket: Socket | undefined;
  #stopped = false;
  #cancelWake: (() => void) | undefined;
  #wakeAt: Instant | undefined;
  #strangeKey: Bytes | undefined;
  #effects: Promise<void> = Promise.resolve();

  constructor(host: SyncHost) {
    this.#host = host;
    this.#session = newClientSession(host.pinnedRelayKey);
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

  get alarms(): ReadonlySet<'forked' | 'rolledBack' | 'wrongRelayKey'> {
    return this.#alarms;
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

  /** A token for the blobs of a log; asks the relay when there is none that still holds. */
  async blobToken(logId: LogId): Promise<Result<string, VaultError>> {
    const held = this.#tokens.get(logId);
    const now = this.#host.deps.clock.now();
    if (held && held.expires > now + TOKEN_MARGIN_MS) return ok(held.token);
    if (!this.isLive(logId)) return err({ type: 'RelayUnreachable' });
    const token = await new Promise<Token | undefined>((resolve) => {
      const waiters = this.#tokenWaiters.get(logId) ?? [];
      this.#tokenWaiters.set(logId, [...waiters, resolve]);
      if (waiters.length === 0) this.#take({ type: 'askBlobToken', logId });
      const giveUp = (now + TOKEN_WAIT_MS) as Instant;
      this.#host.deps.timers.at(giveUp, () => {
        resolve(undefined);
      });
    });
    return token ? ok(token.token) : err({ type: 'RelayUnreachable' });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelWake?.();
    this.#socket?.close();
    await this.#effects;
  }

  // ------------------------------------------------------------------ the machine

  #take(event: ClientEvent): void {
    if (this.#stopped) return;
    const linkBefore = this.#session.link;
    const { state, effects } = step(this.#session, event, this.#host.deps.clock.now());
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
        return this.#wake(effect.at);
      case 'blobToken':
        return this.#gotToken(effect.logId, { token: effect.token, expires: effect.expires });
      case 'alarm':
        this.#alarms.add(effect.alarm);
        return this.#host.changed();
      case 'strangeRelay':
        this.#strangeKey = effect.publicKey;
        return this.#host.changed();
      default:
        this.#effects = this.#effects.then(() =>
          this.#stopped ? undefined : this.#carryOut(effect),
        );
    }
  }

  async #carryOut(effect: ClientEffect): Promise<void> {
    if (effect.type === 'relayKey') {
      await this.#host.relayAnswered(effect.publicKey);
      return;
    }
    const follower = 'logId' in effect ? this.#followers.get(effect.logId) : undefined;
    if (!follower) return;
    switch (effect.type) {
      case 'seed': {
        const ops = await follower.seedOps();
        return this.#take({ type: 'seedMaterial', logId: follower.logId, ops });
      }
      case 'deliver':
        return follower.deliver(effect.items, effect.cursor);
      case 'accepted':
        return follower.accepted(effect.hash, effect.cursor);
      case 'refused':
        await follower.refused(effect);
        return this.#tellOutbox(follower.logId);
      case 'caughtUp':
        await follower.caughtUp();
        return this.#tellOutbox(follower.logId);
      case 'absent':
        return follower.absent();
      case 'erased':
        this.#followers.delete(follower.logId);
        return follower.erased();
      case 'relayReset':
        return follower.relayReset();
      case 'seeded':
      case 'seedRefused':
        return this.#host.changed();
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
        for (const logId of this.#tokenWaiters.keys()) this.#gotToken(logId, undefined);
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
    const { publicKey, secretKey } = follower.member.signing;
    const signature = signProof(secretKey, this.#host.deps.origin, challenge, logId);
    this.#take({ type: 'proof', logId, publicKey, signature });
  }

  async #tellOutbox(logId: LogId): Promise<void> {
    const follower = this.#followers.get(logId);
    if (!follower || this.#stopped) return;
    const ops = await follower.unsent();
    this.#take({ type: 'outbox', logId, ops });
  }

  #wake(at: Instant): void {
    if (this.#wakeAt !== undefined && this.#wakeAt <= at) return;
    this.#cancelWake?.();
    this.#wakeAt = at;
    this.#cancelWake = this.#host.deps.timers.at(at, () => {
      this.#wakeAt = undefined;
      this.#take({ type: 'tick' });
    });
  }

  #gotToken(logId: LogId, token: Token | undefined): void {
    if (token) this.#tokens.set(logId, token);
    const waiters = this.#tokenWaiters.get(logId) ?? [];
    this.#tokenWaiters.delete(logId);
    for (const resolve of waiters) resolve(token);
  }
}
