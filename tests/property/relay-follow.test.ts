import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import { limits } from '#protocol/limits.ts';
import {
  decodeRelayMessage,
  encodeClientMessage,
  encodeRelayMessage,
} from '#protocol/message-codec.ts';
import type { ClientMessage, LogItem } from '#protocol/messages.ts';
import type { RelayEffect, RelayEvent } from '#protocol/relay-events.ts';
import { newRelaySession, step } from '#protocol/relay-session.ts';
import { createTestLog, fullRights, keysOf } from '../relay/test-log.ts';
import { headAt, NOW, ORIGIN } from '../unit/protocol/relay-session-bench.ts';
import { signProof } from '#protocol/relay-chain.ts';

await cryptoReady();
const log = await createTestLog('record', [fullRights]);
const { logId } = log;
const ITEM_BYTES = 100_000;
const PAGE_ITEMS = 3;

/** A log, one follower and what lies between them, moved by one random act at a time. */
class World {
  readonly #session = newRelaySession(new Uint8Array(32), ORIGIN);
  readonly #reads: number[] = [];
  #heads = 0;
  #length = 0;
  #readBytes = 0;
  credited = limits.creditBytes;
  sentBytes = 0;
  readonly received: number[] = [];
  /** Heads told as caught up, with how much had come by then. */
  readonly caughtUp: (readonly [number, number])[] = [];

  constructor() {
    const keys = keysOf(log);
    const signature = signProof(keys.secretKey, ORIGIN, new Uint8Array(32), logId);
    this.#say({ type: 'prove', logId, publicKey: keys.publicKey, signature });
    this.#say({ type: 'open', logId, after: 0 });
  }

  get length(): number {
    return this.#length;
  }

  #say(message: ClientMessage): void {
    this.#take({ type: 'frame', frame: encodeClientMessage(message) });
  }

  #take(event: RelayEvent): void {
    for (const effect of step(this.#session, event, NOW)) this.#do(effect);
  }

  #do(effect: RelayEffect): void {
    if (effect.type === 'read') this.#reads.push(effect.after);
    if (effect.type === 'headOf') this.#heads += 1;
    if (effect.type !== 'send') return;
    const message = decodeRelayMessage(effect.frame);
    if (!message.ok) throw new Error('noise');
    if (message.value.type === 'caughtUp') {
      this.caughtUp.push([message.value.head.relaySeq, this.received.length]);
    }
    if (message.value.type !== 'items') return;
    this.sentBytes += effect.frame.length;
    this.#readBytes += effect.frame.length;
    this.received.push(...message.value.items.map(({ relaySeq }) => relaySeq));
  }

  #items(from: number, to: number): LogItem[] {
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => ({
      type: 'op',
      relaySeq: from + i,
      bytes: new Uint8Array(ITEM_BYTES),
    }));
  }

  readonly acts = {
    commit: (count: number): void => {
      const firstSeq = this.#length + 1;
      this.#length += count;
      const items = this.#items(firstSeq, this.#length);
      const frame = (): Uint8Array<ArrayBuffer> =>
        encodeRelayMessage({ type: 'items', logId, items, head: undefined });
      const lastSeq = this.#length;
      this.#take({
        type: 'live',
        items: { logId, firstSeq, lastSeq, frame, fromOthers: undefined },
      });
    },
    page: (): void => {
      const after = this.#reads.shift();
      if (after === undefined) return;
      const items = this.#items(after + 1, Math.min(after + PAGE_ITEMS, this.#length));
      this.#take({ type: 'page', logId, items, head: headAt(this.#length) });
    },
    credit: (): void => {
      const bytes = Math.min(this.#readBytes, limits.creditBytes);
      this.#readBytes -= bytes;
      this.credited += bytes;
      this.#say({ type: 'credit', bytes });
    },
    congest: (): void => {
      this.#take({ type: 'congested' });
    },
    drain: (): void => {
      this.#take({ type: 'drained' });
    },
    tick: (): void => {
      this.#take({ type: 'tick' });
    },
    head: (): void => {
      if (this.#heads === 0) return;
      this.#heads -= 1;
      this.#take({ type: 'head', logId, head: headAt(this.#length) });
    },
  };

  /** Everything that was held back comes, in time. */
  heal(): void {
    this.acts.drain();
    for (let round = 0; round < 2 * this.#length + 10; round++) {
      this.acts.page();
      this.acts.credit();
      this.acts.tick();
      this.acts.head();
    }
  }
}

const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      name: fc.constant('commit' as const),
      count: fc.integer({ min: 1, max: 9 }),
    }),
  },
  ...(['page', 'credit', 'congest', 'drain', 'tick', 'head'] as const).map((name) => ({
    weight: name === 'page' ? 4 : 1,
    arbitrary: fc.record({ name: fc.constant(name), count: fc.constant(0) }),
  })),
);

describe('following a log over a line that stalls', () => {
  test('brings every place once, in order, within the credit, and says so truly', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const world = new World();
        for (const { name, count } of acts) {
          world.acts[name](count);
          const oneMore = 9 * (ITEM_BYTES + 20) + 300;
          expect(world.sentBytes).toBeLessThan(world.credited + oneMore);
        }
        world.heal();
        expect(world.received).toEqual(Array.from({ length: world.length }, (_, i) => i + 1));
        for (const [relaySeq, received] of world.caughtUp) expect(received).toBe(relaySeq);
        expect(world.caughtUp.at(-1)?.[0]).toBe(world.length);
      }),
      { numRuns: 200 },
    );
  });
});
