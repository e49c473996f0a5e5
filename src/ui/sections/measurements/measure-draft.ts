import type { Instant } from '#base/time.ts';
import type { Json } from '#record/entry.ts';
import type { MeasureKind } from '#record/sections/measurements.ts';
import { unitsOf } from './kinds.ts';

/** A measurement being written; numbers are undefined while what is typed is none. */
export type MeasureDraft = {
  kind: MeasureKind;
  value: number | undefined;
  systolic: number | undefined;
  diastolic: number | undefined;
  unit: string;
  when: 'now' | 'other';
  /** Of an `<input type="datetime-local">`. */
  moment: string;
  context: string;
};

export const emptyMeasure = (kind: MeasureKind): MeasureDraft => ({
  kind,
  value: undefined,
  systolic: undefined,
  diastolic: undefined,
  unit: unitsOf[kind][0],
  when: 'now',
  moment: '',
  context: '',
});

export type MeasureFault = 'value' | 'systolic' | 'diastolic' | 'impossibleMoment' | 'future';

export type ReadMeasure =
  | { readonly ok: true; readonly fields: Readonly<Record<string, Json>> }
  | { readonly ok: false; readonly faults: readonly MeasureFault[] };

/** The entry that a draft says, or what is missing. `zone`: IANA name of where the person is. */
export function readMeasure(draft: MeasureDraft, now: Instant, zone: string): ReadMeasure {
  const names =
    draft.kind === 'bloodPressure' ? (['systolic', 'diastolic'] as const) : (['value'] as const);
  const faults: MeasureFault[] = names.filter((name) => draft[name] === undefined);
  const at = draft.when === 'now' ? now : Date.parse(draft.moment);
  if (Number.isNaN(at)) faults.push('impossibleMoment');
  else if (at > now) faults.push('future');
  if (faults.length > 0) return { ok: false, faults };
  const quantities = Object.fromEntries(
    names.map((name) => [name, { value: String(draft[name]), unit: draft.unit }]),
  );
  const context = draft.context.trim();
  return {
    ok: true,
    fields: {
      kind: draft.kind,
      ...quantities,
      takenAt: { at, zone },
      ...(context === '' ? {} : { context }),
    },
  };
}
