import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId } from '#base/ids.ts';
import type { PartialDate } from '#base/time.ts';
import type { Change } from '#record/changes.ts';
import {
  createDoc,
  encodeState,
  readEntries,
  writeChanges,
  type RecordDoc,
} from '#record/document.ts';
import { applyUpdates, hasPending, loadDoc, nextClock } from '#record/merge.ts';
import { mergeFilters } from '#record/merge-filters.ts';
import { singleEntryId, type Section } from '#record/section.ts';
import { checkUpdate, scanUpdate } from '#record/update-scan.ts';
import { createChooser } from '#record/window.ts';
import { yjsReady } from '#record/yjs.ts';
import type { Bytes } from '#base/bytes.ts';
import { allSections, anyEntry, fieldsOf, moment, windowFilter } from './record-arbitraries.ts';
import { drawing } from '../unit/record/writing.ts';

await yjsReady();

const POOL = ['1', '2', '3', '4', '5'].map((digit) => `f${digit.repeat(31)}` as EntryId);
const pool = fc.constantFrom(...POOL);

const anyId: fc.Arbitrary<EntryId> = fc.oneof(
  pool,
  fc.constantFrom(singleEntryId('identity'), singleEntryId('professional')),
);
/** Of every section alike, made once: building an arbitrary costs more than drawing from it. */
const ofEverySection = <T>(
  make: (section: Section, id: fc.Arbitrary<EntryId>) => fc.Arbitrary<T>,
): fc.Arbitrary<T> =>
  fc.oneof(
    ...allSections.map((section) =>
      make(section, section.single ? fc.constant(singleEntryId(section.code)) : pool),
    ),
  );

const change: fc.Arbitrary<Change> = fc.oneof(
  ofEverySection((section, id) =>
    fc.record({
      type: fc.constant('add' as const),
      id,
      section: fc.constant(section.code),
      fields: fieldsOf(section, pool),
      at: moment,
    }),
  ),
  ofEverySection((section, id) =>
    fc.record({
      type: fc.constant('change' as const),
      id,
      fields: fieldsOf(section, pool).map((fields) =>
        Object.fromEntries(Object.entries(fields).slice(0, 2)),
      ),
      at: moment,
    }),
  ),
  fc.record({ type: fc.constant('mark' as const), id: anyId, hidden: fc.boolean() }),
  fc.record({ type: fc.constantFrom('remove' as const), id: anyId, at: moment }),
  fc.record({ type: fc.constantFrom('restore' as const, 'purge' as const), id: anyId }),
  fc.record({
    type: fc.constant('sayNone' as const),
    section: fc.constantFrom('allergies', 'treatments'),
    none: fc.boolean(),
    at: moment,
  }),
);

/** Replica i writes; or it receives all that replica j has written so far. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      replica: fc.nat(2),
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ replica: fc.nat(2), from: fc.nat(2) }) },
);

const COUNT = 3;

type Replica = {
  readonly doc: RecordDoc;
  readonly draw: () => number;
  readonly written: Bytes[];
  readonly seen: number[];
};

const createReplica = (index: number): Replica => ({
  doc: createDoc(),
  draw: drawing(100 * (index + 1)),
  written: [],
  seen: Array.from({ length: COUNT }, () => 0),
});

function receive(to: Replica, from: Replica, index: number): void {
  const news = from.written.slice(to.seen[index]);
  to.seen[index] = from.written.length;
  expect(applyUpdates(to.doc, news).ok).toBe(true);
}

/** Runs a history; what a replica may not write (an unknown entry…) is simply not written. */
function runHistory(
  history: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
): Replica[] {
  const replicas = Array.from({ length: COUNT }, (_, index) => createReplica(index));
  for (const event of history) {
    const replica = replicas[event.replica];
    if (!replica) continue;
    if ('from' in event) {
      const from = replicas[event.from];
      if (from && from !== replica) receive(replica, from, event.from);
      continue;
    }
    for (const one of event.changes) {
      const written = writeChanges(replica.doc, [one], replica.draw);
      if (written.ok && written.value) replica.written.push(written.value.update);
    }
  }
  return replicas;
}

const contentsOf = (doc: RecordDoc): unknown => {
  const { entries, setAside, nones } = readEntries(doc);
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  return { entries: [...entries].sort(byId), setAside: [...setAside].sort(byId), nones };
};

describe('merging', () => {
  it('converges: replicas that have the same updates, in any order, hold the same entries', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 25 }),
        fc.infiniteStream(fc.nat()),
        (history, random) => {
          const replicas = runHistory(history);
          for (const to of replicas) {
            replicas.forEach((from, index) => {
              if (from !== to) receive(to, from, index);
            });
          }
          const all = replicas.flatMap(({ written }) => written);
          const shuffled = [...all].sort(() => (random.next().value % 2 === 0 ? -1 : 1));
          const late = createDoc();
          for (const update of shuffled) expect(applyUpdates(late, [update]).ok).toBe(true);
          const [first, ...others] = replicas.map(({ doc }) => doc);
          const expected = first && contentsOf(first);
          for (const doc of [...others, late]) expect(contentsOf(doc)).toEqual(expected);
          expect(replicas.some(({ doc }) => hasPending(doc)) || hasPending(late)).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('says which entries an update touched', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (history) => {
        const reader = createDoc();
        for (const { written } of runHistory(history)) {
          for (const update of written) {
            const before = new Map(readEntries(reader).entries.map((entry) => [entry.id, entry]));
            const applied = applyUpdates(reader, [update]);
            if (!applied.ok) throw new Error('refused');
            const after = new Map(readEntries(reader).entries.map((entry) => [entry.id, entry]));
            for (const id of new Set([...before.keys(), ...after.keys()])) {
              if (applied.value.entries.has(id)) continue;
              expect(after.get(id)).toEqual(before.get(id));
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('writes, at each step, one update that holds one client at its next clock', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
        (acts) => {
          const doc = createDoc();
          const draw = drawing(1);
          const reader = createDoc();
          for (const changes of acts) {
            const written = writeChanges(doc, changes, draw);
            if (!written.ok || !written.value) continue;
            const { update, clientId } = written.value;
            const scan = scanUpdate(update);
            if (!scan.ok) throw new Error(scan.error.what);
            expect(
              checkUpdate(scan.value, { clientId, nextClock: nextClock(reader, clientId) }).ok,
            ).toBe(true);
            expect(applyUpdates(reader, [update]).ok).toBe(true);
            expect(contentsOf(reader)).toEqual(contentsOf(doc));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('keeps everything in a state, and goes on from it under another client', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), change, (history, last) => {
        const [replica] = runHistory(history);
        if (!replica) return;
        const loaded = loadDoc([{ format: 'state', bytes: encodeState(replica.doc) }]);
        if (!loaded.ok) throw new Error('refused');
        expect(contentsOf(loaded.value)).toEqual(contentsOf(replica.doc));
        const before = new Set(replica.doc.yjs.store.clients.keys());
        const written = writeChanges(loaded.value, [last], replica.draw);
        if (written.ok && written.value) expect(before.has(written.value.clientId)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

describe('filters written at the same time', () => {
  const today = '2026-06-15' as PartialDate;
  const entry = anyEntry(pool);

  it('leave out what any of them leaves out, in whatever order they are met', () => {
    fc.assert(
      fc.property(
        fc.tuple(windowFilter(pool), windowFilter(pool), windowFilter(pool)),
        fc.array(entry, { maxLength: 12 }),
        ([a, b, c], entries) => {
          const merged = mergeFilters([a, b, c]);
          expect(mergeFilters([c, a, b])).toEqual(merged);
          expect(merged.merged).toBe(true);
          const shownBy = [a, b, c].map((filter) => createChooser(filter, today));
          for (const entry of entries.filter(createChooser(merged, today))) {
            expect(shownBy.every((isShown) => isShown(entry))).toBe(true);
          }
        },
      ),
    );
  });
});
