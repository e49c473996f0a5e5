import { beforeEach, describe, expect, test } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import type { BlobId } from '#base/ids.ts';
import { DAY_MS } from '#base/time.ts';
import { hash } from '#crypto/hash.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { encodeBlobManifest, manifestBlobId } from '#protocol/blob-manifest.ts';
import { encodeBlobChange } from '#protocol/payload-codec.ts';
import {
  createTestLog,
  fullRights,
  keysOf,
  TestWriter,
  type TestLog,
} from '../../relay/test-log.ts';
import { authors, BarePeer, BareRelay, provenIn } from './bare-relay.ts';

await cryptoReady();

const chunk: Bytes = new Uint8Array(100).fill(5);
const manifest = { header: new Uint8Array(24), chunkHashes: [hash(chunk)] };
const BLOB: BlobId = manifestBlobId(manifest);

describe('what the relay deletes in its time', () => {
  let bare: BareRelay;
  let log: TestLog;
  let writer: TestWriter;
  beforeEach(async () => {
    bare = new BareRelay();
    log = await createTestLog('record', [fullRights]);
    writer = new TestWriter(log, keysOf(log));
    await bare.seed(log);
    const bearer = { logId: log.logId, authors: authors(log) };
    await bare.relay.blobs.declare(bearer, BLOB, encodeBlobManifest(manifest));
    await bare.relay.blobs.putChunk(bearer, BLOB, 0, chunk);
  });
  const append = async (kind: 'attach' | 'detach'): Promise<string> => {
    const peer = new BarePeer();
    const op = writer.write(kind, encodeBlobChange({ blobs: [BLOB] }));
    bare.append(op, peer, provenIn(log));
    return (await peer.next('answered')).outcome.type;
  };
  const isHeld = async (): Promise<boolean> => (await bare.blobs.list()).includes(BLOB);
  const after = async (days: number): Promise<boolean> => {
    bare.now += days * DAY_MS + 1;
    await bare.relay.sweep();
    return isHeld();
  };

  test('a blob never attached, after 7 days', async () => {
    expect(await after(6.9)).toBe(true);
    expect(await after(0.1)).toBe(false);
  });

  test('an attached one, never', async () => {
    expect(await append('attach')).toBe('accepted');
    expect(await after(4_000)).toBe(true);
  });

  test('a detached one, after 30 days', async () => {
    await append('attach');
    await append('detach');
    expect(await after(29.9)).toBe(true);
    expect(await after(0.1)).toBe(false);
  });

  test('one that was attached again in the meantime stays', async () => {
    await append('attach');
    await append('detach');
    await after(20);
    await append('attach');
    expect(await after(20)).toBe(true);
  });

  test('files that no log refers to, at once', async () => {
    const stray = 'ee'.repeat(32) as BlobId;
    await bare.blobs.declare(stray, chunk);
    await bare.relay.sweep();
    expect(await bare.blobs.list()).toEqual([BLOB]);
  });
});
