import { parseId, type EntryId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { correctionBy } from './corrections.ts';
import type { Correction, Json, Sensitivity } from './entry.ts';
import { isJson, jsonEqual, jsonLength } from './json.ts';
import { ENTRY_VERSION, migrateEntry, type StoredEntry } from './migrations.ts';
import { sectionByCode } from './registry.ts';
import {
  isSectionCode,
  singleEntryId,
  validateFields,
  type FieldValues,
  type Section,
} from './section.ts';
import { markKey, markNames } from './stored-entry.ts';

/** A person's act on one doc. `fields`: only those that change; null takes one away. */
export type Change =
  | {
      readonly type: 'add';
      readonly id: EntryId;
      readonly section: string;
      readonly fields: FieldValues;
      readonly at: Instant;
      readonly source?: Json;
    }
  | {
      readonly type: 'change';
      readonly id: EntryId;
      readonly fields: FieldValues;
      readonly at: Instant;
    }
  | {
      readonly type: 'mark';
      readonly id: EntryId;
      readonly hidden?: boolean;
      readonly sensitive?: Sensitivity | null;
    }
  /** To the bin, and back. */
  | { readonly type: 'remove'; readonly id: EntryId; readonly at: Instant }
  | { readonly type: 'restore'; readonly id: EntryId }
  /** Out of the bin for ever. */
  | { readonly type: 'purge'; readonly id: EntryId }
  | {
      readonly type: 'sayNone';
      readonly section: string;
      readonly none: boolean;
      readonly at: Instant;
    };

export type ChangeError =
  | { readonly type: 'InvalidEntry'; readonly fields: readonly string[] }
  | { readonly type: 'UnknownEntry' }
  | { readonly type: 'NewerData' };

/** What a change does to a doc, once it is known to be valid. */
export type Step =
  | {
      readonly do: 'store';
      readonly id: EntryId;
      readonly section: Section;
      readonly entry: StoredEntry;
      /** Fields whose value is new or gone. */
      readonly changed: readonly string[];
    }
  | { readonly do: 'correct'; readonly id: EntryId; readonly correction: Correction }
  | { readonly do: 'mark'; readonly key: string; readonly value: Json | undefined }
  | { readonly do: 'purge'; readonly id: EntryId }
  | { readonly do: 'none'; readonly section: string; readonly saidAt: Instant | undefined };

/** What the planner asks of a doc: an entry as it is stored, or that it is not one. */
export type Lookup = (id: EntryId) => StoredEntry | 'absent' | 'unreadable';

/** Checks changes one after the other, each on what those before it leave: all are done, or none. */
export function planChanges(
  changes: readonly Change[],
  stored: Lookup,
): Result<readonly Step[], ChangeError> {
  const later = new Map<EntryId, StoredEntry | 'absent'>();
  const lookup: Lookup = (id) => later.get(id) ?? stored(id);
  const steps: Step[] = [];
  for (const change of changes) {
    const planned = planChange(change, lookup);
    if (!planned.ok) return planned;
    for (const step of planned.value) {
      steps.push(step);
      if (step.do === 'store') later.set(step.id, step.entry);
      if (step.do === 'purge') later.set(step.id, 'absent');
    }
  }
  return ok(steps);
}

function planChange(change: Change, lookup: Lookup): Result<readonly Step[], ChangeError> {
  if (change.type === 'sayNone') {
    const saidAt = change.none ? change.at : undefined;
    return isSectionCode(change.section)
      ? ok([{ do: 'none', section: change.section, saidAt }])
      : err({ type: 'InvalidEntry', fields: ['section'] });
  }
  if (change.type === 'add') return planAdd(change, lookup(change.id));
  const entry = lookup(change.id);
  if (entry === 'absent') return err({ type: 'UnknownEntry' });
  switch (change.type) {
    case 'change':
      return entry === 'unreadable' ? err({ type: 'NewerData' }) : planFields(change, entry);
    case 'mark':
      return ok(planMarks(change));
    case 'remove':
      return ok([{ do: 'mark', key: markKey(change.id, 'deletedAt'), value: change.at }]);
    case 'restore':
      return ok([{ do: 'mark', key: markKey(change.id, 'deletedAt'), value: undefined }]);
    case 'purge':
      return ok([
        { do: 'purge', id: change.id },
        ...markNames.map((mark): Step => ({
          do: 'mark',
          key: markKey(change.id, mark),
          value: undefined,
        })),
      ]);
  }
}

function planMarks(change: Extract<Change, { type: 'mark' }>): Step[] {
  const steps: Step[] = [];
  const { id, hidden, sensitive } = change;
  if (hidden !== undefined) {
    steps.push({ do: 'mark', key: markKey(id, 'hidden'), value: hidden ? true : undefined });
  }
  if (sensitive !== undefined) {
    steps.push({ do: 'mark', key: markKey(id, 'sensitive'), value: sensitive ?? undefined });
  }
  return steps;
}

const MAX_SOURCE_LENGTH = 4096;

/** An id that is taken is refused, but for a single section, whose entry two devices may both begin. */
function planAdd(
  change: Extract<Change, { type: 'add' }>,
  existing: ReturnType<Lookup>,
): Result<readonly Step[], ChangeError> {
  const section = sectionByCode(change.section);
  if (!section) return err({ type: 'InvalidEntry', fields: ['section'] });
  const isIdRight = section.single
    ? change.id === singleEntryId(section.code)
    : parseId('EntryId', change.id) !== undefined && existing === 'absent';
  if (!isIdRight) return err({ type: 'InvalidEntry', fields: ['id'] });
  const { source } = change;
  if (source !== undefined && !(isJson(source) && jsonLength(source) <= MAX_SOURCE_LENGTH)) {
    return err({ type: 'InvalidEntry', fields: ['source'] });
  }
  if (existing === 'unreadable') return err({ type: 'NewerData' });
  if (existing !== 'absent') return planFields(change, existing);
  const entry: StoredEntry = {
    version: ENTRY_VERSION,
    section: section.code,
    createdAt: change.at,
    changedAt: change.at,
    source,
    fields: {},
  };
  return planFields(change, entry, true);
}

function planFields(
  change: { readonly id: EntryId; readonly fields: FieldValues; readonly at: Instant },
  stored: StoredEntry,
  isNew = false,
): Result<readonly Step[], ChangeError> {
  const section = sectionByCode(stored.section);
  const migrated = migrateEntry(stored);
  if (!section || !migrated.ok) return err({ type: 'NewerData' });
  const before = migrated.value.fields;
  const fields = withChanges(before, change.fields);
  const invalid = invalidNames(section, fields, Object.keys(change.fields));
  if (invalid.length > 0) return err({ type: 'InvalidEntry', fields: invalid });
  const isUpgraded = migrated.value.version !== stored.version;
  const names = new Set([...Object.keys(before), ...Object.keys(fields)]);
  const changed = Array.from(names).filter(
    (name) => isUpgraded || !jsonEqual(valueOf(before, name), valueOf(fields, name)),
  );
  if (changed.length === 0 && !isNew) return ok([]);
  const entry = { ...migrated.value, fields, changedAt: change.at };
  const store: Step = { do: 'store', id: change.id, section, entry, changed };
  const correction = isNew ? undefined : correctionBy(section, before, fields, change.at);
  return ok(correction ? [store, { do: 'correct', id: change.id, correction }] : [store]);
}

const valueOf = (fields: FieldValues, name: string): Json | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

/** What stood already may come from a newer app; what changes here must be known here. */
function invalidNames(section: Section, fields: FieldValues, touched: readonly string[]): string[] {
  const received = validateFields(section, fields, 'received');
  const written = validateFields(section, fields, 'written');
  return Array.from(
    new Set([
      ...(received.ok ? [] : received.error.invalid),
      ...(written.ok ? [] : written.error.invalid.filter((name) => touched.includes(name))),
    ]),
  );
}

function withChanges(before: FieldValues, changes: FieldValues): FieldValues {
  const fields = new Map(Object.entries(before));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) fields.delete(name);
    else fields.set(name, value);
  }
  return Object.fromEntries(fields);
}
