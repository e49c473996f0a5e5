import type { Instant } from '#base/time.ts';
import type { Entry, Json } from '#record/entry.ts';
import type { InstantWithZone, Quantity } from '#record/fields.ts';
import { jsonEqual } from '#record/json.ts';
import type { MeasureKind } from '#record/measure-kinds.ts';
import { readDecimal } from '../../components/decimal-text.ts';
import { plainText, valueOf } from '../../record/entry-values.ts';
import type { MomentDraft } from '../../record/form-values.ts';
import { readWallClock, wallClock } from '../../record/wall-clock.ts';
import { unitsOf } from './kinds.ts';
import { kindOf, takenAt } from './measure-series.ts';

/** A measurement being written; numbers as they are typed. */
export type MeasureDraft = {
  kind: MeasureKind;
  value: string | undefined;
  systolic: string | undefined;
  diastolic: string | undefined;
  unit: string;
  when: 'now' | 'other';
  moment: MomentDraft;
  context: string;
  device: string;
  author: string;
  note: string;
};

/** @param zone IANA name of where the person is */
export const emptyMeasure = (kind: MeasureKind, zone: string): MeasureDraft => ({
  kind,
  value: undefined,
  systolic: undefined,
  diastolic: undefined,
  unit: unitsOf[kind][0],
  when: 'now',
  moment: { local: '', zone },
  context: '',
  device: '',
  author: '',
  note: '',
});

/** A measurement as its form shows it, by the clock that was there. */
export function draftOfMeasure(entry: Entry, kind: MeasureKind): MeasureDraft {
  const quantity = (name: string): Quantity | undefined =>
    valueOf(entry, name) as Quantity | undefined;
  const { zone } = valueOf(entry, 'takenAt') as unknown as InstantWithZone;
  return {
    kind,
    value: quantity('value')?.value,
    systolic: quantity('systolic')?.value,
    diastolic: quantity('diastolic')?.value,
    unit: (quantity('value') ?? quantity('systolic'))?.unit ?? unitsOf[kind][0],
    when: 'other',
    moment: { local: wallClock(takenAt(entry), zone), zone },
    context: plainText(entry, 'context'),
    device: plainText(entry, 'device'),
    author: plainText(entry, 'author'),
    note: plainText(entry, 'note'),
  };
}

export type MeasureFault =
  'value' | 'systolic' | 'diastolic' | 'impossibleMoment' | 'skippedHour' | 'future';

export type ReadMeasure =
  | { readonly ok: true; readonly fields: Readonly<Record<string, Json>> }
  | { readonly ok: false; readonly faults: readonly MeasureFault[] };

/** The entry that a draft says, or what is missing. `zone`: IANA name of where the person is. */
export function readMeasure(draft: MeasureDraft, now: Instant, zone: string): ReadMeasure {
  const names =
    draft.kind === 'bloodPressure' ? (['systolic', 'diastolic'] as const) : (['value'] as const);
  const faults: MeasureFault[] = names.filter(
    (name) => readDecimal(draft[name] ?? '') === undefined,
  );
  const at = draft.when === 'now' ? now : readWallClock(draft.moment.local, draft.moment.zone);
  if (at === 'impossible') faults.push('impossibleMoment');
  else if (at === 'skipped') faults.push('skippedHour');
  else if (at > now) faults.push('future');
  if (faults.length > 0) return { ok: false, faults };
  const quantities = Object.fromEntries(
    names.map((name) => [name, { value: readDecimal(draft[name] ?? '') ?? '', unit: draft.unit }]),
  );
  const texts = (['context', 'device', 'author', 'note'] as const).map(
    (name) => [name, draft[name].trim()] as const,
  );
  return {
    ok: true,
    fields: {
      kind: draft.kind,
      ...quantities,
      takenAt: { at, zone: draft.when === 'now' ? zone : draft.moment.zone },
      ...Object.fromEntries(texts.filter(([, text]) => text !== '')),
    },
  };
}

/** What a corrected draft changes in its entry; null takes a field away. */
export function readMeasureChanges(draft: MeasureDraft, now: Instant, entry: Entry): ReadMeasure {
  const kind = kindOf(entry) ?? draft.kind;
  const read = readMeasure({ ...draft, kind }, now, draft.moment.zone);
  if (!read.ok) return read;
  const standing = draftOfMeasure(entry, kind);
  const changes = new Map<string, Json>();
  for (const name of ['value', 'systolic', 'diastolic', 'context', 'device', 'author', 'note']) {
    const value = read.fields[name];
    if (!jsonEqual(value, valueOf(entry, name))) changes.set(name, value ?? null);
  }
  // A form shows no seconds: a moment that was not touched keeps its own.
  const isMoved = JSON.stringify(standing.moment) !== JSON.stringify(draft.moment);
  if (isMoved && read.fields['takenAt'] !== undefined) {
    changes.set('takenAt', read.fields['takenAt']);
  }
  return { ok: true, fields: Object.fromEntries(changes) };
}
