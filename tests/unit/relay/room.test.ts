import { beforeEach, describe, expect, test } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import { ZERO_HASH, type BlobId } from '#base/ids.ts';
import { DAY_MS } from '#base/time.ts';
import { hash } from '#crypto/hash.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { encodeBlobManifest, manifestBlobId } from '#protocol/blob-manifest.ts';
import { limits } from '#protocol/limits.ts';
import type { Op } from '#protocol/op.ts';
import { encodeBlobChange, encodeWindowChange } from '#protocol/payload-codec.ts';
import {
  createTestLog,
  depositRights,
  fullRights,
  keysOf,
  sideRights,
  TestWriter,
  type TestLog,
} from '../../relay/test-log.ts';
import { authors, BarePeer, BareRelay, provenIn } from './bare-relay.ts';

await cryptoReady();

/** A file of so many chunks, as it is declared. */
const file = (seed: number, chunks = 1): { readonly id: BlobId; readonly manifest: Bytes } => {
  const chunkHashes = Array.from({ length: chunks }, (_, i) => hash(Uint8Array.of(seed, i)));
  const manifest = { header: new Uint8Array(24), chunkHashes };
  return { id: manifestBlobId(manifest), manifest: encodeBlobManifest(manifest) };
};

describe('the room that a relay has', () => {
  let bare: BareRelay;
  let log: TestLog;
  let writer: TestWriter;
  const answer = async (op: Op, of = log): Promise<string> => {
    const peer = new BarePeer();
    bare.append(op, peer, provenIn(of));
    const { outcome } = await peer.next('answered');
    return outcome.type === 'accepted' ? 'accepted' : outcome.reason;
  };
  const declare = async ({ id, manifest }: ReturnType<typeof file>, of = log, member = 0) => {
    const bearer = { logId: of.logId, authors: authors(of, member) };
    const declared = await bare.relay.blobs.declare(bearer, id, manifest);
    return declared.ok ? 'ok' : declared.error;
  };
  const begin = async (maxLogBytes: number): Promise<void> => {
    bare = new BareRelay({ maxLogBytes });
    log = await createTestLog('record', [fullRights]);
    writer = new TestWriter(log, keysOf(log));
    await bare.seed(log);
  };
  beforeEach(() => begin(2 ** 40));

  test('on a nearly full disk is for what takes away, not for what only adds', async () => {
    bare.hasRoom = false;
    const blobs = [file(1).id];
    const update = writer.write();
    expect(await answer(update)).toBe('FULL');
    expect(await declare(file(1))).toBe('FULL');
    expect(
      await answer(new TestWriter(log, keysOf(log)).write('detach', encodeBlobChange({ blobs }))),
    ).toBe('accepted');
    const channel = await createTestLog('channel', [sideRights, depositRights]);
    expect(await bare.seed(channel)).toMatchObject({ type: 'seedRefused', reason: 'FULL' });
    bare.hasRoom = true;
    expect(await answer(update)).toBe('accepted');
    expect(await declare(file(1))).toBe('ok');
    await bare.seed(channel);
    bare.hasRoom = false;
    const side = new TestWriter(channel, keysOf(channel));
    const window = encodeWindowChange({ prevWindow: ZERO_HASH, full: undefined });
    expect(await answer(side.write('window', window), channel)).toBe('accepted');
    const deposit = new TestWriter(channel, keysOf(channel, 1)).write('deposit');
    expect(await answer(deposit, channel)).toBe('FULL');
    expect(await answer(side.write('erase'), channel)).toBe('accepted');
  });

  test('on a nearly full disk is for what a keyring says', async () => {
    const keyring = await createTestLog('keyring', [fullRights]);
    await bare.seed(keyring);
    bare.hasRoom = false;
    expect(await answer(new TestWriter(keyring, keysOf(keyring)).write(), keyring)).toBe(
      'accepted',
    );
  });

  test('of one log ends its ops and files, and a detach is taken all the same', async () => {
    await begin(10_000);
    const outcomes: string[] = [];
    for (let n = 0; n < 20; n++) outcomes.push(await answer(writer.write()));
    const taken = outcomes.filter((outcome) => outcome === 'accepted').length;
    expect(taken).toBeGreaterThan(1);
    expect(outcomes[taken]).toBe('QUOTA');
    expect(await declare(file(2))).toBe('QUOTA');
    const blobs = [file(2).id];
    expect(
      await answer(new TestWriter(log, keysOf(log)).write('detach', encodeBlobChange({ blobs }))),
    ).toBe('accepted');
  });

  test('of one log is known again after it was closed, and counts what was deleted off', async () => {
    const chunkBytes = 512 * 1024 + 17;
    await begin(3 * chunkBytes);
    expect(await declare(file(1, 2))).toBe('ok');
    bare.relay.sockets.table.drop(log.logId);
    expect(await declare(file(2, 2))).toBe('QUOTA');
    expect(await answer(writer.write())).toBe('accepted');
    bare.now += 8 * DAY_MS;
    await bare.relay.sweep();
    expect(await declare(file(2, 2))).toBe('ok');
  });

  test('for a depositor’s files of a day is not given twice, though the log was closed', async () => {
    const channel = await createTestLog('channel', [sideRights, depositRights]);
    await bare.seed(channel);
    const chunks = Math.floor(limits.depositBytesPerDay / (512 * 1024 + 17));
    expect(await declare(file(1, chunks), channel, 1)).toBe('ok');
    bare.relay.sockets.table.drop(channel.logId);
    expect(await declare(file(2, 2), channel, 1)).toBe('QUOTA');
    bare.now += DAY_MS;
    expect(await declare(file(2, 2), channel, 1)).toBe('ok');
  });

  test('for a seed is that of its log', async () => {
    const large = await createTestLog('record', [fullRights]);
    const ops = new TestWriter(large, keysOf(large));
    bare = new BareRelay({ maxLogBytes: 4_000 });
    const many = Array.from({ length: 8 }, () => ops.write());
    expect(await bare.seed(large, ...many)).toMatchObject({ reason: 'QUOTA' });
    expect(await bare.storage.findLog(large.logId)).toBeUndefined();
    expect(await bare.seed(large)).toMatchObject({ type: 'seeded' });
    expect(await bare.seed(large, ...many)).toMatchObject({ reason: 'QUOTA' });
  });
});
