import { beforeEach, describe, expect, test } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import {
  createTestLog,
  fullRights,
  keysOf,
  TestWriter,
  type TestLog,
} from '../../relay/test-log.ts';
import { authors, BarePeer, BareRelay } from './bare-relay.ts';

await cryptoReady();

describe('the desk where ops are taken', () => {
  let bare: BareRelay;
  let log: TestLog;
  let writer: TestWriter;
  let peer: BarePeer;
  beforeEach(async () => {
    bare = new BareRelay();
    log = await createTestLog('record', [fullRights, fullRights]);
    writer = new TestWriter(log, keysOf(log));
    peer = new BarePeer();
    await bare.seed(log);
  });
  const outcome = async () => (await peer.next('answered')).outcome;

  test('an op is acknowledged with its place, once, and told to who follows', async () => {
    const follower = new BarePeer();
    bare.relay.sockets.followers.follow(log.logId, follower, authors(log, 1));
    bare.append(writer.write(), peer);
    expect(peer.events).toEqual([]);
    expect(await outcome()).toEqual({ type: 'accepted', relaySeq: 2 });
    const { items } = await follower.next('live');
    expect(items).toMatchObject({ logId: log.logId, firstSeq: 2, lastSeq: 2 });
    expect(items.fromOthers).toBeUndefined();
  });

  test('who appended while following is told that nothing is new to it', async () => {
    bare.relay.sockets.followers.follow(log.logId, peer, authors(log));
    const other = new BarePeer();
    bare.append(writer.write(), peer);
    bare.append(new TestWriter(log, keysOf(log, 1)).write(), other);
    const { items } = await peer.next('live');
    expect(items).toMatchObject({ firstSeq: 2, lastSeq: 3 });
    expect(items.fromOthers?.map(({ relaySeq }) => relaySeq)).toEqual([3]);
  });

  test('a full disk is said, and the same ops are taken once there is room', async () => {
    const ops = [writer.write(), writer.write(), writer.write()];
    bare.isFull = true;
    for (const op of ops) bare.append(op, peer);
    for (let n = 0; n < ops.length; n++) {
      expect(await outcome()).toMatchObject({ reason: 'FULL' });
    }
    bare.isFull = false;
    for (const op of ops) bare.append(op, peer);
    expect(await outcome()).toEqual({ type: 'accepted', relaySeq: 2 });
    expect(await outcome()).toEqual({ type: 'accepted', relaySeq: 3 });
    expect(await outcome()).toEqual({ type: 'accepted', relaySeq: 4 });
    expect(bare.failures).toEqual([]);
  });

  test('what follows an op that the disk refused in the same turn is refused too', async () => {
    const ops = [writer.write(), writer.write()];
    bare.isFull = true;
    bare.append(ops[0] ?? writer.write(), peer);
    await new Promise((resolve) => setImmediate(resolve));
    bare.isFull = false;
    expect(await outcome()).toMatchObject({ type: 'refused' });
    bare.append(ops[1] ?? writer.write(), peer);
    expect(await outcome()).toMatchObject({ reason: 'GAP', held: { seq: 0 } });
  });

  test('an op sent twice in one turn stands once', async () => {
    const op = writer.write();
    bare.append(op, peer);
    bare.append(op, peer);
    expect(await outcome()).toEqual({ type: 'accepted', relaySeq: 2 });
    expect(await outcome()).toEqual({ type: 'accepted', relaySeq: 2 });
    expect(await bare.storage.readOps(log.logId, 0, 10, 1e6)).toHaveLength(2);
  });

  test('an op sent twice that the disk refused is no fork', async () => {
    const op = writer.write();
    bare.isFull = true;
    bare.append(op, peer);
    bare.append(op, peer);
    expect(await outcome()).toMatchObject({ reason: 'FULL' });
    expect(await outcome()).toMatchObject({ reason: 'BUSY' });
    bare.isFull = false;
    bare.append(op, peer);
    expect(await outcome()).toEqual({ type: 'accepted', relaySeq: 2 });
  });

  test('a log that memory has forgotten goes on where the disk left it', async () => {
    const ops = Array.from({ length: 5 }, () => writer.write());
    for (const op of ops.slice(0, 4)) bare.append(op, peer);
    for (let n = 0; n < 4; n++) await outcome();
    bare.relay.sockets.table.drop(log.logId);
    bare.append(ops[4] ?? writer.write(), peer);
    expect(await outcome()).toEqual({ type: 'accepted', relaySeq: 6 });
    bare.append(ops[1] ?? writer.write(), peer);
    expect(await outcome()).toEqual({ type: 'accepted', relaySeq: 3 });
  });
});
