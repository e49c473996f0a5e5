import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EntryId, LogId } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import { localDay } from '#record/civil.ts';
import type { Json } from '#record/entry.ts';
import { filterFromPreset, presetCodes } from '#record/presets.ts';
import type { Section } from '#record/section.ts';
import { project, type WindowFilter } from '#record/window.ts';
import { encodeWindowEntry } from '#record/window-diff.ts';
import { channelsOf } from '#vault/channel-entry.ts';
import { wholeRecord, windowIds } from '#vault/window-content.ts';
import { must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import { newHolder, newPractitioner, pair, patientOf, type Holder } from './people.ts';
import { openDisk } from './vault-keys.ts';
import { allSections, fieldsOf, sectionFilter } from '../property/record-arbitraries.ts';

const filled = allSections.filter((section) => section.log === 'record' && section.projectable);

/** An act of the person; `at` chooses an entry among those there are. */
type Act =
  | {
      readonly do: 'add';
      readonly section: Section;
      readonly fields: Readonly<Record<string, Json>>;
      readonly marks: { readonly hidden?: boolean; readonly sensitive?: 'mental' };
    }
  | {
      readonly do: 'hide' | 'unhide' | 'sensitive' | 'plain' | 'remove' | 'restore';
      readonly at: number;
    }
  | { readonly do: 'none'; readonly section: Section };

const marks = fc.constantFrom<{ hidden?: boolean; sensitive?: 'mental' }>(
  {},
  {},
  {},
  { hidden: true },
  { sensitive: 'mental' },
);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...filled).chain((section) =>
      fc.record({
        do: fc.constant('add' as const),
        section: fc.constant(section),
        fields: fieldsOf(section),
        marks,
      }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('hide', 'unhide', 'sensitive', 'plain', 'remove', 'restore'),
      at: fc.nat(30),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('none' as const), section: fc.constantFrom(...filled) }),
  },
);

/** What a filter says, with entries chosen by their number among those that exist at pairing. */
type Plan = {
  readonly sections: WindowFilter['sections'];
  readonly chosen: readonly {
    readonly list: 'include' | 'includeProtected' | 'exclude';
    readonly at: number;
  }[];
};
const plan: fc.Arbitrary<Plan> = fc.record({
  sections: fc.oneof(
    fc.constantFrom(...presetCodes).map((code) => filterFromPreset(code).sections),
    fc.dictionary(fc.constantFrom(...filled.map(({ code }) => code)), sectionFilter, {
      noNullPrototype: true,
    }),
    {
      weight: 3,
      arbitrary: fc.constant(Object.fromEntries(filled.map(({ code }) => [code, { shown: true }]))),
    },
  ),
  chosen: fc.array(
    fc.record({
      list: fc.constantFrom('include', 'includeProtected', 'exclude'),
      at: fc.nat(30),
    }) as fc.Arbitrary<Plan['chosen'][number]>,
    { maxLength: 4 },
  ),
});

class Life {
  readonly holder: Holder;
  readonly entries: EntryId[] = [];

  constructor(holder: Holder) {
    this.holder = holder;
  }

  entryAt(at: number): EntryId | undefined {
    return this.entries[at % Math.max(1, this.entries.length)];
  }

  async do(each: Act): Promise<void> {
    const { vault, record } = this.holder;
    if (each.do === 'add') return this.#add(each);
    if (each.do === 'none') {
      must(await vault.run({ type: 'sayNone', record, section: each.section.code, none: true }));
      return;
    }
    const entry = this.entryAt(each.at);
    if (entry === undefined) return;
    const commands = {
      hide: { type: 'markEntry', record, entry, hidden: true },
      unhide: { type: 'markEntry', record, entry, hidden: false },
      sensitive: { type: 'markEntry', record, entry, sensitive: 'mental' },
      plain: { type: 'markEntry', record, entry, sensitive: null },
      remove: { type: 'removeEntry', record, entry },
      restore: { type: 'restoreEntry', record, entry },
    } as const;
    must(await vault.run(commands[each.do]));
  }

  async #add({ section, fields, marks: given }: Extract<Act, { do: 'add' }>): Promise<void> {
    const { vault, record } = this.holder;
    const links = Object.entries(section.fields).filter(([, field]) => field.kind === 'links');
    const own = { ...fields };
    // Links lead to entries that exist, whatever their section: shown or not, none may show through.
    for (const [name] of links) own[name] = this.entries.slice(0, 3);
    delete own['file'];
    const added =
      section.code === 'documents'
        ? await vault.run({
            type: 'addDocument',
            record,
            file: new File(['texte'], 'a.txt'),
            fields: own,
            marks: given,
          })
        : await vault.run({
            type: 'addEntry',
            record,
            section: section.code,
            fields: own,
            marks: given,
          });
    const { entry } = must(added);
    if (!this.entries.includes(entry)) this.entries.push(entry);
  }

  filter({ sections, chosen }: Plan): WindowFilter {
    const list = (name: string): EntryId[] =>
      chosen.filter((each) => each.list === name).flatMap(({ at }) => this.entryAt(at) ?? []);
    return {
      number: 1,
      projector: 1,
      preset: 'generalPractitioner',
      sections,
      include: list('include'),
      includeProtected: list('includeProtected'),
      exclude: list('exclude'),
    };
  }
}

/** What the window must show, computed from what lies on the holder's disk. */
async function expected({ disk, record }: Holder, channel: LogId): Promise<string[]> {
  const parts = await openDisk(disk);
  const whole = must(await wholeRecord(parts, record));
  const channels = must(await channelsOf(parts, record));
  const window = channels.find((each) => each.channel === channel);
  if (!window) throw new Error('the window is in the record');
  const today = localDay(instant(Date.now()), 'Europe/Paris');
  const { entries, nones } = whole;
  const shown = project(entries, nones, window.filter, today, windowIds(window.idKey));
  if (!shown.ok) throw new Error(shown.error);
  return [
    ...shown.value.entries.map((entry) => `${entry.id} ${encodeWindowEntry(entry)}`),
    ...shown.value.nones.map((none) => JSON.stringify(none)),
  ].sort();
}

describe('what a practitioner is shown', () => {
  let relay: MemoryRelay;
  let practitioner: Holder;
  beforeAll(async () => {
    relay = await MemoryRelay.start({
      limits: { address: { connections: 500, newLogsPerHour: 5000, mailboxesPerHour: 500 } },
    });
    practitioner = await newPractitioner(relay.url);
  });
  afterAll(async () => {
    await practitioner.vault.lock();
    await relay.stop();
  });

  test('is the projection of the record through the window’s filter, and nothing else, after any acts of its holder', async () => {
    let shownEntries = 0;
    let acts = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 6, maxLength: 9 }),
        plan,
        fc.array(act, { minLength: 4, maxLength: 8 }),
        async (before, filter, after) => {
          const holder = await newHolder(relay.url);
          const life = new Life(holder);
          try {
            for (const each of before) await life.do(each);
            const { channel } = await pair(holder, practitioner, life.filter(filter));
            for (const each of after) await life.do(each);
            acts += before.length + after.length;
            const wanted = await expected(holder, channel);
            const patient = await patientOf(practitioner, channel);
            const { view } = await patient.until(({ view: shown }) => {
              const texts = shown && [
                ...shown.entries.map((entry) => `${entry.id} ${encodeWindowEntry(entry)}`),
                ...shown.nones.map((none) => JSON.stringify(none)),
              ];
              return keysLeftOut(texts?.sort().join('\n')) === keysLeftOut(wanted.join('\n'));
            }, 10_000);
            shownEntries += view?.entries.length ?? 0;
          } finally {
            await holder.vault.lock();
          }
        },
      ),
      { numRuns: 30, endOnFailure: true },
    );
    expect(acts).toBeGreaterThan(150);
    expect(shownEntries).toBeGreaterThan(40);
  }, 180_000);
});

/** The keys of files stay in the vault: a screen is shown none. */
const keysLeftOut = (texts: string | undefined): string | undefined =>
  texts?.replaceAll(/"key":"[0-9a-f]*"/g, '"key":""');
