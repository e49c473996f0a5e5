import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import { instant } from '#base/time.ts';
import { readEntries, type RecordDoc } from '#record/document.ts';
import type { Entry, SectionNone } from '#record/entry.ts';
import { loadDoc, type DocPart } from '#record/merge.ts';
import {
  ENTRY_VERSION,
  migrateEntry,
  type Migration,
  type StoredEntry,
} from '#record/migrations.ts';
import { sections } from '#record/registry.ts';
import { scanUpdate } from '#record/update-scan.ts';
import { yjsReady } from '#record/yjs.ts';

await yjsReady();

type Fixture = {
  readonly updates: readonly string[];
  readonly state: string;
  readonly contents: { readonly entries: readonly Entry[]; readonly nones: readonly SectionNone[] };
};

const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/record/v1/doc.json', import.meta.url), 'utf8'),
) as Fixture;

const bytesOf = (base64: string): Bytes => new Uint8Array(Buffer.from(base64, 'base64'));

function mustLoad(parts: readonly DocPart[]): RecordDoc {
  const doc = loadDoc(parts);
  if (!doc.ok) throw new Error('damaged');
  return doc.value;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const byId = (a: Entry, b: Entry): number => (a.id < b.id ? -1 : 1);

/** Declared since the fixture was made. */
const LATER_SECTIONS = ['channel-keys', 'record-keys', 'devices'];

describe('format 1', () => {
  const updates = fixture.updates.map((update): DocPart => ({
    format: 'update',
    bytes: bytesOf(update),
  }));
  const state: DocPart = { format: 'state', bytes: bytesOf(fixture.state) };

  it.each<[string, readonly DocPart[]]>([
    ['a state', [state]],
    ['its updates', updates],
    ['its updates in any order', updates.toReversed()],
    ['a state and updates that it holds already', [state, ...updates]],
  ])('is read from %s', (_what, parts) => {
    const { entries, nones, setAside } = readEntries(mustLoad(parts));
    expect(plain([...entries].sort(byId))).toEqual(fixture.contents.entries);
    expect(nones).toEqual(fixture.contents.nones);
    expect(setAside).toEqual([]);
  });

  it('has an entry of every section of that time', () => {
    const codes = new Set(fixture.contents.entries.map(({ section }) => section));
    const missing = sections.map(({ code }) => code).filter((code) => !codes.has(code));
    expect(missing).toEqual(LATER_SECTIONS);
  });

  it('holds updates that pass the scan', () => {
    for (const update of fixture.updates) expect(scanUpdate(bytesOf(update)).ok).toBe(true);
  });
});

describe('an entry of an earlier format', () => {
  const stored: StoredEntry = {
    version: 1,
    section: 'allergies',
    createdAt: instant(0),
    changedAt: instant(0),
    source: undefined,
    fields: { allergen: 'x' },
  };
  const rename: Migration = (entry) => ({
    ...entry,
    fields: { substance: entry.fields['allergen'] ?? '' },
  });
  const grade: Migration = (entry) => ({ ...entry, fields: { ...entry.fields, grade: 3 } });

  it('passes through every step from its own format on', () => {
    const migrated = migrateEntry(stored, [rename, grade]);
    expect(migrated).toMatchObject({
      ok: true,
      value: { version: 3, fields: { substance: 'x', grade: 3 } },
    });
    expect(migrateEntry({ ...stored, version: 2 }, [rename, grade])).toMatchObject({
      ok: true,
      value: { version: 3, fields: { allergen: 'x', grade: 3 } },
    });
  });

  it('is left alone when it is of today, and said when it is of tomorrow', () => {
    expect(migrateEntry({ ...stored, version: ENTRY_VERSION })).toEqual({
      ok: true,
      value: { ...stored, version: ENTRY_VERSION },
    });
    expect(migrateEntry({ ...stored, version: ENTRY_VERSION + 1 })).toEqual({
      ok: false,
      error: 'Newer',
    });
  });
});
