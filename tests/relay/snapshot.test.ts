import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemoryDisk } from '#adapters/memory-disk.ts';
import { DAY_MS, instant } from '#base/time.ts';
import { RelayOnDisk, Watched, must } from './devices.ts';
import { deviceOn } from './people.ts';
import {
  begin,
  keptOps,
  labels,
  labelsOf,
  never,
  pause,
  refusingSnapshots,
  restore,
  soon,
  untilCompact,
  untilSynced,
  write,
} from './snapshot-life.ts';

const ENTRIES = 40;

describe('a record with snapshots', () => {
  let relay: RelayOnDisk;
  let nowMs = Date.now();
  beforeAll(async () => {
    relay = await RelayOnDisk.start({ clock: { now: () => instant(nowMs) } });
  });
  afterAll(() => relay.dispose());

  test('leaves the device small, and comes back whole to an empty one in far fewer ops', async () => {
    const life = await begin(relay.url);
    await write(life, 1, ENTRIES);
    await untilCompact(life, 15);
    const restored = await restore(relay.url, life);
    expect(await labelsOf(restored, ENTRIES)).toEqual(labels(ENTRIES));
    const ops = await keptOps(restored, life.record);
    expect(ops.filter(({ kind }) => kind === 'update').length).toBeLessThan(ENTRIES / 2);
    await write(restored, ENTRIES + 1, ENTRIES + 2);
    expect(await labelsOf(life, ENTRIES + 2)).toEqual(labels(ENTRIES + 2));
    await write(life, ENTRIES + 3, ENTRIES + 4);
    expect(await labelsOf(restored, ENTRIES + 4)).toEqual(labels(ENTRIES + 4));
    await Promise.all([life.vault.lock(), restored.vault.lock()]);
  });

  test('the bytes of what it covers are gone from the relay once their time has come', async () => {
    const life = await begin(relay.url, never);
    await write(life, 1, 12);
    await untilSynced(life);
    const covered = (await keptOps(life, life.record)).find(({ kind }) => kind === 'update');
    const canary = Buffer.from(covered?.bytes.slice(-80) ?? []);
    await life.vault.lock();
    const again = { ...life, ...(await deviceOn(relay.url, life.disk, soon)) };
    must(await again.vault.unlock(''));
    await untilCompact(again, 2);
    const isOnDisk = (): boolean =>
      readdirSync(relay.folder)
        .filter((name) => name.startsWith('relay.sqlite'))
        .some((name) => readFileSync(join(relay.folder, name)).includes(canary));
    expect(isOnDisk()).toBe(true);
    nowMs += 91 * DAY_MS;
    await relay.stop();
    await relay.start();
    for (let tries = 0; isOnDisk() && tries < 100; tries++) await pause(20);
    expect(isOnDisk()).toBe(false);
    const restored = await restore(relay.url, life);
    expect(await labelsOf(restored, 12)).toEqual(labels(12));
    await Promise.all([again.vault.lock(), restored.vault.lock()]);
  });

  test('an archive made of it brings everything back, with no network at all', async () => {
    const life = await begin(relay.url);
    await write(life, 1, ENTRIES);
    await untilCompact(life, 15);
    const { archive } = must(await life.vault.run({ type: 'makeArchive' }));
    const checked = must(await life.vault.run({ type: 'checkArchive', archive }));
    expect(checked.isWhole).toBe(true);
    await life.vault.lock();
    const other = await deviceOn('http://localhost:9', new MemoryDisk(), never);
    const { words, record } = life;
    must(await other.vault.run({ type: 'restoreFromArchive', archive, words, lock: undefined }));
    expect(await labelsOf({ ...other, record }, ENTRIES)).toEqual(labels(ENTRIES));
    await other.vault.lock();
  });

  test('a device whose phrase is forgotten rebuilds itself from what it kept', async () => {
    const life = await begin(relay.url);
    await write(life, 1, ENTRIES);
    await untilCompact(life, 15);
    await life.vault.lock();
    const again = await deviceOn(relay.url, life.disk, never);
    const { words, record } = life;
    must(await again.vault.run({ type: 'rebuildFromDevice', words, lock: undefined }));
    expect(await labelsOf({ ...again, record }, ENTRIES)).toEqual(labels(ENTRIES));
    await write({ ...again, record }, ENTRIES + 1, ENTRIES + 1);
    await untilSynced({ ...again, record });
    await again.vault.lock();
  });

  test('a relay that was wiped takes it back from its snapshot, docs included', async () => {
    const own = await RelayOnDisk.start();
    const life = await begin(own.url);
    await write(life, 1, ENTRIES);
    await untilCompact(life, 15);
    await own.wipe();
    const safety = await Watched.on(life.vault, { type: 'safety', record: life.record });
    await safety.until(({ notices }) => notices.includes('relayReset'));
    must(await life.vault.run({ type: 'acceptRelay' }));
    await write(life, ENTRIES + 1, ENTRIES + 1);
    await untilSynced(life);
    const restored = await restore(own.url, life);
    expect(await labelsOf(restored, ENTRIES + 1)).toEqual(labels(ENTRIES + 1));
    await Promise.all([life.vault.lock(), restored.vault.lock()]);
    await own.dispose();
  });

  test('one that was cut short between its docs and its op is taken after the next opening', async () => {
    const life = await begin(relay.url, never);
    await write(life, 1, ENTRIES);
    await untilSynced(life);
    await life.vault.lock();
    const { store, refused } = refusingSnapshots(life.disk);
    const cut = await deviceOn(relay.url, life.disk, { ...soon, store });
    must(await cut.vault.unlock(''));
    const left = await refused;
    await cut.vault.lock();
    const again = { ...life, ...(await deviceOn(relay.url, left, soon)) };
    must(await again.vault.unlock(''));
    await untilCompact(again, 2);
    expect(await labelsOf(again, ENTRIES)).toEqual(labels(ENTRIES));
    await again.vault.lock();
  });

  test('two devices that write and take snapshots by turns stay equal, and so does a third', async () => {
    const life = await begin(relay.url);
    await write(life, 1, 5);
    await untilSynced(life);
    const second = await restore(relay.url, life, soon);
    for (let n = 6; n <= ENTRIES; n += 2) {
      await Promise.all([write(life, n, n), write(second, n + 1, n + 1)]);
    }
    const count = ENTRIES + 1;
    expect(await labelsOf(life, count)).toEqual(labels(count));
    expect(await labelsOf(second, count)).toEqual(labels(count));
    await untilCompact(life, 15);
    await untilCompact(second, 15);
    const third = await restore(relay.url, life, never);
    expect(await labelsOf(third, count)).toEqual(labels(count));
    await Promise.all([life, second, third].map(({ vault }) => vault.lock()));
  });
});
