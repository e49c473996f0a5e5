import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { concat, type Bytes } from '#base/bytes.ts';
import { instant } from '#base/time.ts';
import { createDoc, readEntries } from '#record/document.ts';
import { applyUpdates, hasPending } from '#record/merge.ts';
import { scanUpdate, type UpdateScan } from '#record/update-scan.ts';
import { yjsReady } from '#record/yjs.ts';
import { allSections, entryId, fieldsOf } from './record-arbitraries.ts';
import { mustWrite } from '../unit/record/writing.ts';

await yjsReady();

/** An update as an honest device writes it: a new entry, or an edit and a mark of one. */
const honestUpdate: fc.Arbitrary<Bytes> = fc
  .constantFrom(...allSections.filter(({ single }) => single !== true))
  .chain((section) => fc.tuple(entryId, fc.constant(section), fieldsOf(section), fc.boolean()))
  .map(([id, section, fields, edited]) => {
    const doc = createDoc();
    const added = mustWrite(doc, [
      { type: 'add', id, section: section.code, fields, at: instant(1) },
    ]);
    if (!edited) return added.update;
    return mustWrite(doc, [
      { type: 'change', id, fields: { later: 'x' }, at: instant(2) },
      { type: 'mark', id, hidden: true },
    ]).update;
  });

/** Bytes changed, taken out, doubled or put in. */
const mutation = fc.oneof(
  fc.record({ at: fc.nat(), put: fc.uint8Array({ minLength: 1, maxLength: 4 }), cut: fc.nat(4) }),
  fc.record({ at: fc.nat(), put: fc.constant(new Uint8Array()), cut: fc.nat(20) }),
);

function mutate(
  bytes: Bytes,
  { at, put, cut }: { at: number; put: Uint8Array; cut: number },
): Bytes {
  const start = bytes.length === 0 ? 0 : at % bytes.length;
  return concat(bytes.subarray(0, start), put, bytes.subarray(start + cut));
}

/** What Yjs itself reads in an update. */
function decodedByYjs(update: Bytes): UpdateScan['clients'] {
  const clients = new Map<number, { clock: number; endClock: number; structs: number }>();
  for (const { id, length } of Y.decodeUpdate(update).structs) {
    const known = clients.get(id.client) ?? { clock: id.clock, endClock: id.clock, structs: 0 };
    clients.set(id.client, {
      ...known,
      endClock: known.endClock + length,
      structs: known.structs + 1,
    });
  }
  return Array.from(clients, ([client, run]) => ({ client, ...run }));
}

describe('the scan of an update', () => {
  it('reads in an honest update what Yjs reads in it', () => {
    fc.assert(
      fc.property(honestUpdate, (update) => {
        const scan = scanUpdate(update);
        expect(scan.ok && scan.value.clients).toEqual(decodedByYjs(update));
      }),
    );
  });

  it('refuses every beginning of an update, and every update that goes on', () => {
    fc.assert(
      fc.property(honestUpdate, fc.uint8Array({ minLength: 1, maxLength: 3 }), (update, more) => {
        for (let length = 0; length < update.length; length++) {
          expect(scanUpdate(update.subarray(0, length)).ok).toBe(false);
        }
        expect(scanUpdate(concat(update, more)).ok).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('lets nothing through that Yjs would read otherwise, choke on or not end with', () => {
    let passed = 0;
    fc.assert(
      fc.property(
        honestUpdate,
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        (honest, mutations) => {
          const update = mutations.reduce(mutate, honest);
          const scan = scanUpdate(update);
          if (!scan.ok) return;
          passed++;
          expect(decodedByYjs(update)).toEqual(scan.value.clients);
          const doc = createDoc();
          // What still does not fit (a parent that is no map…) is an outcome, never an exception.
          if (!applyUpdates(doc, [honest, update]).ok) return;
          readEntries(doc);
          hasPending(doc);
        },
      ),
      { numRuns: 4000 },
    );
    expect(passed).toBeGreaterThan(50);
  });

  it('answers for any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const scan = scanUpdate(bytes);
        if (scan.ok) expect(decodedByYjs(new Uint8Array(bytes))).toEqual(scan.value.clients);
      }),
      { numRuns: 3000 },
    );
  });
});
