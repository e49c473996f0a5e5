import { describe, expect, it } from 'vitest';
import { instant, type PartialDate } from '#base/time.ts';
import type { Entry, SectionNone } from '#record/entry.ts';
import { isNoneStanding, type SectionFilter, type WindowFilter } from '#record/window.ts';
import { entry, idOf } from './entries.ts';
import {
  all,
  allergyOf,
  documentOf,
  filterOf,
  HASH,
  idsSeen,
  seen,
  treatmentOf,
  windowId,
} from './windows.ts';

describe('a window', () => {
  it('shows the sections that the filter shows, and no other', () => {
    const entries = [documentOf('1'), allergyOf('2'), treatmentOf('3')];
    expect(idsSeen(entries, filterOf({ documents: all, allergies: { shown: false } }))).toEqual([
      '1',
    ]);
    expect(idsSeen(entries, filterOf({}))).toEqual([]);
  });

  it('never shows a section with keys, a section it does not know, or what its section refuses', () => {
    const entries = [
      entry('channels', { id: '1', fields: { channel: 'x', correspondent: {}, filter: {} } }),
      entry('records', { id: '2', fields: { record: 'x' } }),
      entry('genome', { id: '3' }),
      allergyOf('4', { since: 'once' }),
    ];
    const ids = entries.map(({ id }) => id);
    const filter = filterOf(
      { channels: all, records: all, genome: all, allergies: all },
      { include: ids, includeProtected: ids },
    );
    expect(seen(entries, filter).entries).toEqual([]);
  });

  it('takes part of a section by its categories, and none that it does not know', () => {
    const entries = [
      documentOf('1'),
      documentOf('2', { category: 'imaging' }),
      documentOf('3', { category: 'categoryOfTomorrow' }),
    ];
    expect(
      idsSeen(entries, filterOf({ documents: { shown: true, categories: ['imaging'] } })),
    ).toEqual(['2']);
    expect(idsSeen(entries, filterOf({ documents: { shown: true, categories: [] } }))).toEqual([]);
    const tomorrow = { shown: true, categories: ['categoryOfTomorrow'] };
    expect(idsSeen(entries, filterOf({ documents: tomorrow }, { include: [idOf('3')] }))).toEqual(
      [],
    );
    expect(idsSeen(entries, filterOf({ documents: all }))).toEqual(['1', '2']);
  });

  it('leaves out what is hidden or sensitive until it is chosen as such', () => {
    const entries = [
      documentOf('1', {}, { hidden: true }),
      documentOf('2', {}, { sensitive: 'mental' }),
    ];
    const ids = entries.map(({ id }) => id);
    expect(idsSeen(entries, filterOf({ documents: all }))).toEqual([]);
    expect(idsSeen(entries, filterOf({ documents: all }, { include: ids }))).toEqual([]);
    expect(idsSeen(entries, filterOf({}, { includeProtected: ids }))).toEqual(['1', '2']);
  });

  it('never shows what is in the bin', () => {
    const binned = documentOf('1', {}, { deletedAt: instant(1) });
    const filter = filterOf(
      { documents: all },
      { include: [binned.id], includeProtected: [binned.id] },
    );
    expect(idsSeen([binned], filter)).toEqual([]);
  });

  it('leaves out what was excluded, though it was chosen too', () => {
    const one = documentOf('1');
    expect(
      idsSeen([one], filterOf({ documents: all }, { exclude: [one.id], include: [one.id] })),
    ).toEqual([]);
  });

  it('shows from a day on what is sure to be of that day or later', () => {
    const entries = [
      documentOf('1', { date: '2025-12-31' }),
      documentOf('2', { date: '2026-01-01' }),
      documentOf('3', { date: '2026' }),
      documentOf('4', { date: '2025' }),
      documentOf('5'),
    ];
    const since = (date: string): SectionFilter => ({ shown: true, since: date as PartialDate });
    expect(idsSeen(entries, filterOf({ documents: since('2026-01-01') }))).toEqual(['2', '3']);
    expect(idsSeen(entries, filterOf({ documents: since('2026-02') }))).toEqual([]);
    expect(idsSeen(entries, filterOf({ documents: since('2025') }))).toEqual(['1', '2', '3', '4']);
  });

  it('counts the day of a measure where it was lived', () => {
    const weight = (id: string, zone: string): Entry =>
      entry('measurements', {
        id,
        fields: {
          kind: 'weight',
          value: { value: '70', unit: 'kg' },
          takenAt: { at: Date.UTC(2025, 11, 31, 22), zone },
        },
      });
    const entries = [
      weight('1', 'Indian/Reunion'),
      weight('2', 'America/Cayenne'),
      weight('3', 'No/Where'),
    ];
    const filter = filterOf({ measurements: { shown: true, since: '2026-01-01' as PartialDate } });
    expect(idsSeen(entries, filter)).toEqual(['1']);
  });

  it('shows within a period what began before it and still goes on', () => {
    const entries = [
      treatmentOf('1', { start: '2010' }),
      treatmentOf('2', { start: '2010', end: '2026-03' }),
      treatmentOf('3', { start: '2010', end: '2015' }),
    ];
    const filter = filterOf({ treatments: { shown: true, since: '2026-01' as PartialDate } });
    expect(idsSeen(entries, filter)).toEqual(['1', '2']);
  });

  it('shows only what goes on today where that is asked', () => {
    const entries = [
      treatmentOf('1'),
      treatmentOf('2', { end: '2026-06-15' }),
      treatmentOf('3', { end: '2026-06-14' }),
      treatmentOf('4', { end: '2026' }),
      documentOf('5'),
    ];
    const current: SectionFilter = { shown: true, currentOnly: true };
    expect(idsSeen(entries, filterOf({ treatments: current, documents: current }))).toEqual([
      '1',
      '2',
      '4',
    ]);
  });

  it('keeps to itself how the holder orders and found things', () => {
    const shown = documentOf(
      '1',
      {
        folder: 'Divorce',
        tags: ['avocat'],
        pinned: true,
        note: '',
        fieldOfTomorrow: 'x',
        file: {
          blob: HASH,
          key: HASH,
          sizeBytes: 1,
          mediaType: 'image/png',
          name: 'a.png',
          path: '/home',
        },
      },
      { createdAt: instant(5), changedAt: instant(9), source: { deposit: 'x' } },
    );
    expect(seen([shown], filterOf({ documents: all })).entries).toEqual([
      {
        id: windowId(shown.id),
        section: 'documents',
        meta: {
          createdAt: 5,
          changedAt: 5,
          hidden: false,
          sensitive: undefined,
          deletedAt: undefined,
          source: undefined,
        },
        fields: {
          title: 'Document 1',
          category: 'reports',
          file: { blob: HASH, key: HASH, sizeBytes: 1, mediaType: 'image/png', name: 'a.png' },
        },
      },
    ]);
  });

  it('drops a code it does not know from an entry that it shows', () => {
    const [shown] = seen(
      [allergyOf('1', { severity: 'deadly' })],
      filterOf({ allergies: all }),
    ).entries;
    expect(shown?.fields).toEqual({ substance: 'Substance 1' });
  });

  it('links what it shows under its own ids, and is silent on the rest', () => {
    const entries = [
      treatmentOf('1', { documents: [idOf('2'), idOf('3')] }),
      documentOf('2'),
      documentOf('3', { treatments: [idOf('9')] }, { hidden: true }),
      documentOf('4', { treatments: [idOf('9')], conditions: [] }),
    ];
    const { entries: shown } = seen(entries, filterOf({ treatments: all, documents: all }));
    expect(
      shown.map(({ fields }) => [fields['documents'], fields['treatments'], fields['conditions']]),
    ).toEqual([
      [[windowId(idOf('2'))], undefined, undefined],
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
    ]);
  });
});

describe('"none" in a window', () => {
  const said: SectionNone = { section: 'allergies', saidAt: instant(10) };
  const nonesSeen = (
    entries: readonly Entry[],
    filter: WindowFilter,
    none = said,
  ): readonly SectionNone[] => seen(entries, filter, [none]).nones;
  const whole = filterOf({ allergies: all });

  it('passes with its moment when the section is shown and stands empty', () => {
    expect(nonesSeen([], whole)).toEqual([said]);
    const removedBefore = allergyOf('1', {}, { createdAt: instant(5), deletedAt: instant(6) });
    expect(nonesSeen([removedBefore, documentOf('2')], whole)).toEqual([said]);
  });

  it('does not pass when something of the section is there, even left out', () => {
    expect(nonesSeen([allergyOf('1')], whole)).toEqual([]);
    expect(nonesSeen([allergyOf('1', {}, { hidden: true })], whole)).toEqual([]);
    expect(nonesSeen([allergyOf('1')], { ...whole, exclude: [idOf('1')] })).toEqual([]);
  });

  it('does not pass when something was added after it was said, though it is in the bin', () => {
    const added = allergyOf('1', {}, { createdAt: instant(11), deletedAt: instant(12) });
    expect(nonesSeen([added], whole)).toEqual([]);
    expect(isNoneStanding(said, [added])).toBe(false);
  });

  it('does not pass when the section is not shown, or only in part', () => {
    expect(nonesSeen([], filterOf({}))).toEqual([]);
    expect(nonesSeen([], filterOf({ allergies: { shown: false } }))).toEqual([]);
    expect(nonesSeen([], filterOf({ allergies: { shown: true, currentOnly: true } }))).toEqual([]);
    expect(
      nonesSeen([], filterOf({ allergies: { shown: true, since: '2020' as PartialDate } })),
    ).toEqual([]);
    expect(
      nonesSeen([], filterOf({ channels: all, genome: all }), { ...said, section: 'genome' }),
    ).toEqual([]);
  });
});
