import { beforeAll, describe, expect, test } from 'vitest';
import { MemoryDisk } from '#adapters/memory-disk.ts';
import { toHex, type Bytes } from '#base/bytes.ts';
import type { BlobId, EntryId } from '#base/ids.ts';
import { createMemberKeys } from '#crypto/keys.ts';
import { systemRandom } from '#crypto/random.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { accessChange } from '#protocol/genesis.ts';
import { decodeOp, openOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import {
  encodeBarePayload,
  encodeBlobChange,
  encodeWindowChange,
  encodeWindowPayload,
} from '#protocol/payload-codec.ts';
import type { LogSort } from '#protocol/access.ts';
import { makeLog, memberOf } from '#vault/make-log.ts';
import { EMPTY, drawWriter, type OpenLog } from '#vault/open-log.ts';
import type { OpenVault } from '#vault/open-vault.ts';
import { resealUnsent, startNewWriter } from '#vault/reseal.ts';
import type { VaultParts } from '#vault/vault-parts.ts';
import { inBatch, must, partsOn } from './open-parts.ts';

const ADMIN = { read: true, write: true, deposit: false, admin: true } as const;
const SIDE = { ...ADMIN, write: false } as const;
const entry = '0'.repeat(32) as EntryId;
const lsk = new Uint8Array(32).fill(3);

beforeAll(cryptoReady);

/** A log with ops of which the relay has the first; the others wait. */
async function waitingLog(
  sort: LogSort,
  write: (parts: VaultParts, log: OpenLog) => Promise<void>,
): Promise<{ parts: VaultParts; vault: OpenVault; log: OpenLog; disk: MemoryDisk }> {
  const disk = new MemoryDisk();
  const parts = await partsOn(disk, lsk);
  const member = createMemberKeys(systemRandom);
  const made = await makeLog(systemRandom, undefined, member, {
    sort,
    ownerSigningKey: signingKeyPairFromSeed(systemRandom.bytes(32)),
    members: [memberOf(member, sort === 'channel' ? SIDE : ADMIN, undefined, '')],
  });
  const { log, genesis } = made;
  must(
    await inBatch(parts, (batch) => {
      parts.logs.create(batch, log.row, log, genesis);
    }),
  );
  await write(parts, log);
  const [first, second] = await opsOf(parts, log);
  must(
    await inBatch(parts, (batch) => {
      if (first) parts.logs.acknowledge(batch, log, first.hash, 1);
      if (second) parts.logs.acknowledge(batch, log, second.hash, 2);
    }),
  );
  return { parts, vault: { ...parts, keyring: log.logId }, log, disk };
}

const update = (parts: VaultParts, log: OpenLog, text: string): Promise<void> =>
  inBatch(parts, (batch) => {
    const payload = new TextEncoder().encode(text);
    parts.logs.append(batch, log, { kind: 'update', publicPart: EMPTY, payload, entries: [entry] });
  }).then(must);

async function opsOf({ logs }: VaultParts, log: OpenLog): Promise<Op[]> {
  return must(await logs.unsentOps(log.logId)).map(({ bytes }) => {
    const op = decodeOp(bytes);
    if (!op.ok) throw new Error('an op of ours');
    return op.value;
  });
}

const textOf = (op: Op, key: Bytes | undefined): string => {
  const body = key && openOp(op, key);
  return body?.ok === true ? new TextDecoder().decode(body.value.payload) : 'does not open';
};

const threeUpdates = async (parts: VaultParts, log: OpenLog): Promise<void> => {
  for (const text of ['one', 'two', 'three']) await update(parts, log, text);
};

describe('ops sealed anew after the epoch turned', () => {
  test('say the same under the new key, behind what the relay holds, and the old bytes are gone', async () => {
    const { parts, vault, log, disk } = await waitingLog('record', threeUpdates);
    const before = await opsOf(parts, log);
    const newcomer = createMemberKeys(systemRandom);
    const changed = await accessChange({ random: systemRandom }, log.state, {
      signing: log.member.signing,
      writer: drawWriter(systemRandom),
      seen: log.cursor,
      logKey: log.keyOf(1) ?? EMPTY,
      kemPublicKeys: new Map([[log.author, log.member.kemPublicKey]]),
      add: [memberOf(newcomer, ADMIN, undefined, 'newcomer')],
      turn: true,
    });
    if (!changed.ok) throw new Error('the epoch turns');
    must(
      await inBatch(parts, (batch) => {
        const epochKeys = { ...log.row.epochKeys, '2': toHex(changed.value.logKey) };
        parts.logs.changeRow(batch, log, { ...log.row, epochKeys });
        parts.logs.receive(batch, log, changed.value.op, 3);
      }),
    );
    must(await resealUnsent(vault, log));
    const after = await opsOf(parts, log);
    expect(after.map((op) => textOf(op, changed.value.logKey))).toEqual(['two', 'three']);
    expect(after.map(({ epoch }) => epoch)).toEqual([2, 2]);
    expect(after.map(({ seq }) => seq)).toEqual(before.map(({ seq }) => seq));
    expect(after[0]?.prevHash).toBe(before[0]?.prevHash);
    expect(after[1]?.prevHash).toBe(after[0]?.hash);
    expect(parts.logs.unsent().every(({ entries }) => entries.includes(entry))).toBe(true);
    const stored = disk.everyValue().map(toHex);
    for (const { bytes } of before) expect(stored).not.toContain(toHex(bytes));
    const reopened = await partsOn(disk, lsk);
    expect(await opsOf(reopened, reopened.logs.must(log.logId))).toEqual(after);
  });
});

describe('ops sealed anew under another writer', () => {
  test('begin a chain of their own; the former one stands where the relay holds it', async () => {
    const { parts, vault, log } = await waitingLog('record', threeUpdates);
    const [next] = await opsOf(parts, log);
    const formerChain = log.ownChain;
    must(await startNewWriter(vault, log));
    const after = await opsOf(parts, log);
    expect(after.map((op) => textOf(op, log.keyOf(1)))).toEqual(['two', 'three']);
    expect(after.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(after.every(({ writer }) => writer === log.row.writer)).toBe(true);
    expect(log.ownChain).not.toBe(formerChain);
    expect(log.state.chains.get(formerChain)?.hash).toBe(next?.prevHash);
    await update(parts, log, 'four');
    expect((await opsOf(parts, log)).at(-1)?.seq).toBe(3);
  });

  test('a commit that fails leaves memory and disk as they were', async () => {
    let isFull = false;
    const { vault, log, parts, disk } = await waitingLog('record', threeUpdates);
    const faulty: OpenVault = {
      ...vault,
      commit: (batch) => {
        isFull = true;
        batch.giveUp();
        return Promise.resolve({ ok: false, error: { type: 'DeviceFull' } });
      },
    };
    const before = await opsOf(parts, log);
    const values = disk.everyValue().map(toHex);
    expect((await startNewWriter(faulty, log)).ok).toBe(false);
    expect(isFull).toBe(true);
    expect(await opsOf(parts, log)).toEqual(before);
    expect(disk.everyValue().map(toHex)).toEqual(values);
    await update(parts, log, 'four');
    const [, , last] = await opsOf(parts, log);
    expect(last?.seq).toBe(4);
    expect(last?.prevHash).toBe(before.at(-1)?.hash);
  });
});

describe('windows and erases that lost their place', () => {
  test('are given up, to be computed again; what else waits is sealed anew', async () => {
    const publish = (parts: VaultParts, log: OpenLog, rev: number): Promise<void> =>
      inBatch(parts, (batch) => {
        const publicPart = encodeWindowChange({
          prevWindow: log.state.windowHead,
          full: undefined,
        });
        const payload = encodeWindowPayload({ rev, about: '{}', puts: [], removed: [] });
        parts.logs.append(batch, log, { kind: 'window', publicPart, payload });
      }).then(must);
    const { parts, vault, log } = await waitingLog('channel', async (of, its) => {
      await publish(of, its, 1);
      await publish(of, its, 2);
      await inBatch(of, (batch) => {
        const payload = encodeBarePayload();
        const blobs = encodeBlobChange({ blobs: ['b'.repeat(64) as BlobId] });
        of.logs.append(batch, its, { kind: 'attach', publicPart: blobs, payload });
        of.logs.append(batch, its, { kind: 'erase', publicPart: EMPTY, payload });
      });
    });
    const [waiting] = await opsOf(parts, log);
    expect(waiting?.kind).toBe('window');
    must(await resealUnsent(vault, log));
    const after = await opsOf(parts, log);
    expect(after.map(({ kind, seq }) => [kind, seq])).toEqual([['attach', 2]]);
    expect(log.state.erased).toBe(false);
    expect(after[0]?.prevHash).toBe(waiting?.prevHash);
    expect(log.state.windowHead).toBe(waiting?.prevHash);
  });
});
