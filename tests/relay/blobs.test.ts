import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex, type Bytes } from '#base/bytes.ts';
import { ZERO_HASH, type BlobId } from '#base/ids.ts';
import { hash } from '#crypto/hash.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { encodeBlobManifest, manifestBlobId } from '#protocol/blob-manifest.ts';
import { encodeBlobChange, encodeWindowChange } from '#protocol/payload-codec.ts';
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

const CHUNK = 512 * 1024 + 17;

type SealedFile = {
  readonly id: BlobId;
  readonly manifest: Bytes;
  readonly chunks: readonly Bytes[];
};

const noise = (length: number): Bytes => new Uint8Array(randomBytes(length));

/** Chunks as the relay sees them: bytes that it cannot tell from noise. */
function sealedFile(chunkCount: number, lastBytes = CHUNK): SealedFile {
  const chunks = Array.from({ length: chunkCount }, (_, i) =>
    noise(i === chunkCount - 1 ? lastBytes : CHUNK),
  );
  const manifest = { header: noise(24), chunkHashes: chunks.map(hash) };
  return { id: manifestBlobId(manifest), manifest: encodeBlobManifest(manifest), chunks };
}

/** One member's way to the blobs of a log. */
class BlobClient {
  readonly client: TestClient;
  readonly #url: string;
  readonly #log: TestLog;
  #token = '';

  constructor(client: TestClient, url: string, log: TestLog) {
    this.client = client;
    this.#url = url;
    this.#log = log;
  }

  async askToken(): Promise<this> {
    this.client.send({ type: 'blobToken', logId: this.#log.logId });
    this.#token = (await this.client.next('blobToken')).token;
    return this;
  }

  async request(blob: BlobId, rest: string, body?: Bytes): Promise<Response> {
    return fetch(`${this.#url}/relay/blobs/${this.#log.logId}/${blob}${rest}`, {
      headers: { Authorization: `Bearer ${this.#token}` },
      ...(body && { method: 'PUT', body }),
    });
  }

  async missing(file: SealedFile): Promise<number[]> {
    const response = await this.request(file.id, '', file.manifest);
    expect(response.status).toBe(200);
    return ((await response.json()) as { missing: number[] }).missing;
  }

  async put(file: SealedFile, indexes = file.chunks.keys().toArray()): Promise<void> {
    for (const index of indexes) {
      const response = await this.request(file.id, `/${String(index)}`, file.chunks[index]);
      expect(response.status).toBe(204);
    }
  }

  async upload(file: SealedFile): Promise<void> {
    await this.put(file, await this.missing(file));
  }
}

describe('blobs of a relay in its own process', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let relay: RelayProcess;
  let record: TestLog;
  beforeEach(async () => {
    folder = temporaryFolder();
    relay = await RelayProcess.start(folder.path);
    record = await createTestLog('record', [fullRights, fullRights]);
  });
  afterEach(async () => {
    await relay.kill();
    folder.remove();
  });

  async function member(log: TestLog, index = 0): Promise<BlobClient> {
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log, index));
    return new BlobClient(client, relay.url, log);
  }

  async function seeder(log: TestLog): Promise<BlobClient> {
    const holder = await member(log);
    holder.client.seed(log.logId, [log.genesis.bytes]);
    await holder.client.next('seeded');
    return holder.askToken();
  }

  async function append({ client }: BlobClient, op: { bytes: Bytes }): Promise<string> {
    client.send({ type: 'append', op: op.bytes });
    const answered = (): boolean =>
      client.received.some(({ type }) => type === 'ack' || type === 'refused');
    await expect.poll(answered, { interval: 5 }).toBe(true);
    const at = client.received.findIndex(({ type }) => type === 'ack' || type === 'refused');
    const [answer] = client.received.splice(at, 1);
    return answer?.type === 'refused' ? answer.reason : 'ack';
  }

  const attach = (writer: TestWriter, ...blobs: BlobId[]): { bytes: Bytes } =>
    writer.write('attach', encodeBlobChange({ blobs }));

  test('20 MiB go up in pieces, across a kill of the relay, and come back whole', async () => {
    const file = sealedFile(40, 1000);
    let holder = await seeder(record);
    expect(await holder.missing(file)).toEqual(file.chunks.keys().toArray());
    await holder.put(file, [0, 1, 2, 5, 39]);
    await relay.kill();
    relay = await RelayProcess.start(folder.path);
    holder = await (await member(record)).askToken();
    const missing = await holder.missing(file);
    expect(missing).toEqual(
      file.chunks
        .keys()
        .toArray()
        .filter((i) => ![0, 1, 2, 5, 39].includes(i)),
    );
    await holder.put(file, missing);
    expect(await append(holder, attach(new TestWriter(record, keysOf(record)), file.id))).toBe(
      'ack',
    );
    const other = await (await member(record, 1)).askToken();
    const manifest = await other.request(file.id, '');
    expect(toHex(new Uint8Array(await manifest.arrayBuffer()))).toBe(toHex(file.manifest));
    for (const [index, chunk] of file.chunks.entries()) {
      const response = await other.request(file.id, `/${String(index)}`);
      expect(Buffer.from(await response.arrayBuffer()).equals(chunk)).toBe(true);
    }
  });

  test('a blob that is not whole cannot be attached', async () => {
    const holder = await seeder(record);
    const file = sealedFile(3);
    const writer = new TestWriter(record, keysOf(record));
    const op = attach(writer, file.id);
    expect(await append(holder, op)).toBe('MISSING');
    await holder.missing(file);
    await holder.put(file, [0, 2]);
    expect(await append(holder, op)).toBe('MISSING');
    await holder.put(file, [1]);
    expect(await append(holder, op)).toBe('ack');
  });

  test('bytes that are not the blob’s are refused', async () => {
    const holder = await seeder(record);
    const file = sealedFile(2);
    const other = sealedFile(2);
    expect((await holder.request(file.id, '', other.manifest)).status).toBe(400);
    await holder.missing(file);
    expect((await holder.request(file.id, '/0', other.chunks[0])).status).toBe(400);
    expect((await holder.request(file.id, '/2', file.chunks[0])).status).toBe(400);
    expect((await holder.request(file.id, '/0', new Uint8Array(CHUNK + 1))).status).toBe(413);
    expect(await holder.missing(file)).toEqual([0, 1]);
  });

  test('a token opens the blobs of its log only, and no token none', async () => {
    const holder = await seeder(record);
    const foreign = await createTestLog('record', [fullRights]);
    const stranger = await seeder(foreign);
    const file = sealedFile(1);
    await holder.upload(file);
    expect((await stranger.request(file.id, '')).status).toBe(404);
    const theirs = `${relay.url}/relay/blobs/${record.logId}/${file.id}`;
    expect((await fetch(theirs)).status).toBe(401);
    expect(await append(stranger, attach(new TestWriter(foreign, keysOf(foreign)), file.id))).toBe(
      'MISSING',
    );
  });

  test('the holder attaches a record’s blob to a channel; narrowing takes it away at once', async () => {
    const holder = await seeder(record);
    const file = sealedFile(1);
    await holder.upload(file);
    await append(holder, attach(new TestWriter(record, keysOf(record)), file.id));
    const channel = await createTestLog('channel', [sideRights, depositRights]);
    await holder.client.prove(channel.logId, keysOf(channel));
    holder.client.seed(channel.logId, [channel.genesis.bytes]);
    await holder.client.next('seeded');
    const writer = new TestWriter(channel, keysOf(channel));
    expect(await append(holder, attach(writer, file.id))).toBe('ack');
    const correspondent = await (await member(channel, 1)).askToken();
    expect((await correspondent.request(file.id, '/0')).status).toBe(200);
    const window = writer.write(
      'window',
      encodeWindowChange({ prevWindow: ZERO_HASH, full: undefined }),
    );
    expect(await append(holder, window)).toBe('ack');
    const full = { keptBlobs: [] };
    const narrowed = encodeWindowChange({ prevWindow: window.hash, full });
    expect(await append(holder, writer.write('window', narrowed))).toBe('ack');
    expect((await correspondent.request(file.id, '/0')).status).toBe(404);
    expect((await holder.askToken().then((h) => h.request(file.id, '/0'))).status).toBe(200);
    correspondent.client.send({ type: 'open', logId: channel.logId, after: 0 });
    const { items } = await correspondent.client.next('items');
    expect(items.map(({ type }) => type)).toEqual(['op', 'op', 'stub', 'op']);
    expect(items[2]).toMatchObject({ type: 'stub', seq: 2, hash: window.hash });
  });

  test('a closed channel’s blobs are gone, and its followers are told', async () => {
    const channel = await createTestLog('channel', [sideRights, depositRights]);
    const holder = await seeder(channel);
    const file = sealedFile(1);
    await holder.upload(file);
    const writer = new TestWriter(channel, keysOf(channel));
    await append(holder, attach(writer, file.id));
    const correspondent = await (await member(channel, 1)).askToken();
    correspondent.client.send({ type: 'open', logId: channel.logId, after: 0 });
    await correspondent.client.next('caughtUp');
    expect(await append(holder, writer.write('erase'))).toBe('ack');
    expect(await correspondent.client.next('erased')).toMatchObject({ logId: channel.logId });
    expect((await correspondent.request(file.id, '/0')).status).toBe(404);
    const { readdirSync } = await import('node:fs');
    await expect
      .poll(() => readdirSync(`${folder.path}/blobs`, { recursive: true }).map(String))
      .not.toContainEqual(expect.stringContaining(file.id));
  });

  test('a wiped relay lists the blobs it lacks, and any member sends them', async () => {
    const file = sealedFile(2);
    const writer = new TestWriter(record, keysOf(record));
    const op = attach(writer, file.id);
    const holder = await member(record);
    holder.client.seed(record.logId, [record.genesis.bytes, op.bytes]);
    expect((await holder.client.next('seeded')).missingBlobs).toEqual([file.id]);
    const other = await (await member(record, 1)).askToken();
    await other.upload(file);
    holder.client.seed(record.logId, [record.genesis.bytes, op.bytes]);
    expect((await holder.client.next('seeded')).missingBlobs).toEqual([]);
  });
});
