import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS, instant } from '#base/time.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { itemHash } from '#protocol/relay-cursor.ts';
import { chainNext, chainStart } from '#protocol/relay-chain.ts';
import type { LogItem, SignedHead } from '#protocol/messages.ts';
import { NO_RELAY_SEEN, accessChange } from '#protocol/genesis.ts';
import type { Op } from '#protocol/op.ts';
import { readSeed } from '#protocol/seed.ts';
import { encodeSnapshotChange } from '#protocol/snapshot-codec.ts';
import { systemRandom } from '#crypto/random.ts';
import { MemoryRelay } from './memory-relay.ts';
import { TestClient } from './test-client.ts';
import { TestWriter, createTestLog, fullRights, keysOf, type TestLog } from './test-log.ts';

beforeAll(cryptoReady);

const headOf = ({ author, writer, seq, hash }: Op) => ({ author, writer, seq, hash });

/** A snapshot of chains that end with these ops [P49] [P56]. */
const snapshotOf = (writer: TestWriter, ...ends: readonly Op[]): Op =>
  writer.write('snapshot', encodeSnapshotChange({ heads: ends.map(headOf), attached: [] }));

describe('retired ops', () => {
  let relay: MemoryRelay;
  let nowMs = 1_000_000_000_000;
  beforeEach(async () => {
    relay = await MemoryRelay.start({ clock: { now: () => instant(nowMs) } });
  });
  afterEach(() => relay.stop());

  async function open(log: TestLog, whole = false) {
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log));
    await client.next('proven');
    const { logId } = log;
    client.send(
      whole ? { type: 'open', logId, after: 0, whole } : { type: 'open', logId, after: 0 },
    );
    const { head } = await client.next('caughtUp');
    const pages = client.received.flatMap((each) => (each.type === 'items' ? each.items : []));
    await client.close();
    return { items: pages, head };
  }

  /** The relay's chain over what it served is the one that it signed. */
  function expectChained(log: TestLog, items: readonly LogItem[], head: SignedHead): void {
    const start = chainStart(log.logId, head.inc);
    expect(items.reduce((chain, item) => chainNext(chain, itemHash(item)), start)).toBe(head.chain);
  }

  const kinds = (items: readonly LogItem[]): string => items.map(({ type }) => type).join(' ');

  async function snapshotted(members = 1) {
    const rights = Array.from({ length: members }, () => fullRights);
    const log = await createTestLog('record', rights);
    const writer = new TestWriter(log, keysOf(log));
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log));
    await client.next('absent');
    client.seed(log.logId, [log.genesis.bytes]);
    await client.next('seeded');
    const updates = [writer.write(), writer.write()];
    const last = updates.at(-1) ?? log.genesis;
    const snapshot = snapshotOf(writer, log.genesis, last);
    const after = writer.write();
    for (const { bytes } of [...updates, snapshot, after])
      client.send({ type: 'append', op: bytes });
    await client.next('ack', ({ hash }) => hash === after.hash);
    return { log, writer, client, updates, snapshot, after };
  }

  test('come as stubs to who begins, and whole on request', async () => {
    const { log, updates } = await snapshotted();
    const begun = await open(log);
    expect(kinds(begun.items)).toBe('op stub stub op op');
    expectChained(log, begun.items, begun.head);
    const whole = await open(log, true);
    expect(kinds(whole.items)).toBe('op op op op op');
    expect(whole.items.slice(1, 3).map(itemHash)).toEqual(updates.map(({ hash }) => hash));
    expectChained(log, whole.items, whole.head);
  });

  test.each([
    [1, 90],
    [2, 30],
  ])('of a log with %i member(s) are deleted after %i days', async (members, days) => {
    const { log } = await snapshotted(members);
    nowMs += days * DAY_MS - 1;
    await relay.relay?.sweep();
    expect(kinds((await open(log, true)).items)).toBe('op op op op op');
    nowMs += 1;
    await relay.relay?.sweep();
    const { items, head } = await open(log, true);
    expect(kinds(items)).toBe('op stub stub op op');
    expectChained(log, items, head);
  });

  test('the log goes on after a restart, for the old writer and for a new one', async () => {
    const { log, writer } = await snapshotted();
    await relay.restart();
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log));
    await client.next('proven');
    const ops = [writer.write(), new TestWriter(log, keysOf(log)).write()];
    for (const { bytes } of ops) client.send({ type: 'append', op: bytes });
    await client.next('ack', ({ hash }) => hash === ops[1]?.hash);
  });

  test('a snapshot of what does not stand there any more is refused', async () => {
    const { log, writer, client, after } = await snapshotted();
    const stale = snapshotOf(writer, log.genesis);
    client.send({ type: 'append', op: stale.bytes });
    expect(await client.next('refused')).toMatchObject({
      reason: 'MALFORMED',
      held: { seq: after.seq, hash: after.hash },
    });
  });

  test('a relay that was wiped takes the log without what the snapshot covers', async () => {
    const { log, writer, snapshot, after } = await snapshotted();
    await relay.wipe();
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log));
    await client.next('absent');
    client.seed(log.logId, [log.genesis.bytes, after.bytes]);
    expect(await client.next('seedRefused')).toMatchObject({ reason: 'GAP' });
    const short = [log.genesis, snapshot, after];
    expect(readSeed(short).ok).toBe(true);
    client.seed(
      log.logId,
      short.map(({ bytes }) => bytes),
    );
    await client.next('seeded');
    const next = writer.write();
    client.send({ type: 'append', op: next.bytes });
    await client.next('ack');
    await relay.restart();
    const { items, head } = await open(log);
    expect(items.map(itemHash)).toEqual([...short, next].map(({ hash }) => hash));
    expectChained(log, items, head);
  });

  test('come back when the author of the snapshot is made void', async () => {
    const log = await createTestLog('record', [fullRights]);
    const writer = new TestWriter(log, keysOf(log));
    const owner = new TestWriter(log, log.owner);
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log));
    await client.next('absent');
    const update = writer.write();
    client.seed(log.logId, [log.genesis.bytes, update.bytes]);
    await client.next('seeded');
    const added = await createTestLog('record', [fullRights]);
    const intruder = new TestWriter({ ...log, members: added.members }, keysOf(added));
    const admitted = await changed(log, [log.genesis, update], writer, added);
    const covering = snapshotOf(intruder, log.genesis, admitted);
    await client.prove(log.logId, keysOf(added));
    await client.next('absent');
    client.send({ type: 'append', op: admitted.bytes });
    await client.next('ack');
    await client.prove(log.logId, keysOf(added));
    await client.next('proven');
    client.send({ type: 'append', op: covering.bytes });
    await client.next('ack');
    expect(kinds((await open(log)).items)).toBe('op stub op op');
    await client.prove(log.logId, log.owner);
    await client.next('proven');
    const voiding = await voided(log, [log.genesis, update, admitted, covering], owner);
    client.send({ type: 'append', op: voiding.bytes });
    await client.next('ack');
    expect(kinds((await open(log)).items)).toBe('op op op op op');
    nowMs += 99 * DAY_MS;
    await relay.relay?.sweep();
    expect(kinds((await open(log)).items)).toBe('op op op op op');
  });

  /** An access op by a member that adds the first member of another log. */
  async function changed(
    log: TestLog,
    ops: readonly Op[],
    by: TestWriter,
    of: TestLog,
  ): Promise<Op> {
    const [member] = of.members;
    if (!member) throw new Error('no member');
    return access(log, ops, by, {
      add: [
        {
          signingPublicKey: member.signing.publicKey,
          kemPublicKey: member.kemPublicKey,
          rights: fullRights,
          name: '',
        },
      ],
    });
  }

  const voided = (log: TestLog, ops: readonly Op[], by: TestWriter): Promise<Op> =>
    access(log, ops, by, { voidAfter: log.genesis.hash });

  async function access(
    log: TestLog,
    ops: readonly Op[],
    by: TestWriter,
    plan: Partial<Parameters<typeof accessChange>[2]>,
  ): Promise<Op> {
    const state = readSeed(ops);
    if (!state.ok) throw new Error(state.error);
    const kemPublicKeys = new Map(
      [...state.value.members.keys()].map((author) => [author, log.members[0]?.kemPublicKey]),
    ) as ReadonlyMap<Op['author'], Uint8Array<ArrayBuffer>>;
    const made = await accessChange({ random: systemRandom }, state.value, {
      signing: by.keys,
      writer: by.writer,
      seen: NO_RELAY_SEEN,
      logKey: log.logKey,
      kemPublicKeys,
      ...plan,
    });
    if (!made.ok) throw new Error('the change cannot be made');
    return made.value.op;
  }
});
