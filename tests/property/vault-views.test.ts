import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory-store.ts';
import { MemoryDisk } from '#adapters/memory-disk.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import { systemRandom } from '#crypto/random.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import type { Entry } from '#record/entry.ts';
import { compareEntries } from '#record/registry.ts';
import { documentCategories } from '#record/sections/documents.ts';
import { Batch } from '#vault/batch.ts';
import { Bell } from '#vault/bell.ts';
import { recentEntries, sectionList } from '#vault/lists.ts';
import { SealedRows } from '#vault/sealed-rows.ts';
import { Views } from '#vault/views.ts';
import { must } from '../unit/vault/open-parts.ts';

const LOG = 'ab'.repeat(32) as LogId;
const LSK = new Uint8Array(32).fill(7);

/** One batch: entries put (again), or taken away. */
type Act = {
  readonly puts: readonly Entry[];
  readonly gone: readonly EntryId[];
  readonly fails: boolean;
};

const id = fc.nat(400).map((number) => number.toString(16).padStart(32, 'f') as EntryId);
const document: fc.Arbitrary<Entry> = fc
  .record({
    id,
    day: fc.nat(9_000),
    createdAt: fc.nat(50),
    category: fc.constantFrom(...documentCategories.slice(0, 3)),
    isThrown: fc.boolean(),
  })
  .map(({ id, day, createdAt, category, isThrown }) => ({
    id,
    section: 'documents',
    fields: {
      title: `Étude ${String(day % 7)}`,
      category,
      date: new Date(day * 86_400_000).toISOString().slice(0, 10),
    },
    meta: {
      createdAt: instant(createdAt),
      changedAt: instant(createdAt),
      hidden: false,
      sensitive: undefined,
      deletedAt: isThrown ? instant(99) : undefined,
      source: undefined,
    },
  }));
const act: fc.Arbitrary<Act> = fc.record({
  puts: fc.oneof(
    { weight: 5, arbitrary: fc.array(document, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(document, { minLength: 60, maxLength: 120 }) },
  ),
  gone: fc.array(id, { maxLength: 2 }),
  fails: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
});

class Device {
  readonly disk = new MemoryDisk();
  isRefusing = false;
  readonly #store = createMemoryStore({
    disk: this.disk,
    failCommit: () => (this.isRefusing ? { type: 'DeviceFull' } : undefined),
  });
  views = this.reopened();

  /** As another start of the app reads the disk. */
  reopened(): Views {
    return new Views(new SealedRows(this.#store, systemRandom, LSK, LSK));
  }

  async write({ puts, gone }: Pick<Act, 'puts' | 'gone'>): Promise<boolean> {
    const batch = new Batch();
    const put = puts.map((entry) => ({ docId: 'documents/2026', entry }));
    must(await this.views.change(batch, LOG, 'documents', { put, gone }));
    return (await batch.commit(this.#store, new Bell())).ok;
  }
}

const listed = async (views: Views, limit: number, filter = {}) =>
  must(
    await sectionList(
      { views },
      {
        type: 'list',
        record: LOG,
        section: 'documents',
        limit,
        ...filter,
      },
    ),
  );

/** What a list must say, from every entry there is. */
function expected(model: ReadonlyMap<EntryId, Entry>, limit: number) {
  const standing = [...model.values()].filter(({ meta }) => meta.deletedAt === undefined);
  const counts: Record<string, number> = {};
  for (const { fields } of standing) {
    counts[fields['category'] as string] = (counts[fields['category'] as string] ?? 0) + 1;
  }
  const entries = standing.sort(compareEntries).slice(0, limit);
  return JSON.parse(JSON.stringify({ entries, fitting: standing.length, counts })) as unknown;
}

describe('the sealed views of a section', () => {
  beforeAll(() => cryptoReady());

  it('say what was written, from one page as from all, after any start and any failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(1, 10, 50, 500),
        async (acts, limit) => {
          const device = new Device();
          const model = new Map<EntryId, Entry>();
          for (const [index, each] of acts.entries()) {
            device.isRefusing = each.fails;
            const isDone = await device.write(each);
            expect(isDone).toBe(!each.fails);
            if (isDone) {
              for (const gone of each.gone) model.delete(gone);
              for (const entry of each.puts) model.set(entry.id, entry);
            }
            if (index % 7 === 0) device.views = device.reopened();
          }
          const cold = device.reopened();
          const shown = await listed(cold, limit);
          expect(JSON.parse(JSON.stringify(shown))).toEqual(expected(model, limit));
          expect(JSON.parse(JSON.stringify(await listed(device.views, limit)))).toEqual(
            expected(model, limit),
          );
          const all = must(await cold.section(LOG, 'documents')).entries;
          const sorted = [...model.values()].sort(compareEntries);
          expect(all.map((entry) => entry.id)).toEqual(sorted.map((entry) => entry.id));
          expect(await latestTimes(device.reopened())).toEqual(latestOf(model));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('open a list from the index, the first page and what waits beside it, however many pages there are', async () => {
    const device = new Device();
    const entries = fc.sample(document, { numRuns: 3_000, seed: 1 });
    const many = entries.map((entry, index) => ({
      ...entry,
      id: index.toString(16).padStart(32, 'a') as EntryId,
    }));
    await device.write({ puts: many, gone: [] });
    const [one] = fc.sample(document, { numRuns: 1, seed: 2 });
    if (one) await device.write({ puts: [one], gone: [] });
    let bytes = 0;
    const store = createMemoryStore({ disk: device.disk });
    const counted = {
      ...store,
      get: async (...[table, key]: Parameters<typeof store.get>) => {
        const value = await store.get(table, key);
        if (value.ok) bytes += value.value?.length ?? 0;
        return value;
      },
      range: async (...[table, range]: Parameters<typeof store.range>) => {
        const rows = await store.range(table, range);
        if (rows.ok) for (const { value } of rows.value) bytes += value.length;
        return rows;
      },
    };
    const views = new Views(new SealedRows(counted, systemRandom, LSK, LSK));
    expect((await listed(views, 50)).entries).toHaveLength(50);
    expect(bytes).toBeLessThan(device.disk.usedBytes / 10);
  });

  it('filter by category and by words of the title, and count all the same', async () => {
    const device = new Device();
    const entries = fc.sample(document, { numRuns: 200, seed: 3 });
    await device.write({ puts: entries, gone: [] });
    const category = documentCategories[0];
    const { entries: shown, fitting, counts } = await listed(device.reopened(), 5, { category });
    expect(shown.every(({ fields }) => fields['category'] === category)).toBe(true);
    expect(fitting).toBe(counts[category]);
    const found = await listed(device.reopened(), 500, { text: 'ETUDE 3' });
    expect(found.fitting).toBeGreaterThan(0);
    expect(found.entries.every(({ fields }) => fields['title'] === 'Étude 3')).toBe(true);
    expect(found.counts).toEqual(counts);
  });

  it('write a small change in a small row', async () => {
    const device = new Device();
    await device.write({ puts: fc.sample(document, { numRuns: 300, seed: 4 }), gone: [] });
    const before = device.disk.usedBytes;
    const [one] = fc.sample(document, { numRuns: 1, seed: 5 });
    if (one) await device.write({ puts: [one], gone: [] });
    expect(device.disk.usedBytes - before).toBeLessThan(1_000);
  });
});

async function latestTimes(views: Views): Promise<number[]> {
  const recent = must(await recentEntries({ views }, LOG, 4));
  return recent.map(({ meta }) => meta.createdAt);
}

const latestOf = (model: ReadonlyMap<EntryId, Entry>): number[] =>
  [...model.values()]
    .filter(({ meta }) => meta.deletedAt === undefined)
    .map(({ meta }) => meta.createdAt)
    .sort((a, b) => b - a)
    .slice(0, 4);
