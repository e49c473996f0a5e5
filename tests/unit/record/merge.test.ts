import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Bytes } from '#base/bytes.ts';
import type { Change } from '#record/changes.ts';
import { createDoc, readEntries, type RecordDoc } from '#record/document.ts';
import type { Json } from '#record/entry.ts';
import { applyUpdates, clientIdsOf, hasPending, loadDoc, nextClock } from '#record/merge.ts';
import { filterFromPreset } from '#record/presets.ts';
import { singleEntryId } from '#record/section.ts';
import { yjsReady } from '#record/yjs.ts';
import { addAllergy, addWeight, at, copyOf, entryIn, ID, OTHER } from './allergy-docs.ts';
import { idOf } from './entries.ts';
import { drawing, mustWrite } from './writing.ts';

await yjsReady();

const exchange = (a: RecordDoc, aUpdate: Bytes, b: RecordDoc, bUpdate: Bytes): void => {
  expect(applyUpdates(a, [bUpdate]).ok).toBe(true);
  expect(applyUpdates(b, [aUpdate]).ok).toBe(true);
};

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
