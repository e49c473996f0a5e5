import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HOUR_MS, instant } from '#base/time.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { MemoryRelay } from './memory-relay.ts';
import { TestClient } from './test-client.ts';
import {
  createTestLog,
  depositRights,
  keysOf,
  sideRights,
  TestWriter,
  type TestLog,
} from './test-log.ts';

beforeAll(cryptoReady);

describe('a window whose time is over', () => {
  const start = 1_700_000_000_000;
  let now: number;
  let relay: MemoryRelay;
  let log: TestLog;
  let holder: TestClient;
  let reader: TestClient;
  beforeEach(async () => {
    now = start;
    relay = await MemoryRelay.start({ clock: { now: () => instant(now) } });
    log = await createTestLog('channel', [sideRights, depositRights], instant(start + HOUR_MS));
    holder = await TestClient.connect(relay.url);
    await holder.prove(log.logId, keysOf(log));
    await holder.next('absent');
    holder.seed(log.logId, [log.genesis.bytes]);
    await holder.next('seeded');
    reader = await TestClient.connect(relay.url);
    await reader.prove(log.logId, keysOf(log, 1));
    reader.send({ type: 'open', logId: log.logId, after: 0 });
    await reader.next('caughtUp');
  });
  afterEach(() => relay.stop());

  test('is told to who reads it at that moment, though nothing else happens', async () => {
    now = start + HOUR_MS;
    reader.send({ type: 'ping', nonce: 1 });
    await reader.next('pong');
    expect(reader.received.filter(({ type }) => type === 'absent')).toEqual([]);
    now += 1;
    expect(await reader.next('absent')).toEqual({ type: 'absent', logId: log.logId });
  });

  test('gives nothing more: neither what is written then, nor a token, nor a place for a deposit', async () => {
    reader.send({ type: 'blobToken', logId: log.logId });
    await reader.next('blobToken');
    now = start + HOUR_MS + 1;
    await reader.next('absent');
    const detach = new Uint8Array([0, 0, 0, 1, ...new Uint8Array(32)]);
    const op = new TestWriter(log, keysOf(log)).write('detach', detach);
    holder.send({ type: 'append', op: op.bytes });
    await holder.next('ack');
    reader.send({ type: 'open', logId: log.logId, after: 0 });
    await reader.next('absent');
    reader.send({ type: 'blobToken', logId: log.logId });
    await reader.next('absent');
    const deposit = new TestWriter(log, keysOf(log, 1)).write('deposit');
    reader.send({ type: 'append', op: deposit.bytes });
    expect((await reader.next('refused')).reason).toBe('REMOVED');
    const items = reader.received.flatMap((m) => (m.type === 'items' ? m.items : []));
    expect(items).toHaveLength(1);
  });

  test('stays with its holder, who follows on', async () => {
    holder.send({ type: 'open', logId: log.logId, after: 0 });
    await holder.next('caughtUp');
    now = start + 2 * HOUR_MS;
    await reader.next('absent');
    holder.send({ type: 'ping', nonce: 1 });
    await holder.next('pong');
    expect(holder.received.filter(({ type }) => type === 'absent')).toEqual([]);
  });
});
