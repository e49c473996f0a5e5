import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import { itemHash } from '#protocol/relay-cursor.ts';
import { RelayProcess, temporaryFolder } from './relay-process.ts';
import { TestClient } from './test-client.ts';
import { createTestLog, fullRights, keysOf, TestWriter, type TestLog } from './test-log.ts';

beforeAll(cryptoReady);

const APPENDS = 5_000;
/** Acks seen before the relay is killed, one round each. */
const KILLED_AFTER = [1, 700, 1_900, 3_300, 4_700];

describe('durability of a relay in its own process', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let log: TestLog;
  beforeEach(async () => {
    folder = temporaryFolder();
    log = await createTestLog('record', [fullRights]);
  });
  afterEach(() => {
    folder.remove();
  });

  async function connected(relay: RelayProcess): Promise<TestClient> {
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log));
    return client;
  }

  async function seeded(relay: RelayProcess): Promise<TestClient> {
    const client = await connected(relay);
    await client.next('absent');
    client.seed(log.logId, [log.genesis.bytes]);
    await client.next('seeded');
    return client;
  }

  /** Everything the relay serves of the log, by hash. */
  async function served(relay: RelayProcess): Promise<ReadonlySet<string>> {
    const client = await connected(relay);
    await client.next('proven');
    client.send({ type: 'open', logId: log.logId, after: 0 });
    await client.next('caughtUp');
    const items = client.received.flatMap((m) => (m.type === 'items' ? m.items : []));
    await client.close();
    return new Set(items.map(itemHash));
  }

  test('kill -9 in the middle of 5,000 acknowledged appends loses none, and the relay is back', async () => {
    const writer = new TestWriter(log, keysOf(log));
    const ops = Array.from({ length: APPENDS }, () => writer.write());
    const acknowledged = new Set<string>([log.genesis.hash]);
    let relay = await RelayProcess.start(folder.path);
    await (await seeded(relay)).close();
    for (const killedAfter of KILLED_AFTER) {
      const client = await connected(relay);
      await client.next('proven');
      for (const op of ops)
        if (!acknowledged.has(op.hash)) client.send({ type: 'append', op: op.bytes });
      while (acknowledged.size <= killedAfter) {
        const { hash } = await client.next('ack');
        acknowledged.add(hash);
      }
      await relay.kill();
      await client.closed();
      for (const message of client.received)
        if (message.type === 'ack') acknowledged.add(message.hash);
      relay = await RelayProcess.start(folder.path);
      const held = await served(relay);
      expect([...acknowledged].filter((hash) => !held.has(hash))).toEqual([]);
      for (const op of ops) if (held.has(op.hash)) acknowledged.add(op.hash);
    }
    const client = await connected(relay);
    await client.next('proven');
    for (const op of ops) client.send({ type: 'append', op: op.bytes });
    await client.next('ack', ({ seq }) => seq === APPENDS);
    expect((await served(relay)).size).toBe(APPENDS + 1);
    await relay.kill();
  });

  test('SIGTERM takes nothing more, keeps what was acknowledged and ends with 0', async () => {
    const relay = await RelayProcess.start(folder.path);
    const client = await seeded(relay);
    const writer = new TestWriter(log, keysOf(log));
    const ops = Array.from({ length: 2_000 }, () => writer.write());
    for (const { bytes } of ops) client.send({ type: 'append', op: bytes });
    await client.next('ack', ({ seq }) => seq === 100);
    expect(await relay.terminate()).toBe(0);
    await client.closed();
    const acknowledged = client.received.flatMap((m) => (m.type === 'ack' ? [m.hash] : []));
    const again = await RelayProcess.start(folder.path);
    const held = await served(again);
    expect(acknowledged.filter((hash) => !held.has(hash))).toEqual([]);
    expect(await again.terminate()).toBe(0);
  });

  test('the key that clients pin is the same after a restart, and nobody else may read it', async () => {
    const relay = await RelayProcess.start(folder.path);
    const first = await (await TestClient.connect(relay.url)).welcome();
    await relay.terminate();
    const again = await RelayProcess.start(folder.path);
    const second = await (await TestClient.connect(again.url)).welcome();
    expect(second.relayPublicKey).toEqual(first.relayPublicKey);
    expect(second.challenge).not.toEqual(first.challenge);
    await again.terminate();
    const { statSync } = await import('node:fs');
    expect(statSync(`${folder.path}/relay.key`).mode & 0o777).toBe(0o600);
  });
});
