import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS } from '#base/time.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { must } from './devices.ts';
import { FastTime } from './fast-time.ts';
import { MemoryRelay } from './memory-relay.ts';
import {
  add,
  allergy,
  newHolder,
  newPractitioner,
  pair,
  patientOf,
  untilWord,
  type Holder,
} from './people.ts';

const PROPERTIES = ['substance', 'label', 'title'] as const;

describe('what changed since a practitioner’s last visit', () => {
  let relay: MemoryRelay;
  const time = new FastTime(1);
  const clock = { clock: time.clock, timers: time.timers };
  beforeAll(async () => {
    relay = await MemoryRelay.start({ clock: time.clock });
  });
  afterAll(() => relay.stop());

  const look = async ({ vault }: Holder, channel: LogId): Promise<void> => {
    must(await vault.run({ type: 'lookAtPatient', channel }));
  };

  /** Names of what is added and changed, as the practitioner's screen can tell them. */
  async function sinceOf(practitioner: Holder, channel: LogId) {
    const patient = await patientOf(practitioner, channel);
    const { view, since } = await patient.until((state) => state.view !== undefined);
    if (!since) return undefined;
    const name = (id: EntryId): unknown => {
      const fields = view?.entries.find((entry) => entry.id === id)?.fields ?? {};
      return PROPERTIES.map((property) => fields[property]).find(Boolean);
    };
    return {
      added: since.added.map(name).sort(),
      changed: since.changed.map(name).sort(),
      removed: since.removed,
    };
  }

  test('is nothing at the first visit, and what was written, changed and withdrawn at the next', async () => {
    const holder = await newHolder(relay.url, clock);
    const practitioner = await newPractitioner(relay.url, clock);
    const { record } = holder;
    const latex = await allergy(holder, 'Latex');
    const iode = await allergy(holder, 'Iode');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 2);
    expect(await sinceOf(practitioner, channel)).toBeUndefined();
    await look(practitioner, channel);
    expect(await sinceOf(practitioner, channel)).toBeUndefined();

    time.jump(30 * DAY_MS);
    await add(holder, 'treatments', { label: 'Amlodipine' });
    const change = { type: 'changeEntry', record, fields: { reaction: 'choc' } } as const;
    must(await holder.vault.run({ ...change, entry: latex }));
    must(await holder.vault.run({ type: 'markEntry', record, entry: iode, hidden: true }));
    await patient.until(({ view }) =>
      JSON.stringify(view?.entries.map(({ fields }) => fields)).includes('choc'),
    );
    await patient.until(({ view }) => view?.entries.length === 2);
    const expected = { added: ['Amlodipine'], changed: ['Latex'], removed: 1 };
    expect(await sinceOf(practitioner, channel)).toEqual(expected);
    // The same day is the same visit, however often the page is opened.
    await look(practitioner, channel);
    expect(await sinceOf(practitioner, channel)).toEqual(expected);
    await practitioner.vault.lock();
    must(await practitioner.vault.unlock(''));
    expect(await sinceOf(practitioner, channel)).toEqual(expected);

    time.jump(2 * DAY_MS);
    expect(await sinceOf(practitioner, channel)).toEqual({ added: [], changed: [], removed: 0 });
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('is forgotten with the window', async () => {
    const holder = await newHolder(relay.url, clock);
    const practitioner = await newPractitioner(relay.url, clock);
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    await look(practitioner, channel);
    must(await holder.vault.run({ type: 'closeChannel', channel }));
    const { since } = await patient.until(({ summary }) => summary.state === 'closed');
    expect(since).toBeUndefined();
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });
});
