import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Change } from '#record/changes.ts';
import { createDoc, readEntries, writeChanges, type RecordDoc } from '#record/document.ts';
import { yjsReady } from '#record/yjs.ts';
import { at, copyOf, entryIn, ID, weight } from './allergy-docs.ts';
import { drawing, mustWrite } from './writing.ts';

await yjsReady();

describe('reading what others wrote', () => {
  const stored = (over: Record<string, unknown>): Record<string, unknown> => ({
    v: 1,
    section: 'measurements',
    createdAt: 0,
    changedAt: 0,
    fields: weight,
    ...over,
  });
  const docWith = (value: unknown, key: string = ID): RecordDoc => {
    const doc = createDoc();
    doc.yjs.clientID = 5;
    doc.yjs.getMap('entries').set(key, value);
    return doc;
  };

  it('keeps an entry of a section it does not know as it came', () => {
    const doc = docWith(stored({ section: 'genome', fields: { a: { b: 1 } } }));
    expect(entryIn(doc)).toMatchObject({ section: 'genome', fields: { a: { b: 1 } } });
  });

  it('keeps a code it does not know, and lets other fields of that entry be changed', () => {
    const doc = docWith(stored({ fields: { ...weight, kind: 'futureKind' } }));
    mustWrite(doc, [{ type: 'change', id: ID, fields: { note: 'x' }, at: at(1) }]);
    expect(entryIn(doc).fields).toMatchObject({ kind: 'futureKind', note: 'x' });
  });

  it('sets aside an entry of a newer format, and refuses to write in it', () => {
    const doc = docWith(stored({ v: 2 }));
    expect(readEntries(doc)).toEqual({
      entries: [],
      setAside: [{ id: ID, section: 'measurements', why: 'newer', fields: [] }],
      nones: [],
    });
    const change: Change = { type: 'change', id: ID, fields: { note: 'x' }, at: at(1) };
    expect(writeChanges(doc, [change], drawing(1))).toEqual({
      ok: false,
      error: { type: 'NewerData' },
    });
  });

  it.each<[string, unknown, readonly string[]]>([
    ['fields that its section refuses', stored({ fields: { ...weight, value: '72' } }), ['value']],
    ['an only entry under another id', stored({ section: 'identity', fields: {} }), ['id']],
    ['no fields', stored({ fields: [] }), []],
    ['no version', stored({ v: '1' }), []],
    ['a section that is no code', stored({ section: 'A B' }), []],
    ['moments that are none', stored({ createdAt: 1.5 }), []],
    ['an origin that is no JSON', stored({ source: new Uint8Array(1) }), []],
    ['nothing of an entry', 'x', []],
    ['a text in its place', new Y.Text('x'), []],
  ])('sets aside an entry with %s, and leaves it where it is', (_what, value, fields) => {
    const doc = docWith(value);
    const { entries, setAside } = readEntries(doc);
    expect(entries).toEqual([]);
    expect(setAside).toMatchObject([{ id: ID, why: 'invalid', fields }]);
    expect(doc.yjs.getMap('entries').has(ID)).toBe(true);
  });

  it('can still bin and purge what is set aside', () => {
    const doc = docWith('x');
    mustWrite(doc, [{ type: 'remove', id: ID, at: at(1) }]);
    mustWrite(doc, [{ type: 'purge', id: ID }]);
    expect(readEntries(doc)).toEqual({ entries: [], setAside: [], nones: [] });
  });

  it('does not see what stands under a key that is no id', () => {
    expect(readEntries(docWith(stored({}), '__proto__')).entries).toEqual([]);
    expect(readEntries(docWith(stored({}), 'x')).setAside).toEqual([]);
  });

  it('reads nothing from a prototype that a stored value brings along', () => {
    const whole = JSON.stringify(stored({}));
    const hostile = docWith(JSON.parse(`{"__proto__":${whole}}`));
    const { entries, setAside } = readEntries(copyOf(hostile));
    expect(entries).toEqual([]);
    expect(setAside).toMatchObject([{ id: ID, why: 'invalid' }]);
  });

  it.each<[string, unknown, readonly string[]]>([
    [
      'an entry of that section in a newer format',
      stored({ v: 2, section: 'allergies' }),
      ['treatments'],
    ],
    ['something that may be of any section', 'x', []],
    ['an entry that can be read', stored({}), ['allergies', 'treatments']],
  ])('believes a "none" only as far as it can beside %s', (_what, value, believed) => {
    const doc = docWith(value);
    for (const section of ['allergies', 'treatments']) {
      mustWrite(doc, [{ type: 'sayNone', section, none: true, at: at(1) }]);
    }
    expect(readEntries(doc).nones.map(({ section }) => section)).toEqual(believed);
  });

  it('sees no "none" that is not a moment', () => {
    const doc = createDoc();
    doc.yjs.getMap('nones').set('allergies', 'yes');
    expect(readEntries(doc).nones).toEqual([]);
  });
});
