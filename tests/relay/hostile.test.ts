import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ZERO_HASH, type LogId } from '#base/ids.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { systemRandom } from '#crypto/random.ts';
import { createMemberKeys } from '#crypto/keys.ts';
import { limits } from '#protocol/limits.ts';
import { encodeClientMessage } from '#protocol/message-codec.ts';
import { encodeWindowChange } from '#protocol/payload-codec.ts';
import { signProof } from '#protocol/relay-chain.ts';
import { RelayProcess, temporaryFolder } from './relay-process.ts';
import { TestClient } from './test-client.ts';
import {
  createTestLog,
  depositRights,
  fullRights,
  keysOf,
  sideRights,
  TestWriter,
  type TestLog,
} from './test-log.ts';

beforeAll(cryptoReady);

const NO_LOG = 'ab'.repeat(32) as LogId;
const stranger = (): ReturnType<typeof createMemberKeys>['signing'] =>
  createMemberKeys(systemRandom).signing;

describe('a relay and its hostile clients', () => {
  const folder = temporaryFolder();
  let relay: RelayProcess;
  let record: TestLog;
  let channel: TestLog;
  beforeEach(async () => {
    relay = await RelayProcess.start(folder.path);
    record = await createTestLog('record', [fullRights, fullRights]);
    channel = await createTestLog('channel', [sideRights, depositRights]);
    for (const log of [record, channel]) {
      const client = await TestClient.connect(relay.url);
      await client.prove(log.logId, keysOf(log));
      client.seed(log.logId, [log.genesis.bytes]);
      await client.next('seeded');
      await client.close();
    }
  });
  afterEach(async () => {
    await relay.kill();
    folder.remove();
  });

  async function proven(log: TestLog, member = 0): Promise<TestClient> {
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log, member));
    await client.next('proven');
    return client;
  }

  async function isAlive(): Promise<void> {
    await (await proven(record)).close();
  }

  test('frames of noise close their connection and nothing else', async () => {
    const bystander = await proven(record);
    for (let round = 0; round < 60; round++) {
      const client = await TestClient.connect(relay.url);
      await client.welcome();
      client.sendRaw(systemRandom.bytes(round * round));
      await client.closed();
    }
    bystander.send({ type: 'ping', nonce: 7 });
    expect(await bystander.next('pong')).toEqual({ type: 'pong', nonce: 7 });
  });

  test('altered frames of a proven member never crash the relay, nor are they taken', async () => {
    const op = new TestWriter(record, keysOf(record)).write('attach', new Uint8Array(4));
    const frame = encodeClientMessage({ type: 'append', op: op.bytes });
    for (let place = 0; place < frame.length; place += 7) {
      const client = await proven(record);
      const altered = Uint8Array.from(frame, (byte, i) => (i === place ? byte ^ 0x41 : byte));
      client.sendRaw(altered);
      client.send({ type: 'ping', nonce: place });
      await Promise.race([client.next('pong').catch(() => undefined), client.closed()]);
      expect(client.received.filter(({ type }) => type === 'ack')).toEqual([]);
      await client.close();
    }
    await isAlive();
  });

  test('a frame beyond the bound closes the connection before it is read', async () => {
    const client = await proven(record);
    client.sendRaw(new Uint8Array(limits.frameBytes + 1));
    await client.closed();
    const text = await proven(record);
    text.webSocket.send('text');
    await text.closed();
    await isAlive();
  });

  test('an op beyond its bound is refused and the connection goes on', async () => {
    const client = await proven(record);
    client.send({ type: 'append', op: new Uint8Array(limits.opBytes + 1) });
    expect((await client.next('refused')).reason).toBe('TOO_LARGE');
    client.send({ type: 'append', op: new Uint8Array(100) });
    expect((await client.next('refused')).reason).toBe('MALFORMED');
  });

  test('a proof holds for its connection, its log and its origin only', async () => {
    const keys = keysOf(record);
    const first = await TestClient.connect(relay.url);
    const { challenge } = await first.welcome();
    const signature = signProof(keys.secretKey, first.origin, challenge, record.logId);
    const replayed = await TestClient.connect(relay.url);
    await replayed.welcome();
    const proof = { type: 'prove', publicKey: keys.publicKey, signature } as const;
    replayed.send({ ...proof, logId: record.logId });
    expect(await replayed.next('error')).toEqual({ type: 'error', reason: 'BAD_SIGNATURE' });
    await replayed.closed();
    first.send({ ...proof, logId: channel.logId });
    expect(await first.next('error')).toEqual({ type: 'error', reason: 'BAD_SIGNATURE' });
    const elsewhere = await TestClient.connect(relay.url);
    await elsewhere.prove(record.logId, keys, 'https://evil.example');
    expect(await elsewhere.next('error')).toEqual({ type: 'error', reason: 'BAD_SIGNATURE' });
  });

  test('unknown, forbidden and erased logs answer alike, to every question', async () => {
    const erased = await createTestLog('channel', [sideRights]);
    const owner = await TestClient.connect(relay.url);
    await owner.prove(erased.logId, keysOf(erased));
    owner.seed(erased.logId, [erased.genesis.bytes]);
    await owner.next('seeded');
    const erase = new TestWriter(erased, keysOf(erased)).write('erase');
    owner.send({ type: 'append', op: erase.bytes });
    await owner.next('ack');
    const answersFor = async (logId: LogId, keys = stranger()): Promise<unknown[]> => {
      const client = await TestClient.connect(relay.url);
      await client.prove(logId, keys);
      const fake: TestLog = { ...record, logId };
      const op = new TestWriter(fake, keys).write();
      client.send({ type: 'open', logId, after: 0 });
      client.send({ type: 'append', op: op.bytes });
      client.send({ type: 'blobToken', logId });
      client.send({ type: 'reads', logId });
      client.send({ type: 'ping', nonce: 1 });
      const answers: unknown[] = [];
      while (answers.length < 5) {
        await expect.poll(() => client.received.length).toBeGreaterThan(0);
        const message = client.received.shift();
        if (message?.type === 'pong') continue;
        answers.push(JSON.stringify({ ...message, logId: 0, hash: 0 }));
      }
      await client.close();
      return answers.sort();
    };
    const unknown = await answersFor(NO_LOG);
    expect(await answersFor(record.logId)).toEqual(unknown);
    expect(await answersFor(erased.logId)).toEqual(unknown);
    expect(await answersFor(erased.logId, keysOf(erased))).toEqual(unknown);
  });

  test('an erased log takes neither appends nor seeds', async () => {
    const side = await proven(channel);
    const writer = new TestWriter(channel, keysOf(channel));
    side.send({ type: 'append', op: writer.write('erase').bytes });
    await side.next('ack');
    side.seed(channel.logId, [channel.genesis.bytes]);
    expect(await side.next('seedRefused')).toMatchObject({ reason: 'NOT_FOUND' });
    side.send({ type: 'append', op: writer.write('window').bytes });
    expect((await side.next('refused')).reason).toBe('NOT_FOUND');
  });

  test('another page’s WebSocket is refused at the door', async () => {
    await expect(TestClient.connect(relay.url, { Origin: 'https://evil.example' })).rejects.toThrow(
      '403',
    );
    await (await TestClient.connect(relay.url, { Origin: relay.url })).close();
  });

  test('a forged signature is refused for every kind that the relay verifies', async () => {
    const client = await proven(channel);
    const op = new TestWriter(channel, keysOf(channel)).write(
      'window',
      encodeWindowChange({ prevWindow: ZERO_HASH, full: undefined }),
    );
    const forged = op.bytes.slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    client.send({ type: 'append', op: forged });
    expect((await client.next('refused')).reason).toBe('BAD_SIGNATURE');
    client.send({ type: 'append', op: op.bytes });
    await client.next('ack');
  });

  test('nobody writes under a key that they have not proven', async () => {
    const client = await proven(record, 0);
    client.send({ type: 'append', op: new TestWriter(record, keysOf(record, 1)).write().bytes });
    expect((await client.next('refused')).reason).toBe('NOT_FOUND');
  });

  test('each side of a channel writes its own kinds only', async () => {
    const side = await proven(channel, 0);
    const correspondent = await proven(channel, 1);
    const window = encodeWindowChange({ prevWindow: ZERO_HASH, full: undefined });
    const asked = [
      [correspondent, 1, 'window', window],
      [correspondent, 1, 'update', new Uint8Array()],
      [correspondent, 1, 'erase', new Uint8Array()],
      [side, 0, 'deposit', new Uint8Array()],
      [side, 0, 'update', new Uint8Array()],
    ] as const;
    for (const [client, member, kind, publicPart] of asked) {
      const { bytes } = new TestWriter(channel, keysOf(channel, member)).write(kind, publicPart);
      client.send({ type: 'append', op: bytes });
      expect((await client.next('refused')).reason).toBe('FORBIDDEN');
    }
    const deposit = new TestWriter(channel, keysOf(channel, 1)).write('deposit');
    correspondent.send({ type: 'append', op: deposit.bytes });
    await correspondent.next('ack');
  });

  test('deposits end at the day’s quota', async () => {
    const correspondent = await proven(channel, 1);
    const writer = new TestWriter(channel, keysOf(channel, 1));
    for (let n = 0; n <= limits.depositsPerDay; n++) {
      correspondent.send({ type: 'append', op: writer.write('deposit').bytes });
    }
    await correspondent.next('ack', ({ seq }) => seq === limits.depositsPerDay);
    expect((await correspondent.next('refused')).reason).toBe('QUOTA');
  });

  test('a seed is taken only from who proves a key with the right a in it', async () => {
    const log = await createTestLog('record', [fullRights, { ...fullRights, admin: false }]);
    const outsider = await TestClient.connect(relay.url);
    await outsider.prove(log.logId, stranger());
    outsider.seed(log.logId, [log.genesis.bytes]);
    expect(await outsider.next('seedRefused')).toMatchObject({ reason: 'NOT_FOUND' });
    const member = await TestClient.connect(relay.url);
    await member.prove(log.logId, keysOf(log, 1));
    member.seed(log.logId, [log.genesis.bytes]);
    expect(await member.next('seedRefused')).toMatchObject({ reason: 'NOT_FOUND' });
    const unproven = await TestClient.connect(relay.url);
    await unproven.welcome();
    unproven.seed(log.logId, [log.genesis.bytes]);
    expect(await unproven.next('seedRefused')).toMatchObject({ reason: 'NOT_FOUND' });
    const admin = await TestClient.connect(relay.url);
    await admin.prove(log.logId, keysOf(log, 0));
    admin.seed(log.logId, [log.genesis.bytes]);
    await admin.next('seeded');
  });

  test('a seed with a forged update is refused whole', async () => {
    const log = await createTestLog('record', [fullRights]);
    const writer = new TestWriter(log, keysOf(log));
    const forged = writer.write().bytes.slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log));
    await client.next('absent');
    client.seed(log.logId, [log.genesis.bytes, forged]);
    expect(await client.next('seedRefused')).toMatchObject({ reason: 'BAD_SIGNATURE' });
    client.seed(log.logId, [log.genesis.bytes]);
    expect((await client.next('seeded')).head.relaySeq).toBe(1);
  });
});
