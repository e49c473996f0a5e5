import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Watched, must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import {
  add,
  addPdf,
  allergy,
  deviceOn,
  namesIn,
  newHolder,
  untilWord,
  type Holder,
} from './people.ts';

/** The same profile on a second device, as a copied browser profile makes it. */
async function cloneOf(relay: MemoryRelay, holder: Holder): Promise<Holder> {
  const disk = holder.disk.copy();
  const made = await deviceOn(relay.url, disk);
  return { ...made, disk, record: holder.record };
}

const substances = (of: Holder) => namesIn(of, 'allergies', 'substance');

async function untilSubstances(of: Holder, wanted: readonly string[]): Promise<void> {
  const { vault, record } = of;
  const entries = await Watched.on(vault, { type: 'entries', record, section: 'allergies' });
  const sorted = wanted.map((name) => JSON.stringify(name)).sort();
  await entries.until(({ entries: found }) => {
    const names = found.map((entry) => JSON.stringify(entry.fields['substance'])).sort();
    return names.join() === sorted.join();
  });
}

describe('a device and a copy of it', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('both write offline in the same slots: the second draws a new writer and nothing is lost', async () => {
    const first = await newHolder(relay.url);
    await allergy(first, 'Latex');
    await untilWord(first, 'synced');
    const second = await cloneOf(relay, first);
    second.wire.setOnline(false);
    must(await second.vault.unlock(''));
    await allergy(second, 'Pollen');
    await allergy(second, 'Noix');
    await allergy(first, 'Iode');
    await allergy(first, 'Soja');
    await untilWord(first, 'synced');
    second.wire.setOnline(true);
    must(await second.vault.run({ type: 'syncNow' }));
    const all = ['Latex', 'Pollen', 'Noix', 'Iode', 'Soja'];
    await untilSubstances(second, all);
    await untilWord(second, 'synced');
    await untilSubstances(first, all);
    await untilWord(first, 'synced');
    await Promise.all([first.vault.lock(), second.vault.lock()]);
    must(await first.vault.unlock(''));
    expect(await substances(first)).toEqual(all.map((name) => JSON.stringify(name)).sort());
    await first.vault.lock();
  });

  test('both write while connected: each shows what the other wrote, whoever was first', async () => {
    const first = await newHolder(relay.url);
    await allergy(first, 'Latex');
    await untilWord(first, 'synced');
    const second = await cloneOf(relay, first);
    must(await second.vault.unlock(''));
    await untilWord(second, 'synced');
    const names: string[] = ['Latex'];
    for (let turn = 0; turn < 6; turn++) {
      names.push(`a${String(turn)}`, `b${String(turn)}`);
      await Promise.all([allergy(first, `a${String(turn)}`), allergy(second, `b${String(turn)}`)]);
    }
    await Promise.all([untilSubstances(first, names), untilSubstances(second, names)]);
    await Promise.all([untilWord(first, 'synced'), untilWord(second, 'synced')]);
    const safety = await Watched.on(first.vault, { type: 'safety', record: first.record });
    const { notices } = await safety.until(() => true);
    expect(notices).toEqual(['unprotected']);
    await Promise.all([first.vault.lock(), second.vault.lock()]);
  });

  test('what came after a file in the same writer’s chain is taken too', async () => {
    const first = await newHolder(relay.url);
    await untilWord(first, 'synced');
    const second = await cloneOf(relay, first);
    second.wire.setOnline(false);
    must(await second.vault.unlock(''));
    await addPdf(first, 'Bilan');
    await untilWord(first, 'synced');
    await allergy(first, 'Iode');
    await add(first, 'treatments', { label: 'Amlodipine' });
    await untilWord(first, 'synced');
    second.wire.setOnline(true);
    must(await second.vault.run({ type: 'syncNow' }));
    await untilSubstances(second, ['Iode']);
    expect(await namesIn(second, 'documents', 'title')).toEqual(['"Bilan"']);
    expect(await namesIn(second, 'treatments', 'label')).toEqual(['"Amlodipine"']);
    await Promise.all([first.vault.lock(), second.vault.lock()]);
  });
});
