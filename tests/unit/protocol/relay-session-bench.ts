import { ZERO_HASH, type Incarnation, type LogId, type OpHash } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import type { SigningKeyPair } from '#crypto/sign.ts';
import { limits } from '#protocol/limits.ts';
import {
  decodeRelayMessage,
  encodeClientMessage,
  encodeRelayMessage,
} from '#protocol/message-codec.ts';
import type { ClientMessage, LogItem, SignedHead } from '#protocol/messages.ts';
import { mustGet } from '#base/assert.ts';
import type { Op } from '#protocol/op.ts';
import { signProof } from '#protocol/relay-chain.ts';
import type { LiveItems, RelayEffect, RelayEvent, RelaySession } from '#protocol/relay-events.ts';
import { newRelaySession, step } from '#protocol/relay-session.ts';

export const ORIGIN = 'https://relais.example';
export const NOW = instant(1_700_000_000_000);
const challenge = new Uint8Array(32).fill(7);
const bytes = (fill: number, length: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(length).fill(fill);

export type Bench = {
  readonly logId: LogId;
  readonly op: Op;
  readonly events: Readonly<Record<string, RelayEvent>>;
  /** Sessions brought where the table says, each made anew. */
  readonly places: Readonly<Record<string, () => RelaySession>>;
};

export const headAt = (relaySeq: number): SignedHead => ({
  inc: '11'.repeat(8) as Incarnation,
  relaySeq,
  chain: '22'.repeat(32) as OpHash,
  signature: bytes(3, 64),
});

export const item = (relaySeq: number, op: Op): LogItem => ({
  type: 'op',
  relaySeq,
  bytes: op.bytes,
});

const liveItems = (
  logId: LogId,
  firstSeq: number,
  fromOthers: LiveItems['fromOthers'],
): RelayEvent => ({
  type: 'live',
  items: { logId, firstSeq, lastSeq: firstSeq, frame: () => liveFrame(logId), fromOthers },
});

const liveFrame = (logId: LogId): Uint8Array<ArrayBuffer> => {
  const message = { type: 'items', logId, items: [], head: undefined } as const;
  return encodeRelayMessage(message);
};

const frame = (message: ClientMessage): RelayEvent => ({
  type: 'frame',
  frame: encodeClientMessage(message),
});

const run = (state: RelaySession, ...events: readonly RelayEvent[]): RelaySession => {
  for (const event of events) step(state, event, NOW);
  return state;
};

/** @param own an op by the member with these keys @param other one by another of the log */
export function createBench(own: Op, keys: SigningKeyPair, other: Op): Bench {
  const { logId } = own;
  const signature = signProof(keys.secretKey, ORIGIN, challenge, logId);
  const prove = { type: 'prove', logId, publicKey: keys.publicKey } as const;
  const rights = { read: true, write: true, deposit: false, admin: true };
  const events: Record<string, RelayEvent> = {
    connected: { type: 'connected', relayPublicKey: bytes(9, 32) },
    noise: { type: 'frame', frame: bytes(255, 40) },
    prove: frame({ ...prove, signature }),
    'prove, badly signed': frame({ ...prove, signature: bytes(1, 64) }),
    'found: a member': { type: 'found', logId, standing: { rights, head: headAt(1) } },
    'found: nobody': { type: 'found', logId, standing: undefined },
    open: frame({ type: 'open', logId, after: 0 }),
    'page to the head': { type: 'page', logId, items: [item(1, own)], head: headAt(1) },
    'page of many': { type: 'page', logId, items: [item(1, own)], head: headAt(9) },
    'page of nothing': { type: 'page', logId, items: [], head: headAt(0) },
    lost: { type: 'lost', logId },
    erased: { type: 'erased', logId },
    unavailable: { type: 'unavailable', logId },
    'live, next in order': liveItems(logId, 2, undefined),
    'live, further': liveItems(logId, 5, undefined),
    'live, own': liveItems(logId, 2, []),
    credit: frame({ type: 'credit', bytes: limits.creditBytes }),
    drained: { type: 'drained' },
    leave: frame({ type: 'leave', logId }),
    append: frame({ type: 'append', op: own.bytes }),
    'append, too large': frame({ type: 'append', op: bytes(1, limits.opBytes + 1) }),
    'append, malformed': frame({ type: 'append', op: bytes(1, 60) }),
    "append of another's": frame({ type: 'append', op: other.bytes }),
    'answered: accepted': {
      type: 'answered',
      op: own,
      outcome: { type: 'accepted', relaySeq: 2 },
    },
    'answered: refused': {
      type: 'answered',
      op: own,
      outcome: { type: 'refused', reason: 'GAP', held: { seq: 0, hash: ZERO_HASH } },
    },
    seedBegin: frame({ type: 'seedBegin', logId }),
    seedOp: frame({ type: 'seedOp', logId, op: own.bytes }),
    seedEnd: frame({ type: 'seedEnd', logId }),
    seeded: { type: 'seeded', logId, head: headAt(1), missingBlobs: [] },
    seedRefused: { type: 'seedRefused', logId, reason: 'QUOTA' },
    blobToken: frame({ type: 'blobToken', logId }),
    reads: frame({ type: 'reads', logId }),
    ping: frame({ type: 'ping', nonce: 1 }),
    tick: { type: 'tick' },
    head: { type: 'head', logId, head: headAt(2) },
    congested: { type: 'congested' },
    disconnected: { type: 'disconnected' },
  };
  const event = (name: string): RelayEvent => mustGet(events[name], `the event ${name}`);
  const begin = (): RelaySession => newRelaySession(challenge, ORIGIN);
  const after =
    (from: () => RelaySession, ...names: readonly string[]) =>
    (): RelaySession =>
      run(from(), ...names.map(event));
  const without = (from: () => RelaySession) => (): RelaySession => {
    const state = from();
    state.credit = 0;
    return state;
  };
  const proven = after(begin, 'prove');
  const opened = after(proven, 'open');
  const live = after(opened, 'page to the head', 'tick');
  const items = after(live, 'live, next in order');
  return {
    logId,
    op: own,
    events,
    places: {
      begin,
      proven,
      opened,
      live,
      seeding: after(proven, 'seedBegin'),
      'live without credit': without(live),
      'behind without credit': after(without(live), 'live, next in order'),
      'live and congested': after(live, 'congested'),
      'behind and congested': after(live, 'congested', 'live, next in order'),
      'live after items': items,
      'live at rest': after(items, 'tick'),
    },
  };
}

/** `send caughtUp`, `read`, `close`… as the table of the specification names them. */
export function namesOf(effects: readonly RelayEffect[]): string {
  const names = effects.map((effect) => {
    if (effect.type !== 'send') return effect.type;
    const message = decodeRelayMessage(effect.frame);
    return message.ok ? `send ${message.value.type}` : 'send noise';
  });
  return names.length === 0 ? 'nothing' : names.join(', ');
}
