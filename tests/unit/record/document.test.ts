import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Bytes } from '#base/bytes.ts';
import type { EntryId } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import type { Change } from '#record/changes.ts';
import {
  createDoc,
  encodeState,
  readEntries,
  readEntry,
  writeChanges,
  type RecordDoc,
} from '#record/document.ts';
import type { Entry, Json } from '#record/entry.ts';
import { applyUpdates, clientIdsOf, hasPending, loadDoc, nextClock } from '#record/merge.ts';
import { filterFromPreset } from '#record/presets.ts';
import { singleEntryId } from '#record/section.ts';
import { idOf } from './entries.ts';
import { drawing, mustWrite } from './writing.ts';

const ID = idOf('1');
const OTHER = idOf('2');
const at = instant;

const addAllergy = (
  id = ID,
  fields: Record<string, Json> = { substance: 'Pénicilline' },
): Change => ({
  type: 'add',
  id,
  section: 'allergies',
  fields,
  at: at(10),
});
const weight = {
  kind: 'weight',
  value: { value: '72.50', unit: 'kg' },
  takenAt: { at: 0, zone: 'UTC' },
};
const addWeight = (id = ID): Change => ({
  type: 'add',
  id,
  section: 'measurements',
  fields: weight,
  at: at(10),
});

const entryIn = (doc: RecordDoc, id: EntryId = ID): Entry => {
  const read = readEntry(doc, id);
  if (read?.is !== 'entry') throw new Error('no entry');
  return read.entry;
};

/** A doc of another device that has what this one has, and writes under its own clients. */
function copyOf(doc: RecordDoc): RecordDoc {
  const copy = loadDoc([{ format: 'state', bytes: encodeState(doc) }]);
  if (!copy.ok) throw new Error('damaged');
  return copy.value;
}

const exchange = (a: RecordDoc, aUpdate: Bytes, b: RecordDoc, bUpdate: Bytes): void => {
  expect(applyUpdates(a, [bUpdate]).ok).toBe(true);
  expect(applyUpdates(b, [aUpdate]).ok).toBe(true);
};

describe('writing', () => {
  it('changes only the fields named, and takes away those that are null', () => {
    const doc = createDoc();
    mustWrite(doc, [
      addAllergy(ID, { substance: 'Arachide', reaction: 'urticaire', severity: 'mild' }),
    ]);
    mustWrite(doc, [
      { type: 'change', id: ID, fields: { severity: 'severe', reaction: null }, at: at(20) },
    ]);
    expect(entryIn(doc).fields).toEqual({ substance: 'Arachide', severity: 'severe' });
    expect(entryIn(doc).meta).toMatchObject({ createdAt: 10, changedAt: 20 });
  });

  it('changes an entry that is stored as one value, too', () => {
    const doc = createDoc();
    mustWrite(doc, [addWeight()]);
    mustWrite(doc, [{ type: 'change', id: ID, fields: { note: 'à jeun' }, at: at(20) }]);
    expect(entryIn(doc).fields).toEqual({ ...weight, note: 'à jeun' });
  });

  it('gives no update when nothing changes', () => {
    const doc = createDoc();
    mustWrite(doc, [addAllergy()]);
    const same: Change = {
      type: 'change',
      id: ID,
      fields: { substance: 'Pénicilline' },
      at: at(99),
    };
    expect(writeChanges(doc, [same], drawing(1))).toEqual({ ok: true, value: undefined });
    expect(entryIn(doc).meta.changedAt).toBe(10);
  });

  it('does all of its changes, or none', () => {
    const doc = createDoc();
    const changes: Change[] = [addAllergy(), addAllergy(OTHER, { substance: '' })];
    expect(writeChanges(doc, changes, drawing(1))).toEqual({
      ok: false,
      error: { type: 'InvalidEntry', fields: ['substance'] },
    });
    expect(readEntries(doc).entries).toEqual([]);
    expect(clientIdsOf(doc)).toEqual([]);
  });

  it('sees in each change what those before it leave', () => {
    const doc = createDoc();
    mustWrite(doc, [
      addAllergy(),
      { type: 'change', id: ID, fields: { reaction: 'œdème' }, at: at(11) },
      { type: 'mark', id: ID, hidden: true },
    ]);
    expect(entryIn(doc)).toMatchObject({ fields: { reaction: 'œdème' }, meta: { hidden: true } });
    const gone: Change[] = [
      { type: 'purge', id: ID },
      { type: 'change', id: ID, fields: { reaction: 'x' }, at: at(12) },
    ];
    expect(writeChanges(doc, gone, drawing(1))).toEqual({
      ok: false,
      error: { type: 'UnknownEntry' },
    });
  });

  it.each<[string, Change, readonly string[]]>([
    ['a section it does not know', { ...addAllergy(), section: 'future' } as Change, ['section']],
    ['an id that is taken', addAllergy(), ['id']],
    ['an id that is none', { ...addAllergy(), id: 'x' as EntryId } as Change, ['id']],
    [
      'a code it does not know',
      addAllergy(OTHER, { substance: 'x', severity: 'huge' }),
      ['severity'],
    ],
    [
      'another id for an only entry',
      { ...addAllergy(OTHER, {}), section: 'identity' } as Change,
      ['id'],
    ],
    [
      'an origin that is too long',
      { ...addAllergy(OTHER), source: 'x'.repeat(5000) } as Change,
      ['source'],
    ],
    [
      'the loss of a required field',
      { type: 'change', id: ID, fields: { substance: null }, at: at(1) },
      ['substance'],
    ],
  ])('refuses %s', (_what, change, fields) => {
    const doc = createDoc();
    mustWrite(doc, [addAllergy()]);
    expect(writeChanges(doc, [change], drawing(1))).toEqual({
      ok: false,
      error: { type: 'InvalidEntry', fields },
    });
  });

  it.each<Change>([
    { type: 'change', id: OTHER, fields: {}, at: at(1) },
    { type: 'mark', id: OTHER, hidden: true },
    { type: 'remove', id: OTHER, at: at(1) },
    { type: 'restore', id: OTHER },
    { type: 'purge', id: OTHER },
  ])('refuses to $type an entry that is not there', (change) => {
    expect(writeChanges(createDoc(), [change], drawing(1))).toEqual({
      ok: false,
      error: { type: 'UnknownEntry' },
    });
  });
});

describe('marks', () => {
  it('hides and says what is sensitive, and takes it back', () => {
    const doc = createDoc();
    mustWrite(doc, [addWeight(), { type: 'mark', id: ID, hidden: true, sensitive: 'mental' }]);
    expect(entryIn(doc).meta).toMatchObject({ hidden: true, sensitive: 'mental' });
    mustWrite(doc, [{ type: 'mark', id: ID, hidden: false, sensitive: null }]);
    expect(entryIn(doc).meta).toMatchObject({ hidden: false, sensitive: undefined });
  });

  it('moves to the bin and back, and out of it for ever', () => {
    const doc = createDoc();
    mustWrite(doc, [addAllergy(), { type: 'remove', id: ID, at: at(30) }]);
    expect(entryIn(doc).meta.deletedAt).toBe(30);
    mustWrite(doc, [{ type: 'restore', id: ID }]);
    expect(entryIn(doc).meta.deletedAt).toBeUndefined();
    mustWrite(doc, [
      { type: 'mark', id: ID, hidden: true },
      { type: 'purge', id: ID },
    ]);
    expect(readEntry(doc, ID)).toBeUndefined();
    mustWrite(doc, [addAllergy()]);
    expect(entryIn(doc).meta.hidden).toBe(false);
  });

  it('still protects when it is of a form that this version does not know', () => {
    const doc = createDoc();
    mustWrite(doc, [addAllergy()]);
    const marks = doc.yjs.getMap('marks');
    marks.set(`${ID}.hidden`, { until: 5 });
    marks.set(`${ID}.sensitive`, 'genetic');
    marks.set(`${ID}.deletedAt`, 'yesterday');
    expect(entryIn(doc).meta).toMatchObject({ hidden: true, sensitive: 'other', deletedAt: 0 });
  });
});

describe('"none"', () => {
  it('is said and taken back', () => {
    const doc = createDoc();
    mustWrite(doc, [{ type: 'sayNone', section: 'allergies', none: true, at: at(5) }]);
    expect(readEntries(doc).nones).toEqual([{ section: 'allergies', saidAt: 5 }]);
    mustWrite(doc, [{ type: 'sayNone', section: 'allergies', none: false, at: at(6) }]);
    expect(readEntries(doc).nones).toEqual([]);
  });

  it('is said of a section by its code', () => {
    const change: Change = { type: 'sayNone', section: '__proto__', none: true, at: at(5) };
    expect(writeChanges(createDoc(), [change], drawing(1)).ok).toBe(false);
  });
});

describe('two devices at the same time', () => {
  it('both keep what they change in different fields', () => {
    const a = createDoc();
    mustWrite(a, [addAllergy()]);
    const b = copyOf(a);
    const reaction = mustWrite(a, [
      { type: 'change', id: ID, fields: { reaction: 'toux' }, at: at(20) },
    ]);
    const severity = mustWrite(
      b,
      [{ type: 'change', id: ID, fields: { severity: 'severe' }, at: at(21) }],
      false,
      drawing(50),
    );
    exchange(a, reaction.update, b, severity.update);
    const fields = { substance: 'Pénicilline', reaction: 'toux', severity: 'severe' };
    expect([entryIn(a).fields, entryIn(b).fields]).toEqual([fields, fields]);
  });

  it('hide what the other corrects, whichever way it is stored', () => {
    for (const add of [addAllergy(), addWeight()]) {
      const a = createDoc();
      mustWrite(a, [add]);
      const b = copyOf(a);
      const hidden = mustWrite(a, [{ type: 'mark', id: ID, hidden: true }]);
      const changed = mustWrite(
        b,
        [{ type: 'change', id: ID, fields: { note: 'vérifié' }, at: at(20) }],
        false,
        drawing(50),
      );
      exchange(a, hidden.update, b, changed.update);
      for (const doc of [a, b]) {
        expect(entryIn(doc)).toMatchObject({ meta: { hidden: true }, fields: { note: 'vérifié' } });
      }
    }
  });

  it('begin the same only entry, and both halves stay', () => {
    const id = singleEntryId('identity');
    const identityOf = (fields: Record<string, Json>): Change => ({
      type: 'add',
      id,
      section: 'identity',
      fields,
      at: at(1),
    });
    const [a, b] = [createDoc(), createDoc()];
    const name = mustWrite(a, [identityOf({ birthName: 'Martin' })]);
    const date = mustWrite(b, [identityOf({ birthDate: '1962' })], false, drawing(50));
    exchange(a, name.update, b, date.update);
    for (const doc of [a, b]) {
      expect(entryIn(doc, id).fields).toEqual({ birthName: 'Martin', birthDate: '1962' });
    }
  });

  it('change a window: what either leaves out is left out, until a person writes the next', () => {
    const filter = filterFromPreset('generalPractitioner');
    const channel: Change = {
      type: 'add',
      id: ID,
      section: 'channels',
      fields: { channel: 'ab', correspondent: {}, filter },
      at: at(1),
    };
    const a = createDoc();
    mustWrite(a, [channel]);
    const b = copyOf(a);
    const withFilter = (excluded: string, number: number): Change => ({
      type: 'change',
      id: ID,
      fields: { filter: { ...filter, number, exclude: [idOf(excluded)] } },
      at: at(2),
    });
    const fromA = mustWrite(a, [withFilter('1', 2)]);
    const fromB = mustWrite(b, [withFilter('2', 2)], false, drawing(50));
    exchange(a, fromA.update, b, fromB.update);
    for (const doc of [a, b]) {
      expect(entryIn(doc).fields['filter']).toMatchObject({
        number: 2,
        exclude: [idOf('1'), idOf('2')],
        merged: true,
      });
    }
    const looked = mustWrite(a, [withFilter('3', 3)]);
    expect(applyUpdates(b, [looked.update]).ok).toBe(true);
    for (const doc of [a, b]) {
      const read = entryIn(doc).fields['filter'] as Record<string, Json>;
      expect(read).toMatchObject({ number: 3, exclude: [idOf('3')] });
      expect(read['merged']).toBeUndefined();
    }
  });
});

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

  it('sees no "none" that is not a moment', () => {
    const doc = createDoc();
    doc.yjs.getMap('nones').set('allergies', 'yes');
    expect(readEntries(doc).nones).toEqual([]);
  });
});

describe('clients', () => {
  it('are drawn at the first write after each load, never zero, never one that was used', () => {
    const doc = createDoc();
    mustWrite(doc, [addAllergy()], false, drawing(7));
    mustWrite(doc, [addAllergy(OTHER)], false, drawing(8));
    expect(clientIdsOf(doc)).toEqual([7]);
    const loaded = copyOf(doc);
    const draws = [0, 7, 9];
    const written = mustWrite(loaded, [addAllergy(idOf('3'))], false, () => draws.shift() ?? 0);
    expect(written.clientId).toBe(9);
    expect(nextClock(loaded, 9)).toBeGreaterThan(0);
    expect(nextClock(loaded, 10)).toBe(0);
  });

  it('are given up when somebody else writes under them', () => {
    const [doc, thief] = [createDoc(), createDoc()];
    mustWrite(doc, [addAllergy()], false, drawing(7));
    mustWrite(
      thief,
      [addAllergy(OTHER), addAllergy(idOf('3')), addAllergy(idOf('4'))],
      false,
      drawing(7),
    );
    expect(applyUpdates(doc, [Y.encodeStateAsUpdate(thief.yjs) as Bytes]).ok).toBe(true);
    const written = mustWrite(doc, [addAllergy(idOf('5'))], false, drawing(20));
    expect(written.clientId).toBe(20);
  });
});

describe('a doc with a gap', () => {
  it('says so until what was missing comes', () => {
    const writer = createDoc();
    const first = mustWrite(writer, [addAllergy()]);
    const second = mustWrite(writer, [
      { type: 'change', id: ID, fields: { reaction: 'x' }, at: at(2) },
    ]);
    const reader = createDoc();
    applyUpdates(reader, [second.update]);
    expect(hasPending(reader)).toBe(true);
    applyUpdates(reader, [first.update]);
    expect(hasPending(reader)).toBe(false);
    expect(entryIn(reader).fields).toMatchObject({ reaction: 'x' });
  });

  it('says so when what is missing is deleted', () => {
    const writer = createDoc();
    const added = mustWrite(writer, [addAllergy()]);
    const purged = mustWrite(writer, [{ type: 'purge', id: ID }]);
    const reader = createDoc();
    applyUpdates(reader, [purged.update]);
    expect(hasPending(reader)).toBe(true);
    applyUpdates(reader, [added.update]);
    expect(hasPending(reader)).toBe(false);
    expect(readEntries(reader).entries).toEqual([]);
  });
});

describe('bytes that are no part of a doc', () => {
  it('are said to be damaged, by their place', () => {
    const doc = createDoc();
    const good = mustWrite(doc, [addAllergy()]).update;
    const bad = Uint8Array.of(1, 1, 1, 0, 31);
    expect(applyUpdates(createDoc(), [good, bad])).toEqual({
      ok: false,
      error: { type: 'DocDamaged', part: 1 },
    });
    expect(loadDoc([{ format: 'state', bytes: bad }])).toEqual({
      ok: false,
      error: { type: 'DocDamaged', part: 0 },
    });
  });
});

describe('what an update touched', () => {
  it('is the entries of its fields and marks, and the "none"s', () => {
    const writer = createDoc();
    const reader = createDoc();
    const identity = singleEntryId('identity');
    const touched = (changes: readonly Change[]): unknown => {
      const applied = applyUpdates(reader, [mustWrite(writer, changes).update]);
      return applied.ok && { ids: [...applied.value.entries].sort(), nones: applied.value.nones };
    };
    expect(touched([addAllergy(), addWeight(OTHER)])).toEqual({
      ids: [ID, OTHER].sort(),
      nones: false,
    });
    expect(touched([{ type: 'change', id: ID, fields: { note: 'x' }, at: at(2) }])).toEqual({
      ids: [ID],
      nones: false,
    });
    expect(touched([{ type: 'mark', id: OTHER, hidden: true }])).toEqual({
      ids: [OTHER],
      nones: false,
    });
    expect(touched([{ type: 'sayNone', section: 'treatments', none: true, at: at(1) }])).toEqual({
      ids: [],
      nones: true,
    });
    const add: Change = {
      type: 'add',
      id: identity,
      section: 'identity',
      fields: { sex: 'female' },
      at: at(1),
    };
    expect(touched([add])).toEqual({ ids: [identity], nones: false });
    readEntries(reader);
    const change: Change = { type: 'change', id: identity, fields: { sex: 'male' }, at: at(1) };
    expect(touched([change])).toEqual({ ids: [identity], nones: false });
  });
});
