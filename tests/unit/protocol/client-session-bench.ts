import type { Bytes } from '#base/bytes.ts';
import { idFromBytes, ZERO_HASH, type Incarnation, type LogId } from '#base/ids.ts';
import { instant, type Instant } from '#base/time.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import type {
  ClientEffect,
  ClientEvent,
  ClientSession,
  FollowedLog,
  OutboundOp,
} from '#protocol/client-events.ts';
import { newClientSession, step } from '#protocol/client-session.ts';
import type { LogItem, RelayMessage, SignedHead } from '#protocol/messages.ts';
import { itemHash, type Cursor, START } from '#protocol/relay-cursor.ts';
import { chainNext, chainStart, signHead } from '#protocol/relay-chain.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { seededRandom } from './log-builder.ts';

await cryptoReady();

const random = seededRandom('client session');
export const relayKey = signingKeyPairFromSeed(random.bytes(32));
export const otherKey = signingKeyPairFromSeed(random.bytes(32));
export const logId: LogId = idFromBytes('LogId', random.bytes(32));
export const inc: Incarnation = idFromBytes('Incarnation', random.bytes(8));
export const otherInc: Incarnation = idFromBytes('Incarnation', random.bytes(8));
export const challenge = random.bytes(32);

/** What stands at each place of the log, 1 first: any bytes, since the session never opens them. */
export const held: readonly LogItem[] = Array.from({ length: 9 }, (_, index) => ({
  type: 'op',
  relaySeq: index + 1,
  bytes: random.bytes(40),
}));

export const own: readonly OutboundOp[] = Array.from({ length: 4 }, (_, index) => {
  const bytes = random.bytes(40);
  return { order: index + 1, bytes, hash: itemHash({ type: 'op', relaySeq: 0, bytes }) };
});

/** The relay's cursor after these items, in this life of the log. */
export function cursorAfter(items: readonly LogItem[], life = inc): Cursor {
  let relayChain = chainStart(logId, life);
  for (const item of items) relayChain = chainNext(relayChain, itemHash(item));
  return { inc: life, relaySeq: items.length, relayChain };
}

export function headAt(items: readonly LogItem[], life = inc, key = relayKey): SignedHead {
  const { relaySeq, relayChain } = cursorAfter(items, life);
  return signHead(key.secretKey, logId, { inc: life, relaySeq, chain: relayChain });
}

/** A session driven by hand, with what it asked for. */
export class Bench {
  session: ClientSession = newClientSession(relayKey.publicKey);
  now: Instant = instant(1_000_000);
  effects: readonly ClientEffect[] = [];

  take(event: ClientEvent): this {
    const { state, effects } = step(this.session, event, this.now);
    this.session = state;
    this.effects = effects;
    return this;
  }

  hear(message: RelayMessage): this {
    return this.take({ type: 'message', message, bytes: 100 });
  }

  get log(): FollowedLog | undefined {
    return this.session.logs.get(logId);
  }

  /** `send:append`, `prove`, `alarm:forked`…, in order. */
  get asked(): string {
    return this.effects.map(nameOf).join(' ');
  }
}

function nameOf(effect: ClientEffect): string {
  if (effect.type === 'send') return `send:${effect.message.type}`;
  return effect.type === 'alarm' ? `alarm:${effect.alarm}` : effect.type;
}

export const welcomeOf = (relayPublicKey: Bytes): RelayMessage => ({
  type: 'welcome',
  version: 1,
  challenge,
  relayPublicKey,
  now: instant(1_000_000),
});
export const welcome = welcomeOf(relayKey.publicKey);

const rights = { read: true, write: true, deposit: false, admin: true };
export const proven = (head: SignedHead): RelayMessage => ({ type: 'proven', logId, rights, head });
export const caughtUp = (head: SignedHead): RelayMessage => ({ type: 'caughtUp', logId, head });
export const items = (its: readonly LogItem[], head: SignedHead | undefined): RelayMessage => ({
  type: 'items',
  logId,
  items: its,
  head,
});
export const ack = ({ hash }: OutboundOp, relaySeq: number): RelayMessage => ({
  type: 'ack',
  logId,
  author: idFromBytes('AuthorId', new Uint8Array(16)),
  writer: idFromBytes('WriterId', new Uint8Array(8)),
  seq: 1,
  hash,
  relaySeq,
});
export const refused = (
  { hash }: OutboundOp,
  reason: Extract<RelayMessage, { type: 'refused' }>['reason'],
): RelayMessage => ({
  type: 'refused',
  logId,
  hash,
  reason,
  held: { seq: 0, hash: ZERO_HASH },
});
export const seeded = (head: SignedHead): RelayMessage => ({
  type: 'seeded',
  logId,
  head,
  missingBlobs: [],
});

export type Stage =
  'connecting' | 'down' | 'proving' | 'absent' | 'seeding' | 'catchingUp' | 'live';

/** Where a log can stand when something happens. */
export const stages: Readonly<Record<Stage, () => Bench>> = {
  connecting: () => new Bench().take({ type: 'follow', logId, cursor: START, canSeed: true }),
  down: () => stages.connecting().take({ type: 'socketClosed' }),
  proving: () => stages.connecting().take({ type: 'socketOpened' }).hear(welcome),
  absent: () =>
    stages
      .proving()
      .take({ type: 'follow', logId, cursor: START, canSeed: false })
      .hear({ type: 'absent', logId }),
  seeding: () => stages.proving().hear({ type: 'absent', logId }),
  catchingUp: () => stages.proving().hear(proven(headAt(held.slice(0, 3)))),
  live: () =>
    stages
      .catchingUp()
      .hear(items(held.slice(0, 3), headAt(held.slice(0, 3))))
      .hear(caughtUp(headAt(held.slice(0, 3)))),
};
