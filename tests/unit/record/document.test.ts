import { describe, expect, it } from 'vitest';
import type { EntryId } from '#base/ids.ts';
import type { Change } from '#record/changes.ts';
import { createDoc, readEntries, readEntry, writeChanges } from '#record/document.ts';
import { clientIdsOf } from '#record/merge.ts';
import { yjsReady } from '#record/yjs.ts';
import { addAllergy, addWeight, at, entryIn, ID, OTHER, weight } from './allergy-docs.ts';
import { drawing, mustWrite } from './writing.ts';

await yjsReady();

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
