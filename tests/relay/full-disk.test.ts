import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import { RelayProcess, temporaryFolder } from './relay-process.ts';
import { TestClient } from './test-client.ts';
import { createTestLog, fullRights, keysOf, TestWriter, type TestLog } from './test-log.ts';

beforeAll(cryptoReady);

/** More than any disk has. */
const TOO_MUCH = { CARNET_MIN_FREE_MIB: String(2 ** 32) };

describe('a relay whose disk is nearly full', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let relay: RelayProcess;
  let log: TestLog;
  let writer: TestWriter;
  beforeEach(async () => {
    folder = temporaryFolder();
    log = await createTestLog('record', [fullRights]);
    writer = new TestWriter(log, keysOf(log));
    relay = await RelayProcess.start(folder.path);
  });
  afterEach(async () => {
    await relay.kill();
    folder.remove();
  });

  async function proven(): Promise<TestClient> {
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log));
    return client;
  }

  async function restarted(environment: Record<string, string> = {}): Promise<TestClient> {
    await relay.terminate();
    relay = await RelayProcess.start(folder.path, environment);
    return proven();
  }

  const health = async (): Promise<unknown> =>
    ((await (await fetch(`${relay.url}/health`)).json()) as { status: unknown }).status;

  test('refuses new bytes as FULL, reads on, says so, and takes them once there is room', async () => {
    const client = await proven();
    client.seed(log.logId, [log.genesis.bytes]);
    await client.next('seeded');
    client.send({ type: 'append', op: writer.write().bytes });
    await client.next('ack');
    expect(await health()).toBe('ok');

    const later = await restarted(TOO_MUCH);
    await later.next('proven');
    const op = writer.write();
    later.send({ type: 'append', op: op.bytes });
    expect((await later.next('refused')).reason).toBe('FULL');
    later.send({ type: 'open', logId: log.logId, after: 0 });
    expect((await later.next('caughtUp')).head.relaySeq).toBe(2);
    expect(await health()).toBe('full');
    expect(relay.output()).toContain('the disk is nearly full');

    const again = await restarted();
    await again.next('proven');
    again.send({ type: 'append', op: op.bytes });
    expect((await again.next('ack')).relaySeq).toBe(3);
  });
});
