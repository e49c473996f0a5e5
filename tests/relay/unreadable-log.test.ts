import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import { RelayProcess, temporaryFolder } from './relay-process.ts';
import { TestClient } from './test-client.ts';
import { createTestLog, fullRights, keysOf, TestWriter, type TestLog } from './test-log.ts';

beforeAll(cryptoReady);

const DETACH = 6;

describe('a log of which the relay can no longer read an op', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let relay: RelayProcess;
  let broken: TestLog;
  let writer: TestWriter;
  let whole: TestLog;
  beforeEach(async () => {
    folder = temporaryFolder();
    relay = await RelayProcess.start(folder.path);
    broken = await createTestLog('record', [fullRights, fullRights]);
    whole = await createTestLog('record', [fullRights]);
    writer = new TestWriter(broken, keysOf(broken));
    const client = await seeded(broken);
    client.send({ type: 'append', op: writer.write('detach', oneBlob).bytes });
    await client.next('ack');
    await (await seeded(whole)).close();
    await relay.terminate();
  });
  afterEach(async () => {
    await relay.kill();
    folder.remove();
  });

  /** `list(blob)` of one blob that is not attached. */
  const oneBlob = new Uint8Array([0, 0, 0, 1, ...new Uint8Array(32).fill(7)]);

  async function proven(log: TestLog, keys = keysOf(log)): Promise<TestClient> {
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keys);
    return client;
  }

  async function seeded(log: TestLog): Promise<TestClient> {
    const client = await proven(log);
    client.seed(log.logId, [log.genesis.bytes]);
    await client.next('seeded');
    return client;
  }

  /** Changes one byte of the stored ops of this kind, as a failing disk would. */
  function alter(kind: number): void {
    const database = new DatabaseSync(join(folder.path, 'relay.sqlite'));
    const rows = database.prepare('SELECT log, relay_seq, bytes FROM ops WHERE kind = ?').all(kind);
    const number = Math.min(...rows.map((row) => Number(row['log'])));
    const row = rows.find((each) => each['log'] === number);
    const bytes = (row?.['bytes'] as Uint8Array).slice();
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const update = database.prepare('UPDATE ops SET bytes = ? WHERE log = ? AND relay_seq = ?');
    update.run(bytes, number, Number(row?.['relay_seq']));
    database.close();
  }

  async function expectWholeLogServed(): Promise<void> {
    const client = await proven(whole);
    await client.next('proven');
    client.send({ type: 'open', logId: whole.logId, after: 0 });
    await client.next('caughtUp');
    client.send({ type: 'append', op: new TestWriter(whole, keysOf(whole)).write().bytes });
    await client.next('ack');
  }

  test('is unavailable to its members, and the relay goes on with the others', async () => {
    alter(DETACH);
    relay = await RelayProcess.start(folder.path);
    const client = await proven(broken);
    await client.next('unavailable');
    client.send({ type: 'open', logId: broken.logId, after: 0 });
    await client.next('unavailable');
    client.send({ type: 'blobToken', logId: broken.logId });
    await client.next('unavailable');
    client.send({ type: 'append', op: writer.write().bytes });
    expect((await client.next('refused')).reason).toBe('UNAVAILABLE');
    client.seed(broken.logId, [broken.genesis.bytes]);
    expect((await client.next('seedRefused')).reason).toBe('UNAVAILABLE');
    await expectWholeLogServed();
  });

  test('is not there for strangers', async () => {
    alter(DETACH);
    relay = await RelayProcess.start(folder.path);
    const stranger = keysOf(whole);
    const client = await proven(broken, stranger);
    await client.next('absent');
    client.send({ type: 'append', op: new TestWriter(broken, stranger).write().bytes });
    expect((await client.next('refused')).reason).toBe('NOT_FOUND');
  });

  test('whose genesis is lost says so to who brings it again', async () => {
    const GENESIS = 1;
    alter(GENESIS);
    relay = await RelayProcess.start(folder.path);
    const client = await proven(broken);
    await client.next('absent');
    client.seed(broken.logId, [broken.genesis.bytes]);
    expect((await client.next('seedRefused')).reason).toBe('UNAVAILABLE');
    await expectWholeLogServed();
  });

  test('is named to the operator by its failure alone', async () => {
    alter(DETACH);
    relay = await RelayProcess.start(folder.path);
    const client = await proven(broken);
    await client.next('unavailable');
    await relay.terminate();
    expect(relay.output()).toContain('UnreadableLog');
    expect(relay.output().match(/[0-9a-f]{16,}/gi) ?? []).toEqual([]);
  });
});
