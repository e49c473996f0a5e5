import { describe, expect, test } from 'vitest';
import { toHex } from '#base/bytes.ts';
import type { MemoryDisk } from '#adapters/memory-disk.ts';
import type { LogId } from '#base/ids.ts';
import { must } from './devices.ts';
import { FastTime } from './fast-time.ts';
import { MemoryRelay } from './memory-relay.ts';
import { deviceOn, untilWord } from './people.ts';
import { opsIn } from './relay-dump.ts';
import { openDisk } from './vault-keys.ts';
import { acts, answersOf, createRecord, faultyDevice } from './vault-script.ts';

/** The device as a crash right after one of its commits leaves it, and what had been said by then. */
type Image = { readonly disk: MemoryDisk; readonly stored: string | undefined };

/** The same answers, but for what changes when a device comes in sync. */
const withoutSync = (answers: string): string =>
  JSON.stringify((JSON.parse(answers) as unknown[]).slice(0, -2));

/** A life in which every act is stored, and the disk after each of its commits. */
async function live(): Promise<{ record: LogId; images: Image[]; confirmed: string[] }> {
  const { vault, disk, faults, wire } = await faultyDevice('http://localhost:1');
  wire.setOnline(false);
  const record = await createRecord(vault);
  const images: Image[] = [{ disk: disk.copy(), stored: await answersOf(vault, record) }];
  const confirmed: string[] = [images[0]?.stored ?? ''];
  faults.committed = () => {
    images.push({ disk: disk.copy(), stored: confirmed.at(-1) });
  };
  for (const { run } of acts) {
    expect(await run(vault, record)).toMatchObject({ ok: true });
    confirmed.push(await answersOf(vault, record));
  }
  images.push({ disk: disk.copy(), stored: confirmed.at(-1) });
  await vault.lock();
  return { record, images, confirmed };
}

describe('a vault closed without warning', () => {
  test('A vault closed without warning at any commit loses nothing that was “Enregistré”, and sends the very same bytes', async () => {
    const { record, images, confirmed } = await live();
    expect(images.length).toBeGreaterThan(acts.length);
    for (const { disk, stored } of images) {
      const relay = await MemoryRelay.start();
      const waiting = await outboxOf(disk, record);
      expect(waiting.length).toBeGreaterThan(0);
      const time = new FastTime(40);
      const device = await deviceOn(relay.url, disk, time);
      must(await device.vault.unlock(''));
      const found = withoutSync(await answersOf(device.vault, record));
      // What was confirmed is there; the act under way is there whole, or not at all.
      const allowed = [stored, confirmed[confirmed.indexOf(stored ?? '') + 1]]
        .filter((answers) => answers !== undefined)
        .map(withoutSync);
      expect(allowed).toContain(found);
      await untilWord({ ...device, disk, record }, 'synced');
      const sent = opsIn(relay, record).map(({ bytes }) => toHex(bytes));
      expect(sent.slice(0, waiting.length)).toEqual(waiting);
      expect(withoutSync(await answersOf(device.vault, record))).toBe(found);
      await device.vault.lock();
      await relay.stop();
    }
  });

  test('in the middle of sending goes on with the same bytes, each of them once at the relay', async () => {
    const { record, images } = await live();
    const last = images.at(-1);
    if (!last) throw new Error('a life leaves its disk');
    const waiting = await outboxOf(last.disk, record);
    for (let heard = 1; heard <= 8; heard++) {
      const relay = await MemoryRelay.start();
      const disk = last.disk.copy();
      const time = new FastTime(40);
      const first = await deviceOn(relay.url, disk, time);
      let left = heard;
      first.wire.tamper = (message) => (left-- > 0 ? message : undefined);
      must(await first.vault.unlock(''));
      await new Promise((resolve) => setTimeout(resolve, 60));
      const crashed = disk.copy();
      await first.vault.lock();
      const second = await deviceOn(relay.url, crashed, time);
      must(await second.vault.unlock(''));
      await untilWord({ ...second, disk: crashed, record }, 'synced');
      const held = opsIn(relay, record).map(({ bytes }) => toHex(bytes));
      expect(new Set(held).size).toBe(held.length);
      expect(held.slice(0, waiting.length)).toEqual(waiting);
      await second.vault.lock();
      await relay.stop();
    }
  });
});

/** The ops of a record that wait on a disk, as bytes. */
async function outboxOf(disk: MemoryDisk, record: LogId): Promise<string[]> {
  const parts = await openDisk(disk);
  return must(await parts.logs.unsentOps(record)).map(({ bytes }) => toHex(bytes));
}
