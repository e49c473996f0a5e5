import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VaultApi } from '#vault/api.ts';
import { Watched, device, must, type Device } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import { deviceOn } from './people.ts';
import {
  begin,
  never,
  pause,
  soon,
  untilCompact,
  untilSynced,
  write,
  type Life,
} from './snapshot-life.ts';

/** Makes an archive and reads it back, as a person who keeps it elsewhere does. */
async function archive({ vault }: Life): Promise<void> {
  const made = must(await vault.run({ type: 'makeArchive' }));
  const checked = must(await vault.run({ type: 'checkArchive', archive: made.archive }));
  expect(checked.isWhole).toBe(true);
}

/** Another device of the same person, by its code. */
async function join(url: string, first: VaultApi): Promise<Device> {
  const second = await device(url);
  const shown = must(await second.vault.run({ type: 'showDeviceCode', name: '' }));
  const read = must(await first.run({ type: 'readDeviceCode', text: shown.qrText }));
  const { pairing } = shown;
  must(await second.vault.run({ type: 'awaitDeviceWords', pairing }));
  const joining = second.vault.run({ type: 'joinNotebook', pairing, lock: undefined });
  must(await first.run({ type: 'admitDevice', pairing: read.pairing, same: true }));
  must(await joining);
  return second;
}

const allOps = async ({ store }: Life): Promise<number> =>
  must(await store.range('ops', { from: '', to: '\uffff' })).length;

describe('the word of a record', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('stays Sauvegardé while a snapshot is sealed, sent and made use of', async () => {
    const life = await begin(relay.url, never);
    await write(life, 1, 12);
    await untilSynced(life);
    await archive(life);
    const before = await Watched.on(life.vault, { type: 'safety', record: life.record });
    await before.until(({ word }) => word === 'backedUp');
    await life.vault.lock();

    const again = { ...life, ...(await deviceOn(relay.url, life.disk, soon)) };
    must(await again.vault.unlock(''));
    const words: string[] = [];
    await again.vault.watch({ type: 'safety', record: life.record }, (answer) => {
      if (answer.ok) words.push(answer.value.word);
    });
    await untilCompact(again, 2);
    expect(new Set(words)).toEqual(new Set(['backedUp']));
    await write(again, 13, 13);
    const after = await Watched.on(again.vault, { type: 'safety', record: life.record });
    await after.until(({ word }) => word === 'synced');
    await again.vault.lock();
  });

  test('becomes Sauvegardé once a second device holds all of it, files included, and says so', async () => {
    const life = await begin(relay.url, never);
    await write(life, 1, 3);
    const { vault, record } = life;
    const fields = { title: 'Journal', category: 'other' };
    const file = new File(['Rien à signaler.'], 'journal.txt', { type: 'text/plain' });
    const added = must(await vault.run({ type: 'addDocument', record, file, fields }));
    await untilSynced(life);
    const word = await Watched.on(vault, { type: 'safety', record });
    const second = await join(relay.url, vault);
    await word.until((answer) => answer.word === 'backedUp');
    const there = await Watched.on(second.vault, { type: 'safety', record });
    await there.until((answer) => answer.word === 'backedUp');
    // The second device has the file itself: it opens there without a network.
    second.wire.setOnline(false);
    const opened = await second.vault.openFile({ from: 'record', record, entry: added.entry });
    expect(opened.ok && (await opened.value.blob.text())).toBe('Rien à signaler.');

    await write(life, 4, 4);
    await word.until((answer) => answer.word === 'synced');
    expect(word.latest).toMatchObject({ value: { word: 'synced' } });
    second.wire.setOnline(true);
    must(await second.vault.run({ type: 'syncNow' }));
    await word.until((answer) => answer.word === 'backedUp');
    await Promise.all([vault.lock(), second.vault.lock()]);
  });

  test('two devices do not answer each other’s receipts for ever', async () => {
    const life = await begin(relay.url, never);
    const second = await join(relay.url, life.vault);
    const { record } = life;
    for (const { vault } of [life, second]) {
      const safety = await Watched.on(vault, { type: 'safety', record });
      await safety.until(({ word }) => word === 'backedUp');
    }
    await pause(3_000);
    const ops = await allOps(life);
    await pause(3_000);
    expect(await allOps(life)).toBe(ops);
    await Promise.all([life.vault.lock(), second.vault.lock()]);
  });
});
