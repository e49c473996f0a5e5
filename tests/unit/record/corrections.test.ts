import { describe, expect, it } from 'vitest';
import { instant, MINUTE_MS } from '#base/time.ts';
import { MAX_CORRECTIONS } from '#record/corrections.ts';
import { createDoc, encodeState, readEntry, type RecordDoc } from '#record/document.ts';
import type { Change } from '#record/changes.ts';
import { applyUpdates, loadDoc } from '#record/merge.ts';
import { checkUpdate, scanUpdate } from '#record/update-scan.ts';
import { yjsReady } from '#record/yjs.ts';
import { addAllergy, addWeight, ID, OTHER } from './allergy-docs.ts';
import { drawing, mustWrite } from './writing.ts';

await yjsReady();

const HOUR = 60 * MINUTE_MS;
const change = (fields: Readonly<Record<string, string | null>>, at: number): Change => ({
  type: 'change',
  id: ID,
  fields,
  at: instant(at),
});

function pastOf(doc: RecordDoc) {
  const read = readEntry(doc, ID);
  return read?.is === 'entry' ? read.entry.past : undefined;
}

describe('a correction', () => {
  it('keeps what the entry said before, and that it said nothing', () => {
    const doc = createDoc();
    mustWrite(doc, [addAllergy(ID, { substance: 'Arachide', severity: 'mild' })]);
    expect(pastOf(doc)).toBeUndefined();
    mustWrite(doc, [change({ severity: 'severe', reaction: 'choc' }, HOUR)]);
    expect(pastOf(doc)).toEqual([{ at: HOUR, fields: { severity: 'mild', reaction: null } }]);
  });

  it('keeps what a measurement said, though it is stored as one value', () => {
    const doc = createDoc();
    mustWrite(doc, [addWeight()]);
    const value = { value: '71.2', unit: 'kg' };
    mustWrite(doc, [{ type: 'change', id: ID, fields: { value }, at: instant(HOUR) }]);
    expect(pastOf(doc)?.map(({ fields }) => Object.keys(fields))).toEqual([['value']]);
  });

  it('stands newest first, one by one', () => {
    const doc = createDoc();
    mustWrite(doc, [addAllergy(ID, { substance: 'A' })]);
    mustWrite(doc, [change({ substance: 'B' }, HOUR)]);
    mustWrite(doc, [change({ substance: 'C' }, 2 * HOUR)]);
    expect(pastOf(doc)).toEqual([
      { at: 2 * HOUR, fields: { substance: 'B' } },
      { at: HOUR, fields: { substance: 'A' } },
    ]);
  });

  it('is one while it is being made: what stood before it stays', () => {
    const doc = createDoc();
    mustWrite(doc, [addAllergy(ID, { substance: 'Arachide' })]);
    mustWrite(doc, [change({ substance: 'Arachi' }, HOUR)]);
    mustWrite(doc, [change({ substance: 'Amande', reaction: 'choc' }, HOUR + MINUTE_MS)]);
    expect(pastOf(doc)).toEqual([{ at: HOUR, fields: { substance: 'Arachide', reaction: null } }]);
  });

  it('made on two devices at once keeps what both replaced', () => {
    const first = createDoc();
    const added = mustWrite(first, [addAllergy(ID, { substance: 'A', reaction: 'x' })]);
    const second = loadDoc([{ format: 'update', bytes: added.update }]);
    if (!second.ok) throw new Error('damaged');
    const here = mustWrite(first, [change({ substance: 'B' }, HOUR)]);
    const there = mustWrite(second.value, [change({ reaction: 'y' }, HOUR)], undefined, drawing(9));
    const touched = applyUpdates(first, [there.update]);
    applyUpdates(second.value, [here.update]);
    expect(touched.ok && [...touched.value.entries]).toEqual([ID]);
    expect(pastOf(first)).toEqual(pastOf(second.value));
    expect(pastOf(first)?.map(({ fields }) => fields)).toEqual(
      expect.arrayContaining([{ substance: 'A' }, { reaction: 'x' }]),
    );
  });

  it('survives a state, passes the scan, and goes with the entry for ever', () => {
    const doc = createDoc();
    mustWrite(doc, [addAllergy(), addAllergy(OTHER)]);
    const { update, clientId } = mustWrite(doc, [change({ reaction: 'choc' }, HOUR)]);
    const scan = scanUpdate(update);
    const nextClock = scan.ok ? (scan.value.clients[0]?.clock ?? 0) : 0;
    expect(scan.ok && checkUpdate(scan.value, { clientId, nextClock })).toEqual({ ok: true });
    const copy = loadDoc([{ format: 'state', bytes: encodeState(doc) }]);
    expect(copy.ok && pastOf(copy.value)).toEqual(pastOf(doc));
    mustWrite(doc, [{ type: 'purge', id: ID }]);
    mustWrite(doc, [addAllergy()]);
    expect(pastOf(doc)).toBeUndefined();
  });

  it('lets the oldest go beyond a bound', () => {
    const doc = createDoc();
    mustWrite(doc, [addAllergy(ID, { substance: 'name 0' })]);
    for (let turn = 1; turn <= MAX_CORRECTIONS + 3; turn++) {
      mustWrite(doc, [change({ substance: `name ${String(turn)}` }, turn * HOUR)]);
    }
    expect(pastOf(doc)).toHaveLength(MAX_CORRECTIONS);
    expect(pastOf(doc)?.at(-1)?.fields).toEqual({ substance: 'name 3' });
  });

  it('says nothing of keys, of a personal order, nor of what holds neither', () => {
    const doc = createDoc();
    mustWrite(doc, [
      {
        type: 'add',
        id: ID,
        section: 'channels',
        fields: { channel: 'c', correspondent: {}, filter: FILTER, epochs: ['key'] },
        at: instant(1),
      },
    ]);
    mustWrite(doc, [change({ epochs: null }, HOUR)]);
    expect(pastOf(doc)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['a text', 'x'],
    ['no moment', { fields: {} }],
    ['fields with a name that no field has', { at: 1, fields: { __x: 1 } }],
    ['fields that are a list', { at: 1, fields: [] }],
  ])('that is %s is not read, and hides nothing else', (_what, value) => {
    const doc = createDoc();
    mustWrite(doc, [addAllergy()]);
    doc.yjs.getMap('past').set(`${ID}.1.1`, value);
    expect(readEntry(doc, ID)).toMatchObject({ is: 'entry' });
    expect(pastOf(doc)).toBeUndefined();
  });
});

const FILTER = {
  number: 1,
  projector: 1,
  preset: 'emergency',
  sections: {},
  include: [],
  includeProtected: [],
  exclude: [],
};
