import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import type { LogItem } from '#protocol/messages.ts';
import { chainNext, chainStart, verifyHead } from '#protocol/relay-chain.ts';
import { itemHash } from '#protocol/relay-cursor.ts';
import { RelayProcess, temporaryFolder } from './relay-process.ts';
import { TestClient } from './test-client.ts';
import { createTestLog, fullRights, keysOf, TestWriter, type TestLog } from './test-log.ts';

beforeAll(cryptoReady);

const hasBytes = (item: LogItem, bytes: Uint8Array): boolean =>
  item.type === 'op' && Buffer.from(item.bytes).equals(bytes);

describe('a relay in its own process', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let relay: RelayProcess;
  let log: TestLog;
  beforeEach(async () => {
    folder = temporaryFolder();
    relay = await RelayProcess.start(folder.path);
    log = await createTestLog('record', [fullRights, fullRights]);
  });
  afterEach(async () => {
    await relay.kill();
    folder.remove();
  });

  async function seeded(): Promise<TestClient> {
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log));
    await client.next('absent');
    client.seed(log.logId, [log.genesis.bytes]);
    await client.next('seeded');
    client.send({ type: 'open', logId: log.logId, after: 0 });
    await client.next('caughtUp');
    return client;
  }

  async function following(member: number, after = 0): Promise<TestClient> {
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log, member));
    await client.next('proven');
    client.send({ type: 'open', logId: log.logId, after });
    await client.next('caughtUp');
    return client;
  }

  test('two clients exchange ops, each acknowledged and delivered live', async () => {
    const a = await seeded();
    const b = await following(1, 1);
    const [fromA, fromB] = [
      new TestWriter(log, keysOf(log, 0)),
      new TestWriter(log, keysOf(log, 1)),
    ];
    const first = fromA.write();
    a.send({ type: 'append', op: first.bytes });
    expect(await a.next('ack')).toMatchObject({ hash: first.hash, seq: 1, relaySeq: 2 });
    const { items } = await b.next('items', ({ items: [item] }) => item?.relaySeq === 2);
    expect(items.map((item) => hasBytes(item, first.bytes))).toEqual([true]);
    const second = fromB.write();
    b.send({ type: 'append', op: second.bytes });
    expect(await b.next('ack')).toMatchObject({ hash: second.hash, relaySeq: 3 });
    await a.next('items', ({ items: [item] }) => item?.relaySeq === 3);
  });

  test('who comes later gets everything in order, and the signed head vouches for it', async () => {
    const a = await seeded();
    const writer = new TestWriter(log, keysOf(log));
    const ops = Array.from({ length: 700 }, () => writer.write());
    for (const { bytes } of ops) a.send({ type: 'append', op: bytes });
    await a.next('ack', ({ relaySeq }) => relaySeq === 701);
    const late = await TestClient.connect(relay.url);
    const { relayPublicKey } = await late.welcome();
    await late.prove(log.logId, keysOf(log, 1));
    late.send({ type: 'open', logId: log.logId, after: 0 });
    const { head } = await late.next('caughtUp');
    const items = late.received.flatMap((message) =>
      message.type === 'items' ? message.items : [],
    );
    expect(items.map(({ relaySeq }) => relaySeq)).toEqual(
      Array.from({ length: 701 }, (_, i) => i + 1),
    );
    const chain = items.map(itemHash).reduce(chainNext, chainStart(log.logId, head.inc));
    expect(head).toMatchObject({ relaySeq: 701, chain });
    expect(verifyHead(relayPublicKey, log.logId, head)).toBe(true);
  });

  test('live items are followed by a signed head once they come to rest', async () => {
    const a = await seeded();
    const b = await following(1, 1);
    a.send({ type: 'append', op: new TestWriter(log, keysOf(log)).write().bytes });
    await b.next('items');
    expect((await b.next('caughtUp')).head.relaySeq).toBe(2);
  });

  test('the same op again is acknowledged again, and stands once', async () => {
    const a = await seeded();
    const writer = new TestWriter(log, keysOf(log));
    const ops = [writer.write(), writer.write(), writer.write()];
    for (const { bytes } of [...ops, ...ops]) a.send({ type: 'append', op: bytes });
    const acks = [];
    while (acks.length < 6) acks.push((await a.next('ack')).relaySeq);
    expect(acks.sort()).toEqual([2, 2, 3, 3, 4, 4]);
    const late = await following(1);
    expect(late.received.flatMap((m) => (m.type === 'items' ? m.items : []))).toHaveLength(4);
  });

  test('another op in a taken slot is a fork, a hole is a gap, and the chain held is told', async () => {
    const a = await seeded();
    const writer = new TestWriter(log, keysOf(log));
    const [one, two] = [writer.write(), writer.write()];
    for (const { bytes } of [one, two]) a.send({ type: 'append', op: bytes });
    await a.next('ack', ({ seq }) => seq === 2);
    const held = { seq: 2, hash: two.hash };
    const fork = writer.at(1, one.prevHash, 'update', new Uint8Array(), new Uint8Array(9));
    a.send({ type: 'append', op: fork.bytes });
    expect(await a.next('refused')).toMatchObject({ hash: fork.hash, reason: 'FORK', held });
    const gap = writer.at(4, two.hash);
    a.send({ type: 'append', op: gap.bytes });
    expect(await a.next('refused')).toMatchObject({ hash: gap.hash, reason: 'GAP', held });
    writer.epoch = 2;
    const early = writer.at(3, two.hash);
    a.send({ type: 'append', op: early.bytes });
    expect(await a.next('refused')).toMatchObject({ hash: early.hash, reason: 'EPOCH', held });
  });

  test('the account of reads tells the holder what each key fetched, and nobody else', async () => {
    const a = await seeded();
    const b = await following(1);
    await b.close();
    await expect
      .poll(async () => {
        a.send({ type: 'reads', logId: log.logId });
        const { reads } = await a.next('reads');
        return reads.map(({ fromSeq, toSeq }) => [fromSeq, toSeq]);
      })
      .toContainEqual([1, 1]);
    const stranger = await TestClient.connect(relay.url);
    await stranger.welcome();
    stranger.send({ type: 'reads', logId: log.logId });
    expect(await stranger.next('absent')).toEqual({ type: 'absent', logId: log.logId });
  });

  test('a wiped relay answers absent and is filled again by a seed, under a new life', async () => {
    const a = await seeded();
    const writer = new TestWriter(log, keysOf(log));
    const ops = [log.genesis, writer.write(), writer.write()];
    for (const { bytes } of ops.slice(1)) a.send({ type: 'append', op: bytes });
    await a.next('ack', ({ seq }) => seq === 2);
    a.send({ type: 'open', logId: log.logId, after: 0 });
    const { inc: firstLife } = (await a.next('caughtUp')).head;
    await relay.kill();
    folder.remove();
    folder = temporaryFolder();
    relay = await RelayProcess.start(folder.path);
    const again = await TestClient.connect(relay.url);
    await again.prove(log.logId, keysOf(log));
    await again.next('absent');
    again.seed(
      log.logId,
      ops.map(({ bytes }) => bytes),
    );
    const { head, missingBlobs } = await again.next('seeded');
    expect(head.relaySeq).toBe(3);
    expect(head.inc).not.toBe(firstLife);
    expect(missingBlobs).toEqual([]);
    const more = writer.write();
    again.send({ type: 'append', op: more.bytes });
    expect(await again.next('ack')).toMatchObject({ relaySeq: 4 });
  });

  test('a second seed completes the first and changes nothing that stands', async () => {
    const a = await seeded();
    const writer = new TestWriter(log, keysOf(log));
    const ops = [log.genesis, writer.write(), writer.write()].map(({ bytes }) => bytes);
    a.seed(log.logId, ops);
    expect((await a.next('seeded')).head.relaySeq).toBe(3);
    a.seed(log.logId, ops);
    expect((await a.next('seeded')).head.relaySeq).toBe(3);
  });
});
