import { describe, expect, it } from 'vitest';
import type { EntryId } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import type { Json } from '#record/entry.ts';
import { decodeWindowEntry, diffWindow, encodeWindowEntry } from '#record/window-diff.ts';
import { entry, idOf } from './entries.ts';

const windowOf = (entries: Readonly<Record<string, Json>>): Map<EntryId, string> =>
  new Map(Object.entries(entries).map(([id, value]) => [idOf(id), JSON.stringify(value)]));

const FILE = { blob: 'aa', key: 'bb', name: 'a.pdf' };

describe('the next state of a window', () => {
  it('is nothing to send when nothing changed', () => {
    const same = windowOf({ 1: { fields: { a: 'x' } } });
    expect(diffWindow(same, new Map(same))).toEqual({ puts: [], removed: [], narrowed: false });
  });

  it('puts what is new or corrected', () => {
    const before = windowOf({ 1: { fields: { a: 'x' } }, 2: { fields: {} } });
    const after = windowOf({
      1: { fields: { a: 'y', b: 'z' } },
      2: { fields: {} },
      3: { fields: {} },
    });
    const diff = diffWindow(before, after);
    expect(diff.puts.map(({ id }) => id)).toEqual([idOf('1'), idOf('3')]);
    expect(diff.puts[0]?.json).toBe(after.get(idOf('1')));
    expect(diff).toMatchObject({ removed: [], narrowed: false });
  });

  it('removes what left, and says that the window is narrower', () => {
    const diff = diffWindow(windowOf({ 1: {}, 2: {} }), windowOf({ 2: {} }));
    expect(diff).toEqual({ puts: [], removed: [idOf('1')], narrowed: true });
  });

  it.each<[string, Json, Json, boolean]>([
    ['a field taken away', { a: 'x', b: 'y' }, { a: 'x' }, true],
    ['a link taken away', { links: ['1', '2'] }, { links: ['2'] }, true],
    ['a link added', { links: ['1'] }, { links: ['2', '1'] }, false],
    ['another file in its place', { file: FILE }, { file: { ...FILE, blob: 'cc' } }, true],
    ['a file renamed', { file: FILE }, { file: { ...FILE, name: 'b.pdf' } }, false],
    [
      'part of a value taken away',
      { value: { value: '1', unit: 'kg' } },
      { value: { value: '1' } },
      true,
    ],
    ['a value of another shape', { a: { b: 1 } }, { a: 'x' }, true],
    ['a list in the place of a text', { a: 'x' }, { a: ['x'] }, true],
    ['a text corrected', { a: 'x' }, { a: '' }, false],
  ])('is narrower after %s: %j to %j, %s', (_what, before, after, narrowed) => {
    const diff = diffWindow(
      windowOf({ 1: { fields: before } }),
      windowOf({ 1: { fields: after } }),
    );
    expect(diff.narrowed).toBe(narrowed);
  });
});

describe('an entry of a window, as text', () => {
  const id = idOf('1');
  const shown = entry('allergies', {
    fields: { substance: 'x', severity: 'mild' },
    meta: { createdAt: instant(5), changedAt: instant(5) },
  });
  const read = (over: Record<string, unknown>): unknown =>
    decodeWindowEntry(
      id,
      JSON.stringify({
        v: 1,
        section: 'allergies',
        createdAt: 5,
        fields: { substance: 'x' },
        ...over,
      }),
    );

  it('is the same for equal entries, whatever the order of their fields', () => {
    const other = { ...shown, fields: { severity: 'mild', substance: 'x' } };
    expect(encodeWindowEntry(other)).toBe(encodeWindowEntry(shown));
  });

  it('says nothing of marks, changes and origin', () => {
    const marked = {
      ...shown.meta,
      hidden: true,
      changedAt: instant(9),
      source: 'x',
      sensitive: 'mental' as const,
    };
    expect(encodeWindowEntry({ ...shown, meta: marked })).toBe(encodeWindowEntry(shown));
  });

  it('keeps a section of tomorrow as plain data', () => {
    expect(read({ section: 'genome', fields: { a: 1 } })).toMatchObject({
      ok: true,
      value: { section: 'genome', fields: { a: 1 } },
    });
  });

  it('says that an entry is of a newer version', () => {
    expect(read({ v: 2 })).toEqual({ ok: false, error: 'Newer' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['a version that is none', { v: 0 }],
    ['a section that is no code', { section: '<b>' }],
    ['a section that never stands in a window', { section: 'records', fields: { record: 'x' } }],
    ['no moment', { createdAt: '5' }],
    ['fields that its section refuses', { fields: { substance: 1 } }],
    ['fields that are a list', { fields: [] }],
    [
      'fields with a key of the prototype',
      { fields: JSON.parse('{"substance":"x","__proto__":{}}') },
    ],
  ])('is refused with %s', (_what, over) => {
    expect(read(over)).toEqual({ ok: false, error: 'NotAnEntry' });
  });

  it.each(['', 'x', 'null', '[]', '{', `"${'x'.repeat(300_000)}"`, '[['.repeat(50_000)])(
    'is refused when it is other text',
    (json) => {
      expect(decodeWindowEntry(id, json)).toEqual({ ok: false, error: 'NotAnEntry' });
    },
  );
});
