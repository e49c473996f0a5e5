import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import { limits } from '#protocol/limits.ts';
import { RelayProcess, temporaryFolder } from './relay-process.ts';
import { TestClient } from './test-client.ts';
import { createTestLog, fullRights, keysOf, TestWriter, type TestLog } from './test-log.ts';

beforeAll(cryptoReady);

describe('what a relay in its own process keeps', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let relay: RelayProcess;
  let log: TestLog;
  let holder: TestClient;
  let writer: TestWriter;
  beforeEach(async () => {
    folder = temporaryFolder();
    relay = await RelayProcess.start(folder.path);
    log = await createTestLog('record', [fullRights, fullRights]);
    writer = new TestWriter(log, keysOf(log));
    holder = await TestClient.connect(relay.url);
    await holder.prove(log.logId, keysOf(log));
    holder.seed(log.logId, [log.genesis.bytes]);
    await holder.next('seeded');
  });
  afterEach(async () => {
    await relay.kill();
    folder.remove();
  });

  async function append(count: number, payloadBytes: number): Promise<void> {
    const payload = new Uint8Array(payloadBytes);
    for (let n = 0; n < count; n++) {
      const { bytes } = writer.write('update', new Uint8Array(), payload);
      holder.send({ type: 'append', op: bytes });
      await holder.next('ack');
    }
  }

  async function follower(): Promise<TestClient> {
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log, 1));
    await client.next('proven');
    return client;
  }

  test('who gives no credit is sent no more than the credit, and the rest when it gives some', async () => {
    await append(60, 200_000);
    const client = await follower();
    client.send({ type: 'open', logId: log.logId, after: 0 });
    const bytesSeen = (): number =>
      client.received
        .flatMap((message) => (message.type === 'items' ? message.items : []))
        .reduce((sum, item) => sum + (item.type === 'op' ? item.bytes.length : 0), 0);
    await expect.poll(bytesSeen).toBeGreaterThan(limits.creditBytes - limits.pageBytes);
    client.send({ type: 'ping', nonce: 1 });
    await client.next('pong');
    expect(bytesSeen()).toBeLessThan(limits.creditBytes + 2 * limits.opBytes);
    for (let given = 0; given < 3; given++)
      client.send({ type: 'credit', bytes: limits.creditBytes });
    await expect.poll(bytesSeen).toBeGreaterThan(limits.creditBytes + limits.pageBytes);
    for (let given = 0; given < 40; given++) {
      client.send({ type: 'credit', bytes: limits.creditBytes });
      client.send({ type: 'ping', nonce: given });
      await client.next('pong', ({ nonce }) => nonce === given);
    }
    await client.next('caughtUp');
    expect(client.received.filter(({ type }) => type === 'items').length).toBeGreaterThan(0);
  });

  test.runIf(process.platform === 'linux')(
    'readers that do not read cost the relay no memory, though what they follow goes on',
    async () => {
      await append(60, 200_000);
      const residentBytes = (): number => {
        const pages = readFileSync(`/proc/${String(relay.pid)}/statm`, 'utf8').split(' ')[1];
        return Number(pages) * 4096;
      };
      const stuckReaders = async (count: number): Promise<void> => {
        for (let n = 0; n < count; n++) {
          const client = await follower();
          client.webSocket.pause();
          client.send({ type: 'open', logId: log.logId, after: 0 });
        }
        await append(5, 100);
      };
      // The first ones fill the relay's caches.
      await stuckReaders(20);
      const before = residentBytes();
      const readers = 60;
      await stuckReaders(readers);
      const perReader = (residentBytes() - before) / readers;
      expect(perReader).toBeLessThan(limits.creditBytes / 2);
      const [ops, opBytes] = [20, 200_000];
      const beforeLive = residentBytes();
      await append(ops, opBytes);
      // Queued, what is written now would stand there once for each reader.
      const live = residentBytes() - beforeLive;
      expect(live).toBeLessThan((readers * ops * opBytes) / 4);
    },
  );

  test('its log names nobody and shows no bytes', async () => {
    await append(5, 100);
    const client = await follower();
    client.send({ type: 'open', logId: log.logId, after: 0 });
    await client.next('caughtUp');
    client.sendRaw(new Uint8Array(50).fill(255));
    await client.closed();
    await fetch(`${relay.url}/relay/blobs/${log.logId}/${log.logId}`);
    await fetch(`${relay.url}/relay/mailboxes/${'ab'.repeat(16)}/0`, { method: 'PUT', body: 'x' });
    await relay.terminate();
    const written = relay.output();
    expect(written).toContain('relay stopped');
    const hexes = written.match(/[0-9a-f]{16,}/gi) ?? [];
    expect(hexes).toEqual([]);
    expect(written).not.toMatch(/127\.0\.0\.1|::1|node-fetch|undici|user-agent/i);
    expect(written).not.toContain(log.logId.slice(0, 8));
  });
});
