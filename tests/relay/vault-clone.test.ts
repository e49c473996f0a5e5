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
  newPractitioner,
  pair,
  patientOf,
  untilWord,
  type Holder,
} from './people.ts';
import { opsIn } from './relay-dump.ts';

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
    const said = await Watched.on(second.vault, { type: 'safety', record: second.record });
    await said.until(({ notices }) => notices.includes('deviceCopied'));
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

  test('both publish one window: its reader sees what each wrote, and they do not answer each other for ever', async () => {
    const first = await newHolder(relay.url);
    const practitioner = await newPractitioner(relay.url);
    await allergy(first, 'Latex');
    await untilWord(first, 'synced');
    const { channel } = await pair(first, practitioner);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    await untilWord(first, 'synced');
    const second = await cloneOf(relay, first);
    must(await second.vault.unlock(''));
    await untilWord(second, 'synced');
    for (let turn = 0; turn < 5; turn++) {
      const hidden = await Promise.all([
        allergy(first, `a${String(turn)}`),
        allergy(second, `b${String(turn)}`),
      ]);
      await untilSubstances(first, [...namesUntil(turn), 'Latex']);
      await untilSubstances(second, [...namesUntil(turn), 'Latex']);
      const { record } = first;
      const [entry] = hidden;
      must(await second.vault.run({ type: 'markEntry', record, entry, hidden: true }));
    }
    await patient.until(({ view }) => {
      const shown = view?.entries.map(({ fields }) => JSON.stringify(fields['substance'])).sort();
      return shown?.join() === '"Latex","b0","b1","b2","b3","b4"';
    });
    await Promise.all([untilWord(first, 'synced'), untilWord(second, 'synced')]);
    let published = 0;
    for (let rounds = 0; published < opsIn(relay, channel).length; rounds++) {
      published = opsIn(relay, channel).length;
      expect(rounds).toBeLessThan(8);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    }
    // Genesis, and for each of ten changes and five hidings at most one from each of the two.
    expect(published).toBeLessThan(1 + 2 * 15);
    const safety = await Watched.on(practitioner.vault, {
      type: 'safety',
      record: practitioner.record,
    });
    expect((await safety.until(() => true)).notices).toEqual(['unprotected']);
    await Promise.all([first, second, practitioner].map(({ vault }) => vault.lock()));
  });
});

/** What both wrote in the turns up to this one. */
const namesUntil = (turn: number): string[] =>
  Array.from({ length: turn + 1 }, (_, each) => [`a${String(each)}`, `b${String(each)}`]).flat();
